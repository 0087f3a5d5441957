"""Which account listens at an address, and the keys by which it knows its channel's voice."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import bindparam, select

from oms.channels.events import Webhook
from oms.channels.kinds import find_kind
from oms.channels.models import Channel, Connection
from oms.core.db import db, table_of
from oms.core.errors import Missing
from oms.core.sealing import unseal

FRESH = 1.0
"""For so many seconds each process takes the keys to be what they were: a storm of events asks for them once."""

CHANNEL, CONNECTION = table_of(Channel).c, table_of(Connection).c
ASKED = (
    select(CHANNEL.kind, CONNECTION.sealed_keys)
    .where(CONNECTION.channel_id == CHANNEL.id)
    .where(CHANNEL.id == bindparam("channel_id"))
)


@dataclass(frozen=True, slots=True)
class Listener:
    webhook: Webhook
    keys: Mapping[str, str] = field(repr=False)
    until: float


_listeners: dict[int, Listener] = {}


def listener(channel_id: int) -> Listener:
    """Also of an account that is switched off: what comes is kept, and nobody is asked or told. Raises Missing."""
    known = _listeners.get(channel_id)
    if known is None or known.until < time.monotonic():
        known = _listeners[channel_id] = _find(channel_id)
    return known


def forget_listener(channel_id: int | None = None) -> None:
    """Its keys are others now; without a number, those of every account."""
    for known in [channel_id] if channel_id is not None else list(_listeners):
        _listeners.pop(known, None)


def _find(channel_id: int) -> Listener:
    found = db.session.execute(ASKED, {"channel_id": channel_id}).first()
    db.session.rollback()
    webhook = find_kind(found.kind).webhook if found else None
    if found is None or webhook is None:
        raise Missing("Nobody listens here.")
    return Listener(webhook, unseal(found.sealed_keys), time.monotonic() + FRESH)
