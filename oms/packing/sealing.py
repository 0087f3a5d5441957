"""Sealing parcels, and cutting them open again."""

from __future__ import annotations

from oms.core.db import db
from oms.core.errors import Refused, WrongInput
from oms.core.events import record
from oms.core.operations import By, Operation, current_operation, remember, touch, undoable, verb
from oms.orders.holding import refuse_held
from oms.orders.progress import count_sealed
from oms.packing.facts import ParcelOpenedAgain, ParcelSealed
from oms.packing.filling import lock_parcel, refuse_cancelled
from oms.packing.models import Packaging, Parcel

HEAVIEST_G = 1_000_000


@verb(undoable())
def seal_parcel(parcel_id: int, packaging_id: int | None, weight_g: int | None, *, by: By) -> None:
    """Close the box: from now on it waits for the carrier."""
    parcel = lock_parcel(parcel_id)
    if not parcel.is_open:
        raise Refused("This parcel is sealed already.")
    if parcel.is_empty:
        raise Refused("The parcel is empty. Scan an item into it first.")
    refuse_cancelled(parcel.order)
    refuse_held(parcel.order, "Leave the parcel open until that is solved.")
    if packaging_id is not None and db.session.get(Packaging, packaging_id) is None:
        raise WrongInput("There is no such box.")
    if weight_g is not None and not 0 < weight_g <= HEAVIEST_G:
        raise WrongInput("A parcel weighs something. Leave the weight empty if you do not know it.")
    parcel.packaging_id, parcel.weight_g = packaging_id, weight_g
    parcel.sealed_at, parcel.sealed_by = current_operation().at, by.actor
    count_sealed(parcel.order_id, _contents(parcel))
    remember(parcel_id=parcel.id)
    record(ParcelSealed(parcel.order_id, parcel.id), about=parcel.order.key)


@seal_parcel.undo
def _unseal(operation: Operation) -> None:
    parcel = lock_parcel(operation.recall("parcel_id"))
    if parcel.left_at is not None:
        raise Refused("The parcel has left.")
    if parcel.is_open:
        raise Refused("The parcel is open already.")
    _open(parcel)


@verb(undoable())
def open_again(parcel_id: int, *, by: By) -> None:
    """Cut a sealed parcel open: something has to change in it."""
    del by
    parcel = lock_parcel(parcel_id)
    if parcel.left_at is not None:
        raise Refused("The parcel has left. Only the carrier can bring it back.")
    if parcel.is_open:
        raise Refused("The parcel is open already.")
    remember(parcel_id=parcel.id, packaging_id=parcel.packaging_id, weight_g=parcel.weight_g)
    _open(parcel)
    record(ParcelOpenedAgain(parcel.order_id, parcel.id), about=parcel.order.key)


@open_again.undo
def _seal_again(operation: Operation) -> None:
    parcel = lock_parcel(operation.recall("parcel_id"))
    if not parcel.is_open or parcel.is_empty:
        raise Refused("The parcel has changed since.")
    parcel.sealed_at, parcel.sealed_by = current_operation().at, current_operation().by.actor
    parcel.packaging_id, parcel.weight_g = operation.recall("packaging_id"), operation.recall("weight_g")
    count_sealed(parcel.order_id, _contents(parcel))


def _contents(parcel: Parcel) -> dict[int, int]:
    return {item.part_id: item.quantity for item in parcel.items if item.quantity}


def _open(parcel: Parcel) -> None:
    parcel.sealed_at = parcel.sealed_by = None
    count_sealed(parcel.order_id, {part: -quantity for part, quantity in _contents(parcel).items()})
    touch(parcel.order.key)
