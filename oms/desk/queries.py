"""What the queue shows: counts, and one page of orders with all that a row needs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, case, func, select, tuple_
from sqlalchemy.orm import joinedload, selectinload

from oms.catalog.models import Sku
from oms.channels.models import Channel
from oms.channels.queries import channels_of
from oms.core import clock
from oms.core.db import Moment, db
from oms.core.digits import whole
from oms.desk.filtering import WAITING, QueueFilter
from oms.orders.headline import CLOSED, Code
from oms.orders.models import Hold, LinePart, Order, OrderLine
from oms.orders.search import orders_matching

PAGE = 50
PICTURES = 3
SOON = timedelta(hours=2)
TONES = {
    Code.NEEDS_YOU: "stop",
    Code.READY: "go",
    Code.PICKING: "busy",
    Code.TO_PACK: "busy",
    Code.PACKED: "calm",
    Code.UNPAID: "wait",
    Code.SHORT: "wait",
    Code.SHIPPED: "calm",
    Code.CLOSED: "calm",
    Code.CANCELLED: "calm",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One order in the queue. `skus` are the first few, for their pictures."""

    order: Order
    channel: Channel | None
    skus: tuple[Sku, ...]
    step: Step

    @property
    def tone(self) -> str:
        return TONES[Code(self.order.headline)]

    @property
    def is_over(self) -> bool:
        return self.order.closed_at is not None

    @property
    def is_late(self) -> bool:
        return not self.is_over and self.order.promise_by < clock.now()

    @property
    def is_soon(self) -> bool:
        return not self.is_over and self.order.promise_by < clock.now() + SOON


@dataclass(frozen=True, slots=True)
class Step:
    """The next action of an order: its name, and the words on its button."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the queue; `after` is where the next one begins, or None at the end."""

    rows: tuple[Row, ...]
    after: str | None


STEPS = {
    Code.READY: Step("pick", "Pick"),
    Code.PICKING: Step("follow", "Follow"),
    Code.TO_PACK: Step("pack", "Pack"),
    Code.PACKED: Step("hand_over", "Hand over"),
    Code.UNPAID: Step("pay", "Mark as paid"),
    Code.SHORT: Step("see", "See why"),
}
HELD_STEPS = {
    "unknown_item": Step("map", "Map the item"),
    "no_item": Step("map", "Choose the item"),
    "address": Step("see", "Check it"),
}
LOOK = Step("see", "Open")


def queue_page(chosen: QueueFilter) -> Page:
    """Orders by promise, oldest first (what is over: newest first), from where `after` says."""
    query = _paged(_filtered(chosen), chosen)
    orders = list(db.session.scalars(query.options(selectinload(Order.ship_to)).limit(PAGE + 1)))
    page = orders[:PAGE]
    after = _cursor(page[-1]) if len(orders) > PAGE else None
    return Page(tuple(_rows(page)), after)


def queue_rows(order_ids: Iterable[int]) -> list[Row]:
    """Rows that are on a page already, as they are now."""
    query = select(Order).where(Order.id.in_(list(order_ids))).options(joinedload(Order.ship_to))
    return _rows(list(db.session.scalars(query)))


def counts_by_headline() -> dict[str, int]:
    """How many open orders stand where, and how many of them are late."""
    late = func.count(case((Order.promise_by < clock.now(), 1)))
    query = select(Order.headline, func.count(), late)
    rows = db.session.execute(query.where(Order.closed_at.is_(None)).group_by(Order.headline)).all()
    found: dict[str, int] = defaultdict(int)
    found.update({code: number for code, number, _ in rows})
    found["open"] = sum(number for _, number, _ in rows)
    found["late"] = sum(number for _, _, number in rows)
    found["waiting"] = sum(found[code] for code in WAITING)
    return found


def newest_order() -> int:
    return db.session.scalar(select(func.max(Order.id))) or 0


def newer_orders(chosen: QueueFilter, than: int) -> int:
    """How many orders of this filter came since."""
    newer = _filtered(chosen).where(Order.id > than).limit(PAGE).subquery()
    return db.session.scalar(select(func.count()).select_from(newer)) or 0


def _filtered(chosen: QueueFilter) -> Select[Any]:
    query = select(Order)
    if chosen.q:
        return _of_channel(query.where(Order.id.in_(orders_matching(chosen.q))), chosen)
    if chosen.show in {"open", "waiting", "late", "singles"}:
        query = query.where(Order.closed_at.is_(None))
    if chosen.show == "waiting":
        query = query.where(Order.headline.in_(WAITING))
    elif chosen.show == "late":
        query = query.where(Order.promise_by < clock.now())
    elif chosen.show == "singles":
        query = query.where(Order.units == 1)
    elif chosen.show in set(Code):
        query = query.where(_headline(chosen) == chosen.show)
    return _of_channel(query, chosen)


def _headline(chosen: QueueFilter) -> Any:
    """Of one channel, what is over is read by the channel's index, never by all that was ever shipped."""
    by_channel = chosen.channel is not None and chosen.newest_first
    return func.coalesce(Order.headline, "") if by_channel else Order.headline


def _of_channel(query: Select[Any], chosen: QueueFilter) -> Select[Any]:
    if chosen.channel is None:
        return query
    came_from = f"channel:{chosen.channel}"
    if chosen.newest_first:
        return query.where(Order.came_from == came_from)
    # Few are open: they are read by their promise, never by all that ever came from the channel.
    return query.where(func.coalesce(Order.came_from, "") == came_from)


def _paged(query: Select[Any], chosen: QueueFilter) -> Select[Any]:
    here = tuple_(Order.promise_by, Order.id)
    begin = _begin(chosen.after)
    if chosen.newest_first:
        query = query.order_by(Order.promise_by.desc(), Order.id.desc())
        return query.where(here < tuple_(*begin)) if begin else query
    query = query.order_by(Order.promise_by, Order.id)
    return query.where(here > tuple_(*begin)) if begin else query


def _cursor(order: Order) -> str:
    return f"{order.promise_by.isoformat()}~{order.id}"


def _begin(after: str) -> tuple[Any, int] | None:
    moment, _, order_id = after.partition("~")
    try:
        return bindparam(None, datetime.fromisoformat(moment), type_=Moment()), whole(order_id)
    except ValueError:
        return None


def _rows(orders: list[Order]) -> list[Row]:
    ids = [order.id for order in orders]
    channels, skus, holds = channels_of(ids), _skus(ids), _held(ids)
    return [
        Row(
            order, channels.get(order.id), tuple(skus[order.id][:PICTURES]), _step(order, holds.get(order.id))
        )
        for order in orders
    ]


def _step(order: Order, hold: str | None) -> Step:
    if order.headline == Code.NEEDS_YOU:
        return HELD_STEPS.get(hold or "", LOOK)
    return STEPS.get(Code(order.headline), LOOK) if order.headline not in CLOSED else LOOK


def _skus(order_ids: list[int]) -> dict[int, list[Sku]]:
    query = (
        select(OrderLine.order_id, Sku)
        .join(LinePart, LinePart.line_id == OrderLine.id)
        .join(Sku, Sku.id == LinePart.sku_id)
        .where(OrderLine.order_id.in_(order_ids))
        .order_by(OrderLine.order_id, OrderLine.position)
    )
    found: dict[int, list[Sku]] = defaultdict(list)
    for order_id, sku in db.session.execute(query).unique():
        found[order_id].append(sku)
    return found


def _held(order_ids: list[int]) -> dict[int, str]:
    """The first open hold of each order that is not about money."""
    query = (
        select(Hold.order_id, Hold.reason)
        .where(Hold.order_id.in_(order_ids), Hold.released_at.is_(None), Hold.reason != "payment")
        .order_by(Hold.id.desc())
    )
    return {order_id: reason for order_id, reason in db.session.execute(query)}
