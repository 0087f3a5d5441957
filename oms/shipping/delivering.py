"""Delivered: told by hand or by the carrier's file, once, and whenever it comes."""

from __future__ import annotations

from datetime import datetime, timedelta

from oms.core.errors import Refused, WrongInput
from oms.core.events import record
from oms.core.operations import By, Operation, current_operation, remember, undoable, verb
from oms.packing.filling import lock_parcel
from oms.shipping.facts import ParcelDelivered
from oms.shipping.tracking import shipment_of

TOMORROW = timedelta(days=1)  # somewhere on the way it is tomorrow already


@verb(undoable())
def mark_delivered(parcel_id: int, at: datetime, *, by: By) -> bool:
    """The customer has it. Hearing it again changes nothing and answers False."""
    parcel = lock_parcel(parcel_id)
    shipment = shipment_of(parcel)
    if at > current_operation().at + TOMORROW:
        raise WrongInput("That day has not come yet.")
    if shipment.handed_over_at is None:
        raise Refused(f"Parcel {parcel.code} has not left yet.")
    remember(parcel_id=parcel.id, was=shipment.delivered_at is not None)
    if shipment.delivered_at is not None:
        return False
    shipment.delivered_at, shipment.delivered_told_by = at, by.actor
    record(ParcelDelivered(parcel.order_id, parcel.id), about=f"order:{parcel.order_id}")
    return True


@mark_delivered.undo
def _undelivered(operation: Operation) -> None:
    if operation.recall("was"):
        return
    shipment = shipment_of(lock_parcel(operation.recall("parcel_id")))
    shipment.delivered_at = shipment.delivered_told_by = None
