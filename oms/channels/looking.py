"""Looking for ourselves: what a channel did not tell, or only named, it is asked for. Each account in a lane of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from oms.channels.calling import client_of, note_pulse
from oms.channels.clients import FetchedOrder
from oms.channels.connections import Connection, Pulse
from oms.channels.facts import LookDue
from oms.channels.intake import by_asking, is_kept, keep_events, keep_fetched
from oms.channels.kinds import find_kind
from oms.channels.models import Channel
from oms.channels.reading_events import read_kept, refuse_event, settle_asked, settle_unknown
from oms.core import clock
from oms.core.db import db
from oms.core.delivering import is_last_try
from oms.core.errors import Missing, Permanent, Refused, Unreachable, Waits
from oms.core.events import record
from oms.core.operations import By, current_operation, final, verb
from oms.core.upsert import upsert
from oms.core.working import duty

EVERY = timedelta(minutes=5)
AGAIN = timedelta(minutes=1)
AFTER_A_NO = timedelta(hours=1)
AT_THE_MOST = timedelta(minutes=15)
"""A look that has not ended by then is taken to be lost."""
OVERLAP = timedelta(minutes=15)
"""So far we look back behind the last change that we saw: a channel may list it late."""


@duty(every=20)
def look_round() -> None:
    for channel_id in accounts_to_look_at():
        want_look(channel_id, by=By("worker"))


def accounts_to_look_at() -> list[int]:
    """Those that are on, can be asked, and have not been for a while."""
    query = (
        select(Channel.id, Channel.kind)
        .join(Connection, Connection.channel_id == Channel.id)
        .outerjoin(Pulse, Pulse.channel_id == Channel.id)
        .where(Connection.is_on, or_(Pulse.look_due_at.is_(None), Pulse.look_due_at <= clock.now()))
        .order_by(Channel.id)
    )
    found = [channel_id for channel_id, kind in db.session.execute(query) if find_kind(kind).client]
    db.session.rollback()
    return found


@verb(final("Looking changes nothing by itself."))
def want_look(channel_id: int, since: datetime | None = None, *, by: By) -> None:
    """Let the worker look through the orders of an account: since then, or since it looked last."""
    del by
    connection = db.session.get(Connection, channel_id)
    if connection is None or not _can_be_asked(channel_id):
        raise Missing("This account cannot be asked for its orders.")
    if not connection.is_on:
        raise Refused("This account is switched off. Switch it on first.")
    due = {"look_due_at": current_operation().at + AT_THE_MOST}
    row = upsert(Pulse).values(channel_id=channel_id, **due)
    db.session.execute(row.on_conflict_do_update(index_elements=["channel_id"], set_=due))
    about = f"channel:{channel_id}"
    record(LookDue(channel_id, since.isoformat() if since else None), about=about)


@verb(final("Looking changes nothing by itself."))
def want_first_look(channel_id: int, *, by: By) -> None:
    """Its keys are others, or it is on again: whatever came of the last look, the next is due."""
    connection = db.session.get(Connection, channel_id)
    if connection is not None and connection.is_on and _can_be_asked(channel_id):
        want_look(channel_id, by=by)


def _can_be_asked(channel_id: int) -> bool:
    return find_kind(db.session.get_one(Channel, channel_id).kind).client is not None


def look_through(channel_id: int, since: datetime | None, by: By) -> None:
    """Keep every order that changed. Where the account cannot be asked now, the next look is soon enough."""
    began, until = clock.now(), _looked_until(channel_id)
    try:
        with client_of(channel_id) as client:
            newest = _keep_all(channel_id, client.changed_orders(since or until - OVERLAP), by)
    except (Unreachable, Waits) as why:
        pause = getattr(why, "seconds", None) or getattr(why, "retry_after", None) or 0.0
        note_pulse(channel_id, look_due_at=began + max(AGAIN, timedelta(seconds=pause)))
    except Permanent as no:
        note_pulse(channel_id, trouble=str(no), look_due_at=began + AFTER_A_NO)
    else:
        until = min(max(newest or until, until), began)
        note_pulse(channel_id, orders_until=until, looked_at=began, look_due_at=began + EVERY)


def _looked_until(channel_id: int) -> datetime:
    query = (
        select(Pulse.orders_until, Connection.since)
        .select_from(Connection)
        .outerjoin(Pulse, Pulse.channel_id == Connection.channel_id)
        .where(Connection.channel_id == channel_id)
    )
    found = db.session.execute(query).first()
    db.session.rollback()
    if found is None:
        raise Missing("This account is not connected any more.")
    until: datetime = found[0] or found[1]
    return until


def _keep_all(channel_id: int, orders: Iterable[FetchedOrder], by: By) -> datetime | None:
    """When the last of them changed, by the channel's own clock. What is here already is left alone."""
    newest = None
    for found in orders:
        arrived = by_asking("look", found)
        if not is_kept(channel_id, arrived):
            keep_events(channel_id, (arrived,), by=By(by.actor))
        newest = max(filter(None, (newest, found.changed_at)), default=None)
    return newest


def ask_for_order(intake_id: int, channel_id: int, external_id: str, by: By) -> None:
    """An event only named an order: fetch it and read it as if it had come by itself."""
    try:
        with client_of(channel_id) as client:
            found = client.order(external_id)
    except (Permanent, Refused) as no:
        refuse_event(intake_id, str(no), by=by.part("refused"))
        return
    except (Unreachable, Waits) as why:
        if isinstance(why, Unreachable) and is_last_try(by):
            refuse_event(intake_id, str(why), by=by.part("refused"))
            return
        raise
    if found is None:
        settle_unknown(intake_id, external_id, by=by.part("unknown"))
        return
    fetched_id = keep_fetched(channel_id, by_asking("fetch", found), by=by.part("kept"))
    read_kept(fetched_id, by.part("read"))
    settle_asked(intake_id, fetched_id, by=by.part("settled"))
