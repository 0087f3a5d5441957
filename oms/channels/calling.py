"""Reaching an account: its client for a while, never inside of a transaction, with a rest after failures in a row."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from sqlalchemy import select

from oms.channels.clients import Access, Client, Keys
from oms.channels.kinds import find_kind
from oms.channels.models import Channel, Connection, Pulse
from oms.core import clock
from oms.core.db import db, transaction
from oms.core.errors import Missing, Permanent, Unreachable, Waits
from oms.core.sealing import seal, unseal
from oms.core.upsert import upsert

FAILURES = 5
RESTS = (60, 120, 300, 900)
NOT_CONNECTED = "This account is not connected."
SWITCHED_OFF = "This account is switched off; it is told once it is on again."


@contextmanager
def client_of(channel_id: int) -> Iterator[Client]:
    """The API of an account. Raises Waits while it rests or is switched off, Missing where it is not connected,
    and passes on what the client raises, counted.
    """
    access, kind = _access(channel_id)
    make = find_kind(kind).client
    if make is None:
        raise Missing(NOT_CONNECTED)
    try:
        yield make(access)
    except Unreachable as gone:
        _failed(channel_id, str(gone))
        raise
    except Permanent:
        _answered(channel_id)
        raise
    _answered(channel_id)


def try_account(channel_id: int) -> str:
    """Ask the account who it is, also where it rests or is off: a person wants to know. The answer is its name.

    Raises Unreachable, Permanent, and Missing where it cannot be asked.
    """
    channel = db.session.get(Channel, channel_id)
    make = find_kind(channel.kind).client if channel else None
    if make is None:
        raise Missing(NOT_CONNECTED)
    access = access_of(channel_id)
    db.session.rollback()
    try:
        name = make(access).greet()
    except Unreachable as gone:
        _failed(channel_id, str(gone))
        raise
    _answered(channel_id)
    return name


def access_of(channel_id: int) -> Access:
    """Address and keys, also of an account that is switched off. Raises Missing."""
    connection = db.session.get(Connection, channel_id)
    if connection is None:
        raise Missing(NOT_CONNECTED)
    return _made(connection)


def _made(connection: Connection) -> Access:
    keep = partial(keep_keys, connection.channel_id)
    return Access(connection.base_url, unseal(connection.sealed_keys), keep)


def keep_keys(channel_id: int, before: Keys, after: Keys) -> None:
    """The channel gave new keys for the next time; what the owner entered meanwhile stays. Not a verb: it is
    nobody's act and nothing to undo.
    """
    with transaction() as session:
        connection = session.get(Connection, channel_id, with_for_update=True, populate_existing=True)
        if connection is not None and unseal(connection.sealed_keys) == dict(before):
            connection.sealed_keys = seal(dict(after))


def _access(channel_id: int) -> tuple[Access, str]:
    query = (
        select(Connection, Channel.kind, Pulse.rests_until)
        .join(Channel, Channel.id == Connection.channel_id)
        .outerjoin(Pulse, Pulse.channel_id == Connection.channel_id)
        .where(Connection.channel_id == channel_id)
    )
    found = db.session.execute(query).first()
    if found is None:
        raise Missing(NOT_CONNECTED)
    connection, kind, rests_until = found
    if not connection.is_on:
        raise Waits(SWITCHED_OFF)
    if rests_until is not None and rests_until > clock.now():
        left = (rests_until - clock.now()).total_seconds()
        raise Waits("The channel failed several times in a row; it is left alone for a while.", left)
    access = _made(connection)
    db.session.rollback()
    return access, kind


def note_pulse(channel_id: int, **values: object) -> None:
    """Keep how it goes with an account. Not a verb: it is nobody's act and nothing to undo."""
    with transaction() as session:
        row = upsert(Pulse).values(channel_id=channel_id, **values)
        session.execute(row.on_conflict_do_update(index_elements=["channel_id"], set_=values))


def _failed(channel_id: int, sentence: str) -> None:
    db.session.rollback()
    failures = (db.session.scalar(select(Pulse.failures).where(Pulse.channel_id == channel_id)) or 0) + 1
    rests = None
    if failures >= FAILURES:
        pause = RESTS[min(failures - FAILURES, len(RESTS) - 1)]
        rests = clock.now() + timedelta(seconds=pause)
    note_pulse(channel_id, failures=failures, trouble=sentence, rests_until=rests)


def _answered(channel_id: int) -> None:
    """Also a no is an answer: whoever says no is there."""
    db.session.rollback()
    note_pulse(channel_id, failures=0, trouble=None, rests_until=None, answered_at=clock.now())
