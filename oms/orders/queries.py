"""Orders with all that their page shows, in a handful of queries."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from oms.core.db import db
from oms.core.errors import Missing
from oms.orders.models import Hold, LinePart, Order, OrderLine


def order_for_page(order_id: int) -> Order:
    """The order with lines, parts, demands, holds, payments, notes and both contacts. Raises Missing."""
    parts = selectinload(Order.lines).selectinload(OrderLine.parts)
    query = (
        select(Order)
        .where(Order.id == order_id)
        .options(
            joinedload(Order.buyer, innerjoin=True),
            joinedload(Order.ship_to, innerjoin=True),
            parts.joinedload(LinePart.sku, innerjoin=True),
            parts.joinedload(LinePart.demand, innerjoin=True),
            selectinload(Order.holds),
            selectinload(Order.payments),
            selectinload(Order.notes),
        )
    )
    order = db.session.scalar(query)
    if order is None:
        raise Missing("There is no such order.")
    return order


def numbers_of(order_ids: Iterable[int]) -> dict[int, str]:
    query = select(Order.id, Order.number).where(Order.id.in_(list(order_ids)))
    return {order_id: number for order_id, number in db.session.execute(query)}


def order_of_hold(hold_id: int) -> int:
    return _one(select(Hold.order_id).where(Hold.id == hold_id), "There is no such hold.")


def order_of_line(line_id: int) -> int:
    return _one(select(OrderLine.order_id).where(OrderLine.id == line_id), "There is no such line.")


def _one(query, sentence: str) -> int:  # type: ignore[no-untyped-def]  # noqa: ANN001 — any select of one id
    found = db.session.scalar(query)
    if found is None:
        raise Missing(sentence)
    return int(found)
