"""When an order of a channel leaves: by the channel's own hours where it has some, else by the shop's."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import select, true

from oms.channels.models import Channel, ChannelOrder
from oms.core.db import db, table_of
from oms.core.operations import By, final, verb
from oms.orders.drafts import Day, OrderDraft
from oms.orders.editing import promise_order
from oms.orders.finding import lock_order
from oms.orders.promising import PromiseRule, promise_by
from oms.shop.models import Holiday, Shop, the_shop

SHOP, HOLIDAY = table_of(Shop), table_of(Holiday)
HOURS = select(
    SHOP.c.cut_off, SHOP.c.handling_days, SHOP.c.working_days, SHOP.c.zone, HOLIDAY.c.day
).select_from(SHOP.outerjoin(HOLIDAY, true()))
"""The shop's hours, once for each of its holidays."""


@verb(final("A promise follows the day of payment; say another one instead."))
def promise_once_paid(order_id: int, *, by: By) -> None:
    """Whoever paid late is promised the pick-up after the payment, unless the channel or a person said when."""
    del by
    order = lock_order(order_id)
    known = db.session.scalar(select(ChannelOrder).where(ChannelOrder.order_id == order_id))
    if known is None or order.paid_at is None or order.closed_at is not None:
        return
    channel = db.session.get_one(Channel, known.channel_id)
    waited_for_money = not channel.releases_unpaid and order.paid_at > order.placed_at
    if waited_for_money and order.promise_by == promise_for(channel, order.placed_at):
        promise_order(order, promise_for(channel, order.paid_at))


def promise_for(channel: Channel, accepted_at: datetime) -> datetime:
    """The pick-up that an order accepted then can still make."""
    return promise_by(accepted_at, rule_of(channel))


def promised(channel: Channel, draft: OrderDraft, accepted: datetime) -> datetime:
    """The channel's own ship-by, else the pick-up that it can still make."""
    return draft.promise_by or promise_for(channel, accepted)


def accepted_at(channel: Channel, draft: OrderDraft, paid_at: datetime | None) -> datetime:
    """From when on the shop could work on it: once it was paid, where it has to be."""
    if channel.releases_unpaid or draft.ships_unpaid or not draft.paid or paid_at is None:
        return draft.placed_at
    return max(draft.placed_at, paid_at)


def with_hours(draft: OrderDraft, channel: Channel, said_at: datetime) -> OrderDraft:
    """Days that a channel told, as moments: an order is placed and paid at noon, yet not after it was said, and
    has to leave with that day's pick-up.
    """
    told = (draft.placed_at, draft.paid_at, draft.cancelled_at, draft.promise_by)
    if not any(isinstance(moment, Day) for moment in told):
        return draft
    rule = rule_of(channel)
    zone = ZoneInfo(rule.zone)

    def noon(moment: datetime) -> datetime:
        return min(_at(moment, time(12), zone), said_at) if isinstance(moment, Day) else moment

    return replace(
        draft,
        placed_at=noon(draft.placed_at),
        paid_at=draft.paid_at and noon(draft.paid_at),
        cancelled_at=draft.cancelled_at and noon(draft.cancelled_at),
        promise_by=draft.promise_by and _at(draft.promise_by, rule.cut_off, zone),
        payments=tuple(replace(payment, at=payment.at and noon(payment.at)) for payment in draft.payments),
    )


def _at(moment: datetime, hour: time, zone: ZoneInfo) -> datetime:
    """A moment that is told by the hour stays what it is."""
    if not isinstance(moment, Day):
        return moment
    return datetime.combine(moment.date(), hour, zone).astimezone(UTC)


def rule_of(channel: Channel) -> PromiseRule:
    rows = db.session.execute(HOURS).all()
    shop = rows[0] if rows else the_shop()
    return PromiseRule(
        cut_off=channel.cut_off or shop.cut_off,
        handling_days=shop.handling_days if channel.handling_days is None else channel.handling_days,
        working_days=frozenset(shop.working_days),
        holidays=frozenset(row.day for row in rows if row.day),
        zone=shop.zone,
    )
