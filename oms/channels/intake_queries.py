"""What the pages about events show."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from oms.channels.kinds import find_kind
from oms.channels.models import Channel, Connection, Intake, Pulse
from oms.core import clock
from oms.core.db import db
from oms.core.errors import Missing

PAGE = 50
OUTCOMES = {
    "look": "Wants a look",
    "new": "New order",
    "changed": "Changed an order",
    "unchanged": "Nothing new",
    "ignored": "Ignored",
    "waiting": "Waits for its order",
    "refused": "Not understood",
}
SOURCES = {"webhook": "told by itself", "look": "found by looking", "fetch": "asked for"}
LONGEST_SHOWN = 200_000
PATIENCE = timedelta(minutes=10)
"""So long an event may wait for its order, or to be read, before somebody should look."""


def wants_a_look() -> ColumnElement[bool]:
    """Not understood, or waiting for too long, and nobody has put it aside."""
    late = or_(Intake.outcome.is_(None), Intake.outcome == "waiting")
    return and_(
        Intake.aside_at.is_(None),
        or_(Intake.outcome == "refused", and_(late, Intake.arrived_at < clock.now() - PATIENCE)),
    )


def events(
    channel_id: int | None, outcome: str | None, before: int | None, order_id: int | None = None
) -> Sequence[Intake]:
    """A page of events, newest first; `before` is the id of the last one of the page before."""
    query = select(Intake).options(joinedload(Intake.channel)).order_by(Intake.id.desc()).limit(PAGE)
    if channel_id:
        query = query.where(Intake.channel_id == channel_id)
    if order_id:
        query = query.where(Intake.order_id == order_id)
    if before:
        query = query.where(Intake.id < before)
    if outcome == "look":
        query = query.where(wants_a_look())
    elif outcome in OUTCOMES:
        query = query.where(Intake.outcome == outcome)
    return db.session.scalars(query).all()


def events_to_look_at() -> Mapping[int, int]:
    """How many of each channel."""
    query = select(Intake.channel_id, func.count()).where(wants_a_look()).group_by(Intake.channel_id)
    return {channel_id: count for channel_id, count in db.session.execute(query)}


@dataclass(frozen=True, slots=True)
class EventPage:
    """An event with its body as a person reads it; `number` is that of the order that it was about."""

    event: Intake
    body: str
    is_cut: bool


def event_page(intake_id: int) -> EventPage:
    """Raises Missing."""
    with_channel = [joinedload(Intake.channel)]
    event = db.session.get(Intake, intake_id, options=with_channel, populate_existing=True)
    if event is None:
        raise Missing("There is no such event.")
    body = readable(event.body)
    return EventPage(event, body[:LONGEST_SHOWN], len(body) > LONGEST_SHOWN)


def readable(body: bytes) -> str:
    """JSON with its parts on lines of their own; anything else as it is. What is no letter is shown as one that
    is missing.
    """
    text = body.decode("utf-8", "replace")
    with suppress(ValueError, RecursionError):
        text = json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode()


@dataclass(frozen=True, slots=True)
class Hearing:
    """What comes from an account: its last order, the last event, when we looked last, and what wants a look."""

    last_order_at: datetime | None
    last_event_at: datetime | None
    looked_at: datetime | None
    to_look_at: int
    can_look: bool


def hearing_of(channel: Channel) -> Hearing | None:
    """None for an account that tells nothing by itself."""
    connection, kind = db.session.get(Connection, channel.id), find_kind(channel.kind)
    last_event = select(Intake.arrived_at).where(Intake.channel_id == channel.id).order_by(Intake.id.desc())
    last_order = last_event.where(Intake.order_id.is_not(None))
    pulse = db.session.get(Pulse, channel.id)
    query = select(func.count()).where(Intake.channel_id == channel.id, wants_a_look())
    heard = db.session.scalar(last_event.limit(1))
    if connection is None and heard is None:
        return None
    return Hearing(
        last_order_at=db.session.scalar(last_order.limit(1)),
        last_event_at=heard,
        looked_at=pulse.looked_at if pulse else None,
        to_look_at=db.session.scalar(query) or 0,
        can_look=connection is not None and connection.is_on and kind.client is not None,
    )
