"""What the hand-over pages show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from oms.accounts.queries import names_of
from oms.core.db import db
from oms.core.errors import Missing
from oms.core.events import SUBSCRIPTIONS, Delivery, Event
from oms.core.operations import Operation, undoable, why_final
from oms.orders.models import Order
from oms.packing.models import Parcel
from oms.shipping.models import Manifest, Shipment

PAGE = 100


def parcels_waiting() -> Sequence[tuple[Parcel, Shipment | None]]:
    """Sealed parcels that no carrier has taken and that are on no list, the oldest promise first."""
    query = (
        select(Parcel, Shipment)
        .join(Parcel.order)
        .outerjoin(Shipment, Shipment.parcel_id == Parcel.id)
        .where(Parcel.sealed_at.is_not(None), Parcel.left_at.is_(None), Shipment.manifest_id.is_(None))
        .options(joinedload(Parcel.order).joinedload(Order.ship_to))
        .order_by(Order.promise_by, Parcel.id)
        .limit(PAGE)
    )
    return [(parcel, shipment) for parcel, shipment in db.session.execute(query)]


def open_manifests() -> Sequence[Manifest]:
    query = select(Manifest).where(Manifest.closed_at.is_(None)).options(selectinload(Manifest.shipments))
    return db.session.scalars(query.order_by(Manifest.id)).all()


def closed_manifests(limit: int = 20) -> Sequence[Manifest]:
    query = select(Manifest).where(Manifest.closed_at.is_not(None)).options(selectinload(Manifest.shipments))
    return db.session.scalars(query.order_by(Manifest.id.desc()).limit(limit)).all()


def manifest_for_page(manifest_id: int) -> Manifest:
    parcel = selectinload(Manifest.shipments).joinedload(Shipment.parcel)
    query = (
        select(Manifest)
        .where(Manifest.id == manifest_id)
        .options(parcel.joinedload(Parcel.order).joinedload(Order.ship_to))
    )
    manifest = db.session.scalar(query)
    if manifest is None:
        raise Missing("There is no such list.")
    return manifest


def parcel_for_page(parcel_id: int) -> tuple[Parcel, Shipment | None]:
    parcel = db.session.get(
        Parcel,
        parcel_id,
        options=[joinedload(Parcel.order).joinedload(Order.ship_to), joinedload(Parcel.packaging)],
    )
    if parcel is None:
        raise Missing("There is no such parcel.")
    return parcel, db.session.get(Shipment, parcel_id)


def parcel_by_tracking(number: str) -> int | None:
    """The parcel that left under this number or its own code."""
    compact = "".join(number.split()).upper()
    query = (
        select(Parcel.id)
        .outerjoin(Shipment, Shipment.parcel_id == Parcel.id)
        .where(or_(Shipment.tracking_number == compact, Parcel.code == compact))
        .order_by(Parcel.left_at.is_(None), Parcel.id.desc())
    )
    return db.session.scalar(query.limit(1))


def people_behind(manifests: Sequence[Manifest]) -> dict[str, str]:
    return names_of([m.closed_by or m.opened_by for m in manifests])


@dataclass(frozen=True, slots=True)
class TakingBack:
    """The operation that can still be undone, and when the first customer is told."""

    operation_id: str
    until: datetime


def undo_of_hand_over(manifest: Manifest) -> TakingBack | None:
    """How a list can be taken back; None where it cannot, or no longer."""
    orders = {f"order:{shipment.parcel.order_id}" for shipment in manifest.shipments}
    query = (
        select(Operation)
        .join(Event, Event.operation_id == Operation.id)
        .where(
            Event.about.in_(orders),
            Event.kind == "ParcelsHandedOver",
            Event.facts["manifest_id"].as_integer() == manifest.id,
            Operation.undone_at.is_(None),
        )
        .limit(1)
    )
    operation = db.session.scalar(query) if manifest.closed_at else None
    if operation is None or why_final(operation):
        return None
    telling = _tellings(operation.id)
    if any(delivery.done_at or delivery.leased_until for delivery in telling):
        return None
    leaving = [delivery.due_at for delivery in telling if not delivery.failed_at]
    until = min(leaving, default=operation.at + undoable().window)
    return TakingBack(operation.id, until)


def _tellings(operation_id: str) -> Sequence[Delivery]:
    """What customers will hear of an operation. What is only queued can be taken back by whoever queues it."""
    outside = [name for name, one in SUBSCRIPTIONS.items() if one.tells_outside and one.withdraw is None]
    query = select(Delivery).join(Delivery.event).where(Event.operation_id == operation_id)
    return db.session.scalars(query.where(Delivery.handler.in_(outside))).all()
