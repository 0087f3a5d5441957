"""Holds by which a channel's word that comes too late, or that contradicts us, is brought before a person."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import ColumnElement, select

from oms.core.db import db
from oms.core.errors import Refused
from oms.orders.holding import hold_order, release
from oms.orders.models import Hold, Order


def or_hold(order: Order, told: str, act: Callable[[], object]) -> None:
    """Do it; where that cannot be done any more, a person has to know before the parcel leaves. Part of a verb."""
    try:
        act()
    except Refused as refusal:
        hold_once(order, f"{told} {refusal.sentence}")


def hold_once(order: Order, sentence: str) -> None:
    """Every later word of the channel says it again."""
    asked = select(Hold.id).where(Hold.order_id == order.id, Hold.detail == sentence)
    if db.session.scalar(asked.limit(1)) is None:
        hold_order(order.id, "manual", sentence)


def hold_unless_held(order: Order, reason: str, detail: str = "") -> None:
    """For this very reason, unless it waits for it already."""
    same = Hold.reason == reason, Hold.detail == detail, Hold.released_at.is_(None)
    if db.session.scalar(select(Hold.id).where(Hold.order_id == order.id, *same).limit(1)) is None:
        hold_order(order.id, reason, detail)


def release_ours(order: Order, why: str, which: ColumnElement[bool]) -> None:
    """Those that the channel's words placed and now settle. What a person placed stays."""
    query = select(Hold).where(
        Hold.order_id == order.id, which, Hold.released_at.is_(None), Hold.placed_by.not_like("user:%")
    )
    for hold in db.session.scalars(query):
        release(hold, why)
