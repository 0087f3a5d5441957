"""What channels tell by themselves, or when they are asked: kept as it came, before anybody reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import bindparam, select

from oms.channels.clients import FetchedOrder
from oms.channels.events import Incoming, Label
from oms.channels.facts import EventArrived
from oms.channels.models import Intake
from oms.core.db import db, is_sqlite, table_of
from oms.core.errors import Missing, Refused, WrongInput
from oms.core.events import record, record_all
from oms.core.operations import By, Operation, current_operation, final, remember, undoable, verb
from oms.core.rows import as_row
from oms.core.upsert import upsert

OF_THE_API = "order"
"""The topic of what a channel answered when it was asked for an order."""
ONE = ("channel_id", "topic", "delivery", "resource", "digest")
SHOWN = ("x-", "webhook-", "content-type", "user-agent")
SECRET = ("signature", "hmac", "sha256", "token", "key", "secret", "auth", "cookie", "password")
LONGEST = 200
STAYS = "What a channel told is kept."
KEPT = table_of(Intake).c
WAITING = select(KEPT.id).where(
    KEPT.channel_id == bindparam("channel_id"), KEPT.waits_for.in_(bindparam("orders", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """One event as it came. The same again is known by all of it: a channel's own id alone may not be its own."""

    source: str
    topic: str
    delivery: str
    resource: str
    digest: str
    version: datetime | None = None
    headers: dict[str, str] | None = field(default=None, repr=False)
    body: bytes = field(default=b"", repr=False)


def by_webhook(incoming: Incoming, label: Label) -> Arrived:
    return Arrived(
        source="webhook",
        topic=plain(label.topic),
        delivery=plain(label.delivery),
        resource=plain(label.resource),
        digest=_digest(incoming.body),
        headers={name: plain(told) for name, told in incoming.headers.items() if _may_be_shown(name)},
        body=incoming.body,
    )


def by_asking(source: str, found: FetchedOrder) -> Arrived:
    """What the API answered: `look` where we looked by ourselves, `fetch` where an event named the order."""
    return Arrived(
        source=source,
        topic=OF_THE_API,
        delivery="",
        resource=plain(found.external_id),
        digest=_digest(found.body),
        version=found.changed_at,
        body=found.body,
    )


def plain(text: str, most: int = LONGEST) -> str:
    """What no database refuses, whatever somebody put into it."""
    return "".join(letter for letter in text if letter.isprintable())[:most]


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def _may_be_shown(name: str) -> bool:
    return name.startswith(SHOWN) and not any(word in name for word in SECRET)


@verb(final(STAYS))
def keep_events(channel_id: int, arrived: Sequence[Arrived], *, by: By) -> None:
    """Store them raw; they are read afterwards, by the worker. The very same again is only counted."""
    del by
    new = [intake_id for intake_id, again in _store(channel_id, arrived) if not again]
    record_all((EventArrived(intake_id, channel_id), f"intake:{intake_id}") for intake_id in new)


@verb(final(STAYS))
def keep_fetched(channel_id: int, arrived: Arrived, *, by: By) -> int:
    """Store what a channel answered; the id of it, or of the very same that was kept before."""
    del by
    ((intake_id, _),) = _store(channel_id, [arrived])
    return intake_id


def _store(channel_id: int, arrived: Sequence[Arrived]) -> list[tuple[int, int]]:
    """The id of each, and how often it was here before."""
    at = current_operation().at
    rows = [{**as_row(one), "channel_id": channel_id, "arrived_at": at} for one in arrived]
    several = {tuple(row[name] for name in ONE): row for row in rows}
    stored = [*db.session.execute(_storing(is_sqlite()), list(several.values()))]
    for row in rows:
        if several[tuple(row[name] for name in ONE)] is not row:
            db.session.execute(_storing(is_sqlite()), row)
    return [(intake_id, again) for intake_id, again in stored]


@cache
def _storing(_on_sqlite: bool) -> Any:
    """Two copies at one instant meet at the database's own rule, not at a look-up before."""
    kept = table_of(Intake)
    again = {"again": kept.c.again + 1}
    return (
        upsert(kept).on_conflict_do_update(index_elements=ONE, set_=again).returning(kept.c.id, kept.c.again)
    )


def is_kept(channel_id: int, arrived: Arrived) -> bool:
    """Whether the very same is here already."""
    told = {name: getattr(arrived, name) for name in ONE[1:]}
    found = db.session.scalar(select(Intake.id).filter_by(channel_id=channel_id, **told))
    db.session.rollback()
    return found is not None


@verb(final("Reading an event once more does once what it says."))
def read_again(intake_id: int, *, by: By) -> None:
    """A person wants it read once more, such as after something was mended."""
    del by
    intake = lock_intake(intake_id)
    intake.done_at = intake.outcome = intake.sentence = intake.waits_for = None
    intake.aside_at = intake.aside_by = intake.aside_because = None
    _let_read(intake.channel_id, intake.id)


@verb(undoable())
def put_aside(intake_id: int, because: str, *, by: By) -> None:
    """A person says why nobody has to look at it any more."""
    intake = lock_intake(intake_id)
    if not because.strip():
        raise WrongInput("Say why it may be ignored.")
    if intake.aside_at is not None:
        raise Refused("Somebody has put this aside already.")
    if intake.outcome not in {None, "waiting", "refused"}:
        raise Refused("This was read and done; nothing of it waits for anybody.")
    intake.aside_at, intake.aside_by = current_operation().at, by.actor
    intake.aside_because = because.strip()[:300]
    remember(intake_id=intake.id)


@put_aside.undo
def _take_up(operation: Operation) -> None:
    intake = lock_intake(operation.recall("intake_id"))
    intake.aside_at = intake.aside_by = intake.aside_because = None


def let_waiting_read(channel_id: int, external_ids: list[str]) -> None:
    """What came before the order that it is about can be done now. Part of a verb."""
    about = {"channel_id": channel_id, "orders": external_ids}
    for intake_id in db.session.scalars(WAITING, about).all():
        _let_read(channel_id, intake_id)


def _let_read(channel_id: int, intake_id: int) -> None:
    record(EventArrived(intake_id, channel_id), about=f"intake:{intake_id}")


def lock_intake(intake_id: int) -> Intake:
    intake = db.session.get(Intake, intake_id, with_for_update=True, populate_existing=True)
    if intake is None:
        raise Missing("There is no such event.")
    return intake
