"""Telling a channel by its API that a parcel left: once, also where an answer was lost or the worker was killed.

A row is claimed in a transaction of its own, then the channel is called outside of any, then the answer is noted.
Where an earlier try may have got through, the channel is asked before it is told again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import update

from oms.channels.calling import client_of
from oms.channels.clients import Client, Sending
from oms.channels.models import Channel
from oms.core import clock
from oms.core.db import db, transaction
from oms.core.delivering import is_last_try
from oms.core.errors import Permanent, Refused, Unreachable, Waits
from oms.core.events import record
from oms.core.operations import By, current_operation, final, verb
from oms.outgoing.facts import ChannelRefused, ChannelTold
from oms.outgoing.models import Confirmation
from oms.outgoing.sending import ready
from oms.outgoing.ways import API, way_of

LONGEST_CALL = timedelta(minutes=5)
RIGHT_NOW = "It is being told right now."
DOUBT = "An earlier try may have got through, and the channel does not say. Look there first."
TWICE = "If it is told again, it mails the buyer again."
GAVE_UP = "It was tried for hours."


class Doubtful(Permanent):
    """Whether it was told already, nobody can say from here."""


def tell(confirmation_id: int, channel_id: int, by: By) -> None:
    """Tell it, unless it is told; `by` is the delivery that acts. Raises Waits and, while tries are left, Unreachable."""
    if way_of(db.session.get_one(Channel, channel_id)) != API:
        return
    try:
        with client_of(channel_id) as client:
            _tell(client, channel_id, confirmation_id)
    except Unreachable as gone:
        if not is_last_try(by):
            raise
        park(confirmation_id, f"{gone} {GAVE_UP}", by=By(by.actor))
    except (Permanent, Refused) as no:
        park(confirmation_id, str(no), in_doubt=isinstance(no, Doubtful), by=By(by.actor))


def _tell(client: Client, channel_id: int, confirmation_id: int) -> None:
    sending = _sending(channel_id, confirmation_id)
    may_be_told = _claim(confirmation_id)
    if may_be_told is None:
        return
    with _calling(confirmation_id):
        known = may_be_told and _knows(client, sending)
        remote_id = None if known else client.confirm(sending)
    note_told(confirmation_id, remote_id, by=By("worker"))


def _sending(channel_id: int, confirmation_id: int) -> Sending:
    [one] = ready(db.session.get_one(Channel, channel_id), [confirmation_id])
    if one.trouble:
        raise Permanent(one.trouble)
    return one.sending


def _claim(confirmation_id: int) -> bool | None:
    """Whether it may be told already; None where there is nothing to tell. Raises Waits while another one calls."""
    with transaction() as session:
        one = session.get_one(Confirmation, confirmation_id, with_for_update=True, populate_existing=True)
        if not one.is_open or one.refusal is not None:
            return None
        if one.calling_since is not None:
            left = (one.calling_since + LONGEST_CALL - clock.now()).total_seconds()
            if left > 0:
                raise Waits(RIGHT_NOW, left)
            one.may_be_told = True
        one.calling_since = clock.now()
        return one.may_be_told


@contextmanager
def _calling(confirmation_id: int) -> Iterator[None]:
    """A no of the channel is an answer too. Whatever else ends the call leaves it open whether it knows."""
    try:
        yield
    except Permanent as no:
        _note_end(confirmation_id, may_be_told=isinstance(no, Doubtful))
        raise
    except BaseException:
        _note_end(confirmation_id, may_be_told=True)
        raise


def _note_end(confirmation_id: int, *, may_be_told: bool) -> None:
    db.session.rollback()
    values = {"calling_since": None, "may_be_told": may_be_told}
    with transaction() as session:
        session.execute(update(Confirmation).where(Confirmation.id == confirmation_id).values(values))


def _knows(client: Client, sending: Sending) -> bool:
    try:
        return client.is_confirmed(sending)
    except Permanent as no:
        sentences = [DOUBT, TWICE if client.mails_the_buyer else "", f"({no})"]
        raise Doubtful(" ".join(filter(None, sentences))) from no


@verb(final("The channel was told."))
def note_told(confirmation_id: int, remote_id: str | None, *, by: By) -> None:
    one = lock_confirmation(confirmation_id)
    one.calling_since, one.may_be_told, one.refusal = None, False, None
    if one.told_at is None:
        one.told_at, one.told_by, one.remote_id = current_operation().at, by.actor, remote_id
        record(ChannelTold(one.order_id, one.parcel_id, one.channel_id, "api"), about=f"order:{one.order_id}")


@verb(final("A person decides what becomes of it."))
def park(confirmation_id: int, sentence: str, *, in_doubt: bool = False, by: By) -> None:
    """It is not told before somebody looked."""
    del by
    one = lock_confirmation(confirmation_id)
    if not one.is_open:
        return
    one.refusal, one.calling_since = sentence, current_operation().at if in_doubt else None
    record(ChannelRefused(one.order_id, one.parcel_id, one.channel_id), about=f"order:{one.order_id}")


def lock_confirmation(confirmation_id: int) -> Confirmation:
    return db.session.get_one(Confirmation, confirmation_id, with_for_update=True, populate_existing=True)
