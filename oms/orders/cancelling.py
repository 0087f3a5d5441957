"""Cancelling an order or some of a line. What was promised goes back at once; what was picked is put back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from oms.core.db import db
from oms.core.errors import Refused, WrongInput
from oms.core.events import record
from oms.core.operations import By, Operation, current_operation, final, remember, touch, undoable, verb
from oms.inventory.stock import lock_demands, want_less, want_more
from oms.orders.facts import LineCancelled, OrderCancelled
from oms.orders.finding import lock_line, lock_order
from oms.orders.holding import hold_again, release
from oms.orders.models import Hold, LinePart, Order, OrderLine


@verb(undoable())
def cancel_order(order_id: int, reason: str, *, by: By) -> None:
    """Nothing more of it will leave. Refuses once it is packed: take it out of the parcel first."""
    del by
    order = lock_order(order_id)
    if order.cancelled_at is not None:
        raise Refused("This order was cancelled already.")
    if order.closed_at is not None:
        raise Refused("Nothing of this order is left to cancel.")
    lines = _lines(order)
    if any(part.packed > part.shipped for line in lines for part in line.parts):
        raise Refused("Some of it is already in a parcel. Open the parcel first.")
    less = [[line.id, _cancel(line, line.to_ship)] for line in lines if line.to_ship]
    order.cancelled_at = current_operation().at
    remember(order_id=order.id, less=less)
    record(OrderCancelled(order.id, reason), about=order.key)
    touch(order.key)


@cancel_order.undo
def _uncancel(operation: Operation) -> None:
    order = lock_order(operation.recall("order_id"))
    order.cancelled_at = None
    _give_back(order, dict(operation.recall("less")))


@verb(undoable())
def cancel_line(line_id: int, quantity: int, *, by: By) -> None:
    """The customer wants fewer of it, or none."""
    del by
    line = lock_line(line_id)
    order = db.session.get_one(Order, line.order_id)
    if not 0 < quantity <= line.to_ship:
        raise WrongInput(f"Between 1 and {line.to_ship} of this line can be cancelled.")
    found = next(one for one in _lines(order) if one.id == line.id)
    if any(part.packed - part.shipped > (line.to_ship - quantity) * part.per for part in found.parts):
        raise Refused("Some of it is already in a parcel. Open the parcel first.")
    _cancel(found, quantity)
    order.version += 1
    remember(order_id=order.id, less=[[line.id, quantity]], released=_release_of(found))
    record(LineCancelled(order.id, line.id, quantity, found.to_ship), about=order.key)
    touch(order.key)


@cancel_line.undo
def _uncancel_line(operation: Operation) -> None:
    order = lock_order(operation.recall("order_id"))
    if order.cancelled_at is not None:
        raise Refused("The whole order was cancelled since.")
    _give_back(order, dict(operation.recall("less")))
    for hold_id in operation.recall("released"):
        hold_again(hold_id)


def _lines(order: Order) -> list[OrderLine]:
    query = (
        select(OrderLine)
        .where(OrderLine.order_id == order.id)
        .options(selectinload(OrderLine.parts))
        .order_by(OrderLine.position)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def _cancel(line: OrderLine, quantity: int) -> int:
    line.cancelled += quantity
    demands = lock_demands(part.demand_id for part in line.parts)
    for part in line.parts:
        want_less(demands[part.demand_id], quantity * part.per)
    return quantity


def _release_of(line: OrderLine) -> list[int]:
    """Nobody has to say what an item is that is no longer wanted. The answer is which holds went."""
    if line.to_ship:
        return []
    waiting = select(Hold).where(Hold.line_id == line.id, Hold.released_at.is_(None)).order_by(Hold.id)
    holds = db.session.scalars(waiting).all()
    for hold in holds:
        release(hold, "cancelled")
    return [hold.id for hold in holds]


def want_again(order: Order, line_id: int, quantity: int) -> None:
    """So many of what was cancelled of a line are wanted after all. Part of a verb, with the order locked."""
    db.session.flush()
    _give_back(order, {line_id: quantity})


def _give_back(order: Order, quantities: dict[int, int]) -> None:
    for line in _lines(order):
        quantity = quantities.get(line.id, 0)
        line.cancelled -= quantity
        for part in line.parts if quantity else ():
            _want_again(part, quantity * part.per)
    touch(order.key)


def _want_again(part: LinePart, quantity: int) -> None:
    """What lies in a tote waiting to be put back is picked already; the rest is promised anew."""
    demand = lock_demands([part.demand_id])[part.demand_id]
    still_out = min(demand.put_back, quantity)
    demand.put_back -= still_out
    demand.picked += still_out
    demand.wanted += still_out
    if quantity > still_out:
        want_more(demand, quantity - still_out)


@verb(final("What the channel cancelled can only come back from the channel."))
def cancel_by_channel(order_id: int, *, by: By) -> None:
    """The channel says that the order is cancelled: true whatever we think of it, as far as it has not left."""
    order = lock_order(order_id)
    if order.cancelled_at is None:
        cancel_order(order_id, "channel", by=by)
