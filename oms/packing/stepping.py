"""Undo last: the last thing that was done at the bench with an order, then the one before it."""

from __future__ import annotations

from sqlalchemy import select

from oms.core.db import db
from oms.core.errors import Refused
from oms.core.events import Event
from oms.core.operations import By, Operation, final, verb
from oms.core.undoing import undo_operation
from oms.orders.finding import lock_order
from oms.packing.facts import ItemPacked, ItemTakenOut, ParcelOpened, ParcelOpenedAgain, ParcelSealed
from oms.packing.filling import bench_key

STEPS = {
    fact.__name__: step
    for fact, step in (
        (ItemPacked, "item"),
        (ItemTakenOut, "out"),
        (ParcelOpened, "parcel"),
        (ParcelSealed, "seal"),
        (ParcelOpenedAgain, "open"),
    )
}


def last_step(order_id: int) -> tuple[str, str] | None:
    """The operation that "undo last" would take back and its kind of step; None where nothing was done yet."""
    query = (
        select(Event.operation_id, Event.kind)
        .join(Operation, Operation.id == Event.operation_id)
        .where(
            Event.about.in_([bench_key(order_id), f"order:{order_id}"]),
            Event.kind.in_(STEPS),
            Operation.undone_at.is_(None),
        )
        .order_by(Event.id.desc())
        .limit(1)
    )
    found = db.session.execute(query).first()
    return (found.operation_id, STEPS[found.kind]) if found else None


@verb(final("To undo an undo, do the thing again."))
def undo_last_step(order_id: int, *, by: By) -> str:
    """Take back what was done last at the bench and is not undone yet. The answer is its kind."""
    lock_order(order_id)
    found = last_step(order_id)
    if found is None:
        raise Refused("There is nothing to undo here.")
    operation_id, step = found
    undo_operation(operation_id, by=by)
    return step
