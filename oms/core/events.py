"""Facts and their deliveries: what happened is written in the transaction in which it happened,
with one delivery for everyone who wants to know. The worker delivers at least once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oms.core.db import Base
from oms.core.operations import By, current_operation
from oms.core.rows import as_row, write_numbered, write_rows

F = TypeVar("F")


class Event(Base):
    """A fact: something that happened, in the past tense. It carries ids, never personal data."""

    __tablename__ = "event"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    facts: Mapped[dict[str, Any]]
    about: Mapped[str] = mapped_column(String(80))
    by: Mapped[str]
    at: Mapped[datetime]
    operation_id: Mapped[str] = mapped_column(ForeignKey("operation.id"), index=True)
    deliveries: Mapped[list[Delivery]] = relationship(back_populates="event", lazy="raise")

    __table_args__ = (Index("ix_event_about_id", "about", "id"),)


class Delivery(Base):
    """One fact on its way to one handler. `leased_until` is set while it is leaving. Those of one `lane`
    leave one after the other, and wait for nobody else's; the empty lane is the worker's own.
    """

    __tablename__ = "delivery"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    handler: Mapped[str]
    lane: Mapped[str] = mapped_column(default="", server_default="")
    due_at: Mapped[datetime]
    tried: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    leased_until: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    error: Mapped[str | None]
    event: Mapped[Event] = relationship(back_populates="deliveries", lazy="raise")

    __table_args__ = (
        Index(
            "ix_delivery_waiting",
            "lane",
            "due_at",
            sqlite_where=text("done_at IS NULL AND withdrawn_at IS NULL AND failed_at IS NULL"),
            postgresql_where=text("done_at IS NULL AND withdrawn_at IS NULL AND failed_at IS NULL"),
        ),
    )


@dataclass(frozen=True, slots=True)
class Subscription:
    """A handler of a fact. `tells_outside`: once done it cannot be taken back, so it waits for the undo window.
    `lane` is the name of the fact's field that says in whose lane it leaves (`channel_id`). `withdraw` is for one
    that only queued something: it takes that back in the undo, and refuses where somebody was told since.
    """

    name: str
    fact: type[Any]
    handler: Callable[[Any, By], None]
    tells_outside: bool
    lane: str | None = None
    withdraw: Callable[[Any], None] | None = None


_undo_window = timedelta(minutes=5)


def set_undo_window(seconds: int) -> None:
    """How long what cannot be taken back waits in the outbox."""
    global _undo_window  # noqa: PLW0603 — one setting for the whole process
    _undo_window = timedelta(seconds=seconds)


def undo_window() -> timedelta:
    """For so long nobody outside hears of what can still be taken back."""
    return _undo_window


SUBSCRIPTIONS: dict[str, Subscription] = {}
_by_fact: dict[str, list[Subscription]] = {}


def on(
    fact: type[F],
    *,
    tells_outside: bool = False,
    lane: str | None = None,
    withdraw: Callable[[F], None] | None = None,
) -> Callable[[Callable[[F, By], None]], Callable[[F, By], None]]:
    """Run the function in the worker for every such fact. It may run twice: `by` carries an
    operation id that is the same each time, so that verbs called with it happen once.

    What waits for somebody outside belongs in a `lane`, so that nobody else waits with it.
    """

    def subscribe(handler: Callable[[F, By], None]) -> Callable[[F, By], None]:
        name = f"{handler.__module__.split('.')[-2]}.{handler.__name__}"
        subscription = Subscription(name, fact, handler, tells_outside, lane, withdraw)
        SUBSCRIPTIONS[name] = subscription
        _by_fact.setdefault(fact.__name__, []).append(subscription)
        return handler

    return subscribe


def subscribers(fact: type[Any]) -> list[Subscription]:
    """Who is told when this happens."""
    return _by_fact.get(fact.__name__, [])


def record(fact: Any, *, about: str) -> None:
    """Write the fact and its deliveries in the running operation."""
    record_all([(fact, about)])


def record_all(facts: Iterable[tuple[Any, str]]) -> None:
    """Several facts at once, each with what it is about (`order:42`)."""
    operation = current_operation()
    rows: list[dict[str, Any]] = [
        {
            "kind": type(fact).__name__,
            "facts": as_row(fact),
            "about": about,
            "by": operation.by.actor,
            "at": operation.at,
            "operation_id": operation.operation_id,
        }
        for fact, about in facts
    ]
    ids = write_numbered(Event, rows)
    pairs = zip(ids, rows, strict=True)
    write_rows(Delivery, [one for event_id, row in pairs for one in _deliveries(event_id, row)])


def _deliveries(event_id: int, event: dict[str, Any]) -> list[dict[str, Any]]:
    at, later = event["at"], event["at"] + _undo_window
    return [
        {
            "event_id": event_id,
            "handler": s.name,
            "lane": f"{s.lane}:{event['facts'][s.lane]}" if s.lane else "",
            "due_at": later if s.tells_outside else at,
        }
        for s in _by_fact.get(event["kind"], [])
    ]
