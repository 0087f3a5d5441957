"""What has to hold between orders, their lines and the stock that was promised to them."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import String, and_, cast, func, literal, or_, select

from oms.core.db import db
from oms.inventory.models import Demand
from oms.inventory.proving import Mismatch, check, count_of
from oms.orders.headline import CLOSED, headline
from oms.orders.models import LinePart, Order, OrderLine
from oms.orders.standing import standings

BATCH = 500


@check("No line ships more than was ordered", count_of(OrderLine))
def _shipped() -> Iterator[Mismatch]:
    gone = OrderLine.shipped + OrderLine.shipped_elsewhere
    left = OrderLine.ordered - OrderLine.cancelled
    query = select(OrderLine.order_id, OrderLine.position, gone, left).where(gone > left)
    for order_id, position, shipped, ordered in db.session.execute(query):
        yield Mismatch(
            "line", f"line {position} of order {order_id}", shipped, ordered, f"/orders/{order_id}"
        )


@check("A line has left as far as all of its parts have", count_of(LinePart))
def _parts_left() -> Iterator[Mismatch]:
    left = func.min(LinePart.shipped // LinePart.per)
    query = (
        select(OrderLine.order_id, OrderLine.position, OrderLine.shipped, left)
        .join(OrderLine.parts)
        .group_by(OrderLine.id, OrderLine.order_id, OrderLine.position, OrderLine.shipped)
        .having(OrderLine.shipped != left)
    )
    for order_id, position, kept, added in db.session.execute(query):
        yield Mismatch(
            "line shipped", f"line {position} of order {order_id}", kept, int(added), f"/orders/{order_id}"
        )


@check("Demands want what their lines still ask for", count_of(LinePart))
def _wanted() -> Iterator[Mismatch]:
    asked = (OrderLine.ordered - OrderLine.cancelled - OrderLine.shipped_elsewhere) * LinePart.per
    yield from _of_parts("wanted", Demand.wanted, asked)


@check("What was promised and sent for an order is its own", count_of(LinePart))
def _same() -> Iterator[Mismatch]:
    yield from _of_parts("gone", Demand.gone, LinePart.shipped)
    yield from _of_parts("SKU", Demand.sku_id, LinePart.sku_id)
    owner = literal("order:") + cast(OrderLine.order_id, String)
    query = select(OrderLine.order_id, Demand.id).join(OrderLine.parts).join(LinePart.demand)
    for order_id, demand_id in db.session.execute(query.where(Demand.owner != owner)):
        yield Mismatch(
            "owner", f"demand {demand_id} of order {order_id}", demand_id, 0, f"/orders/{order_id}"
        )


@check("Nothing is packed that was not picked", count_of(LinePart))
def _packed() -> Iterator[Mismatch]:
    query = select(OrderLine.order_id, LinePart.id, LinePart.packed, Demand.picked)
    query = query.join(OrderLine.parts).join(LinePart.demand).where(LinePart.packed > Demand.picked)
    for order_id, part_id, packed, picked in db.session.execute(query):
        yield Mismatch(
            "not picked", f"part {part_id} of order {order_id}", packed, picked, f"/orders/{order_id}"
        )


@check("A cancelled order has nothing left to ship", count_of(Order))
def _cancelled() -> Iterator[Mismatch]:
    left = OrderLine.ordered - OrderLine.cancelled - OrderLine.shipped - OrderLine.shipped_elsewhere
    query = select(Order.id, OrderLine.position, left).join(Order.lines)
    for order_id, position, units in db.session.execute(
        query.where(Order.cancelled_at.is_not(None), left > 0)
    ):
        yield Mismatch("cancelled", f"line {position} of order {order_id}", units, 0, f"/orders/{order_id}")


@check("Every open order's headline is what its facts say", count_of(Order))
def _headlines() -> Iterator[Mismatch]:
    last = 0
    query = select(Order).where(Order.closed_at.is_(None)).order_by(Order.id).limit(BATCH)
    while orders := db.session.scalars(query.where(Order.id > last)).all():
        last = orders[-1].id
        for order_id, standing in standings(orders).items():
            order, is_now = db.session.get_one(Order, order_id), headline(standing)
            if (order.headline, order.badge) != (is_now.code, is_now.badge):
                what = f"order {order_id} says {order.badge!r} and is {is_now.badge!r}"
                yield Mismatch("headline", what, 0, 1, f"/orders/{order_id}")
        db.session.expunge_all()


@check("Nothing waits in an order that is closed", count_of(Order))
def _closed() -> Iterator[Mismatch]:
    waits = Demand.wanted - Demand.gone
    query = (
        select(Order.id, func.sum(waits))
        .join(Order.lines)
        .join(OrderLine.parts)
        .join(LinePart.demand)
        .where(or_(Order.closed_at.is_not(None), Order.headline.in_(CLOSED)))
        .group_by(Order.id)
        .having(func.sum(waits) != 0)
    )
    for order_id, units in db.session.execute(query):
        yield Mismatch("closed", f"order {order_id}", int(units), 0, f"/orders/{order_id}")
    contradicting = and_(Order.closed_at.is_not(None), Order.headline.not_in(CLOSED))
    for order_id in db.session.scalars(select(Order.id).where(contradicting)):
        yield Mismatch("closed", f"order {order_id} is closed and waits", 1, 0, f"/orders/{order_id}")


def _of_parts(name: str, kept: object, should: object) -> Iterator[Mismatch]:
    query = select(OrderLine.order_id, LinePart.id, kept, should).select_from(LinePart)  # type: ignore[call-overload]  # any two columns
    query = query.join(LinePart.line).join(LinePart.demand).where(kept != should)
    for order_id, part_id, is_kept, added in db.session.execute(query):
        yield Mismatch(name, f"part {part_id} of order {order_id}", is_kept, added, f"/orders/{order_id}")
