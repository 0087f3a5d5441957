"""The tracking number of a parcel: recognised, checked, and never refused for a check digit."""

from __future__ import annotations

from sqlalchemy import select

from oms.core.db import db
from oms.core.errors import Refused, WrongInput
from oms.core.events import record
from oms.core.operations import By, Operation, remember, undoable, verb
from oms.orders.search import add_words
from oms.packing.filling import lock_parcel
from oms.packing.looking_up import is_our_code
from oms.packing.models import Parcel
from oms.shipping.carriers.numbers import recognise
from oms.shipping.facts import TrackingSet
from oms.shipping.models import Shipment


@verb(undoable())
def set_tracking(parcel_id: int, number: str, carrier: str | None = None, *, by: By) -> list[str]:
    """The number that the carrier gave; the answer are sentences of warning."""
    del by
    parcel = lock_parcel(parcel_id)
    compact = "".join(number.split()).upper()
    if not compact:
        raise WrongInput("Scan or type the tracking number.")
    if is_our_code(compact):
        raise WrongInput("This is the code of a tote or parcel, not a tracking number.")
    if parcel.is_open:
        raise Refused("Seal the parcel first.")
    shipment = shipment_of(parcel)
    found = recognise(compact, carrier)
    remember(
        parcel_id=parcel.id,
        now=compact,
        carrier=shipment.carrier,
        number=shipment.tracking_number,
        warnings=shipment.warnings,
    )
    shipment.tracking_number, shipment.carrier = compact, carrier or found.carrier or shipment.carrier
    shipment.warnings = [*found.warnings, *_used_elsewhere(compact, parcel.id)]
    add_words(parcel.order_id, compact)
    record(TrackingSet(parcel.order_id, parcel.id, shipment.carrier), about=f"order:{parcel.order_id}")
    return list(shipment.warnings)


@set_tracking.undo
def _old_number(operation: Operation) -> None:
    shipment = shipment_of(lock_parcel(operation.recall("parcel_id")))
    if shipment.tracking_number != operation.recall("now"):
        raise Refused("The number was changed again since, so this cannot be undone.")
    shipment.carrier = operation.recall("carrier")
    shipment.tracking_number = operation.recall("number")
    shipment.warnings = operation.recall("warnings")


def shipment_of(parcel: Parcel) -> Shipment:
    """Part of a verb: the journey of a locked parcel, begun if it has none."""
    shipment = db.session.get(Shipment, parcel.id, populate_existing=True)
    if shipment is None:
        shipment = Shipment(parcel_id=parcel.id)
        db.session.add(shipment)
        db.session.flush()
    return shipment


def _used_elsewhere(number: str, parcel_id: int) -> list[str]:
    query = (
        select(Parcel.code)
        .join(Shipment, Shipment.parcel_id == Parcel.id)
        .where(Shipment.tracking_number == number, Parcel.id != parcel_id)
    )
    return [f"This number is already on parcel {code}." for code in db.session.scalars(query)]
