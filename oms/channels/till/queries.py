"""What an account's page shows of the sales at its till."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from oms.channels.models import Channel
from oms.channels.till.models import TillSale
from oms.core.db import db

MOST = 50


@dataclass(frozen=True, slots=True)
class Till:
    """How much was booked, and the latest lines that could not be."""

    booked: int
    lines: int
    trouble: Sequence[TillSale]


def till_of(channel: Channel) -> Till | None:
    """None for an account that has no till."""
    query = select(func.count(), func.coalesce(func.sum(TillSale.booked), 0))
    lines, booked = db.session.execute(query.where(TillSale.channel_id == channel.id)).one()
    if not lines:
        return None
    troubled = select(TillSale).where(TillSale.channel_id == channel.id, TillSale.trouble.is_not(None))
    found = db.session.scalars(troubled.order_by(TillSale.id.desc()).limit(MOST)).all()
    return Till(int(booked), lines, found)


def unknown_at_tills() -> list[tuple[Channel, str, str, int]]:
    """Names that a till uses and nobody has mapped: the account, the name, what it is called, how many sales."""
    query = (
        select(Channel, TillSale.name, func.min(TillSale.title), func.count())
        .join(Channel, Channel.id == TillSale.channel_id)
        .where(TillSale.trouble.is_not(None), TillSale.booked == 0)
        .group_by(Channel.id, TillSale.name)
        .order_by(func.count().desc(), TillSale.name)
    )
    return [(channel, name, title, count) for channel, name, title, count in db.session.execute(query)]
