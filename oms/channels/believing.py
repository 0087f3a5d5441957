"""Believing what comes by itself: by its signature, and where that names a public key, with the key that the channel
shows for it. It is asked for once and kept.
"""

from __future__ import annotations

import time
from threading import Lock
from typing import cast

from oms.channels.calling import client_of
from oms.channels.clients import ShowsKeys
from oms.channels.events import Forged, Incoming, KeyWanted
from oms.channels.listening import Listener
from oms.channels.models import SigningKey
from oms.core import clock
from oms.core.db import db, transaction
from oms.core.errors import Permanent, Refused, Unreachable, Waits
from oms.core.upsert import upsert

BETWEEN_QUESTIONS = 60.0
"""Anybody can name keys that there are not: for each account a process asks once in so many seconds."""

LONGEST_WAIT = 5.0
LONGEST_KEY = 10_000

_asking = Lock()
_asked: dict[int, float] = {}


def believe(channel_id: int, listener: Listener, incoming: Incoming) -> None:
    """Raises Forged."""
    try:
        listener.webhook.verify(incoming, listener.keys)
    except KeyWanted as wanted:
        key = _kept(channel_id, wanted.key_id) or _shown(channel_id, wanted)
        listener.webhook.verify(incoming, {**listener.keys, wanted.name: key})


def forget_questions() -> None:
    """The next unknown key is asked for at once."""
    _asked.clear()


def _kept(channel_id: int, key_id: str) -> str | None:
    kept = db.session.get(SigningKey, (channel_id, key_id))
    told = kept.told if kept else None
    db.session.rollback()
    return told


def _shown(channel_id: int, wanted: KeyWanted) -> str:
    """One at a time; who waited for it finds it kept."""
    if not _asking.acquire(timeout=LONGEST_WAIT):
        raise wanted
    try:
        return _kept(channel_id, wanted.key_id) or _ask(channel_id, wanted)
    finally:
        _asking.release()


def _ask(channel_id: int, wanted: KeyWanted) -> str:
    last = _asked.get(channel_id)
    if last is not None and time.monotonic() - last < BETWEEN_QUESTIONS:
        raise wanted
    _asked[channel_id] = time.monotonic()
    try:
        with client_of(channel_id) as client:
            told = cast("ShowsKeys", client).public_key(wanted.key_id)
    except (Unreachable, Permanent, Refused, Waits) as no:
        raise Forged(f"the public key that it names cannot be had: {no}") from no
    if len(told) > LONGEST_KEY:
        raise Forged("the public key that it names is too long to be one")
    _keep(channel_id, wanted.key_id, told)
    del _asked[channel_id]
    return told


def _keep(channel_id: int, key_id: str, told: str) -> None:
    """Not a verb: it is nobody's act and nothing to undo."""
    with transaction() as session:
        row = upsert(SigningKey).values(channel_id=channel_id, key_id=key_id, told=told, shown_at=clock.now())
        session.execute(row.on_conflict_do_nothing())
