"""When an order of a channel leaves: by the channel's own hours where it has some, else by the shop's."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from oms.channels.models import Channel
from oms.core.db import db
from oms.orders.promising import PromiseRule, promise_by
from oms.shop.models import Holiday, the_shop


def promise_for(channel: Channel, accepted_at: datetime) -> datetime:
    """The pick-up that an order accepted then can still make."""
    return promise_by(accepted_at, rule_of(channel))


def rule_of(channel: Channel) -> PromiseRule:
    shop = the_shop()
    return PromiseRule(
        cut_off=channel.cut_off or shop.cut_off,
        handling_days=shop.handling_days if channel.handling_days is None else channel.handling_days,
        working_days=frozenset(shop.working_days),
        holidays=frozenset(db.session.scalars(select(Holiday.day))),
        zone=shop.zone,
    )
