"""Keeping every order's headline true: looked at again before each commit that touched the order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select

from oms.core import clock
from oms.core.db import db
from oms.core.operations import before_commit
from oms.inventory import stock  # noqa: F401 — promises are handed out before headlines are written
from oms.inventory.models import Demand
from oms.orders.finding import lock_orders
from oms.orders.headline import CLOSED, Standing, headline
from oms.orders.models import Hold, LinePart, Order, OrderLine

SUMS = (
    func.sum(Demand.wanted - Demand.reserved - Demand.picked).label("lacking"),
    func.sum(Demand.reserved).label("reserved"),
    func.sum(Demand.picked - LinePart.sealed).label("picked"),
    func.sum(LinePart.sealed - LinePart.shipped).label("packed"),
    func.sum(LinePart.shipped).label("shipped"),
)


def standings(orders: Iterable[Order]) -> dict[int, Standing]:
    """The facts behind the headlines of these orders, read afresh."""
    found = {order.id: order for order in orders}
    sums, unknown, holds = _sums(found), _unknown(found), _holds(found)
    return {
        order.id: _standing(order, sums.get(order.id), unknown.get(order.id, 0), holds[order.id])
        for order in found.values()
    }


@before_commit
def refresh_headlines(touched: list[Any]) -> None:
    """Write the headline of every touched order anew: locked before it is read, or two who change one
    order at once would each miss the other's part.
    """
    ids = {int(thing.split(":")[1]) for thing in touched if str(thing).startswith("order:")}
    if not ids:
        return
    orders = lock_orders(ids)
    found = standings(orders)
    for order in orders:
        write_headline(order, found[order.id])


def write_headline(order: Order, standing: Standing) -> None:
    now_is = headline(standing)
    order.headline, order.badge = now_is.code, now_is.badge
    if now_is.code not in CLOSED:
        order.closed_at = None
    elif order.closed_at is None:
        order.closed_at = clock.now()


def _standing(order: Order, sums: Any | None, unknown: int, holds: list[tuple[str, bool]]) -> Standing:
    counts = (
        {name: int(getattr(sums, name)) for name in ("lacking", "reserved", "picked", "packed", "shipped")}
        if sums
        else {}
    )
    return Standing(
        cancelled=order.cancelled_at is not None,
        holds=tuple(reason for reason, on_line in holds if not on_line),
        line_holds=tuple(reason for reason, on_line in holds if on_line),
        ship_rest=order.ship_rest_at is not None,
        being_picked=order.picking_since is not None,
        unknown=unknown,
        **counts,
    )


def _sums(orders: Iterable[int]) -> dict[int, Any]:
    query = (
        select(OrderLine.order_id, *SUMS)
        .join(OrderLine.parts)
        .join(LinePart.demand)
        .where(OrderLine.order_id.in_(list(orders)))
        .group_by(OrderLine.order_id)
    )
    return {row.order_id: row for row in db.session.execute(query).all()}


def _unknown(orders: Iterable[int]) -> dict[int, int]:
    left = OrderLine.ordered - OrderLine.cancelled - OrderLine.shipped_elsewhere
    query = (
        select(OrderLine.order_id, func.sum(left))
        .outerjoin(OrderLine.parts)
        .where(
            OrderLine.order_id.in_(list(orders)), LinePart.id.is_(None), OrderLine.requires_shipping.is_(True)
        )
        .group_by(OrderLine.order_id)
    )
    return {order_id: int(units) for order_id, units in db.session.execute(query)}


def _holds(orders: Iterable[int]) -> dict[int, list[tuple[str, bool]]]:
    query = (
        select(Hold.order_id, Hold.reason, Hold.line_id)
        .where(Hold.order_id.in_(list(orders)), Hold.released_at.is_(None))
        .order_by(Hold.id)
    )
    found: dict[int, list[tuple[str, bool]]] = defaultdict(list)
    for order_id, reason, line_id in db.session.execute(query):
        found[order_id].append((reason, line_id is not None))
    return found
