"""Finding one order, plainly or locked for a change."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from oms.core.db import db
from oms.core.errors import Missing, Stale
from oms.core.locking import FIRST, Turn, locks
from oms.core.operations import will_lock
from oms.orders.models import Order, OrderLine


def lock_order(order_id: int) -> Order:
    """The order as it is now, kept from others until the transaction ends. Raises Missing."""
    return lock_orders([order_id])[0]


def lock_orders(order_ids: Iterable[int]) -> list[Order]:
    """Several at once, in the one order of locking: orders by id, before anything else. Raises Missing."""
    ids = sorted(set(order_ids))
    may_wait = will_lock((FIRST, order_id) for order_id in ids)
    query = (
        select(Order)
        .where(Order.id.in_(ids))
        .order_by(Order.id)
        .with_for_update(nowait=not may_wait)
        .execution_options(populate_existing=True)
    )
    orders = list(db.session.scalars(query))
    if len(orders) < len(ids):
        raise Missing("There is no such order.")
    return orders


@locks(FIRST)
def _wait_for_orders(turns: list[Turn]) -> None:
    ids = [order_id for _, order_id in turns]
    db.session.execute(select(Order.id).where(Order.id.in_(ids)).order_by(Order.id).with_for_update())


def lock_line(line_id: int) -> OrderLine:
    """The line, with its order locked before it. Raises Missing."""
    order_id = db.session.scalar(select(OrderLine.order_id).where(OrderLine.id == line_id))
    if order_id is None:
        raise Missing("There is no such line.")
    lock_order(order_id)
    return db.session.get_one(OrderLine, line_id, populate_existing=True)


def check_version(order: Order, version: int, changes: list[tuple[str, str, str]]) -> None:
    """Refuse a change that was made looking at an older order; `changes` are (field, theirs, yours)."""
    if order.version != version:
        raise Stale("Somebody changed this order while you were looking at it.", changes)


def find_order(order_id: int) -> Order:
    """The order, for reading. Raises Missing."""
    order = db.session.get(Order, order_id)
    if order is None:
        raise Missing("There is no such order.")
    return order
