"""The next pick-up: what has to be ready for it, and whether it will be at the pace of today."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import exists, func, select

from oms.accounts.queries import names_of
from oms.channels.models import Channel
from oms.core import clock
from oms.core.db import db
from oms.core.errors import Refused
from oms.orders.headline import Code
from oms.orders.models import Hold, Order
from oms.orders.promising import PromiseRule, promise_by
from oms.packing.models import Parcel
from oms.shop.models import Holiday, Shop, the_shop

TO_DO = (Code.READY, Code.PICKING, Code.TO_PACK)
ENOUGH_FOR_A_PACE = 2


@dataclass(frozen=True, slots=True)
class PickUp:
    """When the carrier comes next, how many orders wait where for it, and when all will be packed: None
    where too little was packed today to say. `next_id` is the order to pick first. Where it is the pick-up
    of channels with hours of their own, `channels` names them, and `then` is the shop's.
    """

    at: datetime
    due: Counter[str]
    done_by: datetime | None
    next_id: int | None
    channels: str = ""
    then: datetime | None = None

    @property
    def packed(self) -> int:
        return self.due[Code.PACKED]

    @property
    def to_do(self) -> int:
        return sum(self.due[code] for code in TO_DO)

    @property
    def total(self) -> int:
        return self.packed + self.to_do

    @property
    def is_in_danger(self) -> bool:
        return self.done_by is not None and self.done_by > self.at


def next_pick_up() -> PickUp | None:
    """The earliest for which something waits; None where the shop has no day on which anything leaves."""
    shop = the_shop()
    rule = _rule(shop)
    try:
        ours = promise_by(clock.now(), rule)
    except Refused:
        return None
    at, channels = _earlier_than(ours, rule)
    due = _due_by(at)
    to_do = sum(due[code] for code in TO_DO)
    done_by = _done_by(to_do, shop, at) if to_do else None
    next_id = _oldest_ready() if due[Code.READY] else None
    return PickUp(at, due, done_by, next_id, channels, ours if channels else None)


def _rule(shop: Shop) -> PromiseRule:
    holidays = frozenset(db.session.scalars(select(Holiday.day)))
    return PromiseRule(shop.cut_off, 0, frozenset(shop.working_days), holidays, shop.zone)


def _earlier_than(ours: datetime, rule: PromiseRule) -> tuple[datetime, str]:
    """The first pick-up before ours for which a channel with a cut-off of its own waits, and which these are."""
    found: dict[datetime, list[str]] = {}
    for channel in db.session.scalars(select(Channel).where(Channel.cut_off.is_not(None))):
        at = promise_by(clock.now(), replace(rule, cut_off=channel.cut_off or rule.cut_off))
        if at < ours and _waits_for(channel, at):
            found.setdefault(at, []).append(channel.label)
    first = min(found, default=ours)
    return first, ", ".join(sorted(found.get(first, [])))


def _waits_for(channel: Channel, at: datetime) -> bool:
    due = Order.closed_at.is_(None), Order.promise_by <= at, Order.headline.in_((*TO_DO, Code.PACKED))
    return bool(db.session.scalar(select(exists().where(*due, Order.came_from == channel.key))))


def _due_by(at: datetime) -> Counter[str]:
    query = select(Order.headline, func.count()).where(Order.closed_at.is_(None), Order.promise_by <= at)
    return Counter({code: number for code, number in db.session.execute(query.group_by(Order.headline))})


def _oldest_ready() -> int | None:
    query = select(Order.id).where(Order.headline == Code.READY, Order.closed_at.is_(None))
    return db.session.scalar(query.order_by(Order.promise_by, Order.id).limit(1))


def _done_by(to_do: int, shop: Shop, at: datetime) -> datetime | None:
    """From what was packed since this morning and is still here. Tomorrow has a pace of its own."""
    now, here = clock.now(), ZoneInfo(shop.zone)
    morning = datetime.combine(now.astimezone(here).date(), time(), here)
    if at >= morning + timedelta(days=1):
        return None
    query = (
        select(func.count(), func.min(Parcel.sealed_at))
        .join(Order, Order.id == Parcel.order_id)
        .where(Order.closed_at.is_(None), Order.headline == Code.PACKED, Parcel.sealed_at >= morning)
    )
    packed, since = db.session.execute(query).one()
    if since is None or packed < ENOUGH_FOR_A_PACE:
        return None
    return now + to_do * (now - since) / packed


ASKING = {
    "unknown_item": ("unknown item", "unknown items"),
    "no_item": ("item without a name", "items without a name"),
    "address": ("address", "addresses"),
    "fraud": ("fraud check", "fraud checks"),
    "customer": ("customer asked to wait", "customers asked to wait"),
    "manual": ("on hold", "on hold"),
}


def what_needs_you() -> str:
    """The two commonest reasons, in orders: `2 addresses, 1 unknown item`."""
    orders = func.count(Hold.order_id.distinct())
    query = (
        select(Hold.reason, orders)
        .join(Hold.order)
        .where(Order.headline == Code.NEEDS_YOU, Order.closed_at.is_(None))
        .where(Hold.released_at.is_(None), Hold.reason != "payment")
        .group_by(Hold.reason)
        .order_by(orders.desc(), Hold.reason)
        .limit(2)
    )
    return ", ".join(f"{number} {_asking(reason, number)}" for reason, number in db.session.execute(query))


def _asking(reason: str, number: int) -> str:
    one, many = ASKING.get(reason, (reason, reason))
    return one if number == 1 else many


def who_picks() -> str:
    """The names of those who are on the floor now."""
    query = select(Order.picking_by).where(
        Order.headline == Code.PICKING, Order.closed_at.is_(None), Order.picking_by.is_not(None)
    )
    actors = db.session.scalars(query.distinct()).all()
    return ", ".join(sorted(set(names_of(actor for actor in actors if actor).values())))
