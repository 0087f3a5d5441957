"""Operations: every change has one, with an id made by the client, an actor and a time.

A verb is a function that is one use case, one transaction and one operation. The same operation id
twice gives the same answer once, which is what makes a double click, a retry after a crash and a
tablet on bad Wi-Fi safe.
"""

from __future__ import annotations

import hashlib
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, update_wrapper
from typing import Any, Generic, ParamSpec, TypeVar, cast
from uuid import uuid4

from sqlalchemy import ForeignKey, String, bindparam, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Mapped, Session, mapped_column

from oms.core import clock
from oms.core.db import Base, db, is_collision, is_sqlite, table_of, transaction
from oms.core.errors import Missing, UsedAlready
from oms.core.locking import BETWEEN, Held, Turn
from oms.core.upsert import upsert

P = ParamSpec("P")
R = TypeVar("R")
Inverse = Callable[["Operation"], None]
TRIES = 12


class Operation(Base):
    """One act of one actor. `memory` holds the ids that its undo needs; never personal data."""

    __tablename__ = "operation"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    verb: Mapped[str]
    by: Mapped[str]
    at: Mapped[datetime]
    fingerprint: Mapped[str]
    answer: Mapped[dict[str, Any] | None]
    memory: Mapped[dict[str, Any] | None]
    undoes_id: Mapped[str | None] = mapped_column(ForeignKey("operation.id"), unique=True)
    undone_at: Mapped[datetime | None]

    def recall(self, name: str) -> Any:
        """What the verb remembered for its undo."""
        return (self.memory or {})[name]


@dataclass(frozen=True, slots=True)
class By:
    """Who acts (`user:3`, `channel:1`, `worker`), and the id that the client gave this one act."""

    actor: str
    operation_id: str = field(default_factory=lambda: uuid4().hex)

    def part(self, name: str) -> By:
        """The same actor on one part of a bulk act: again the same id for the same part."""
        return By(self.actor, f"{self.operation_id}/{name}")


@dataclass(frozen=True, slots=True)
class Undoable:
    """May be taken back within `window`; later the reason is that the time is over."""

    window: timedelta = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Final:
    """Cannot be taken back, and the sentence says why."""

    reason: str


def undoable(**window: float) -> Undoable:
    """`undoable(hours=2)`; without a window, 24 hours."""
    return Undoable(timedelta(**window)) if window else Undoable()


def final(reason: str) -> Final:
    return Final(reason)


DONE = (
    update(table_of(Operation))
    .where(Operation.id == bindparam("done"))
    .values(answer=bindparam("answer"), memory=bindparam("memory"))
)
VERBS: dict[str, Verb[Any, Any]] = {}


class Verb(Generic[P, R]):
    """A function as one use case: called outermost it is a transaction with an operation, called
    from another verb it joins that one's.
    """

    def __init__(self, function: Callable[P, R], undo: Undoable | Final) -> None:
        update_wrapper(self, function)
        self.function = function
        self.name = f"{function.__module__.split('.')[-2]}.{function.__name__}"
        self.policy = undo
        self.inverse: Inverse | None = None
        VERBS[self.name] = self

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        if current_operation_or_none() is not None:
            return self.function(*args, **kwargs)
        held = Held()
        for tried in range(TRIES):
            try:
                return self._once(held, *args, **kwargs)
            except DBAPIError as error:
                if not is_collision(error) or tried == TRIES - 1:
                    raise
                time.sleep(random.uniform(0.001, 0.01) * (tried + 1))  # noqa: S311 — jitter, not a secret
        raise AssertionError

    def _once(self, held: Held, /, *args: P.args, **kwargs: P.kwargs) -> R:
        by = cast("By", kwargs["by"])
        told = {name: value for name, value in kwargs.items() if name != "by"}
        fingerprint = hashlib.sha256(f"{self.name}{args!r}{told!r}".encode()).hexdigest()
        with transaction() as session:
            running = _Running(by.operation_id, by, clock.now(), held)
            earlier = _claim(session, self.name, running, fingerprint)
            if earlier is not None:
                return cast("R", (earlier.answer or {}).get("value"))
            return _remembering(session, running, lambda: self.function(*args, **kwargs))

    def undo(self, inverse: Inverse) -> Inverse:
        """Decorator: how this verb is taken back, in the transaction of the undo."""
        self.inverse = inverse
        return inverse


def verb(undo: Undoable | Final) -> Callable[[Callable[P, R]], Verb[P, R]]:
    def wrap(function: Callable[P, R]) -> Verb[P, R]:
        return Verb(function, undo)

    return wrap


@dataclass(slots=True)
class _Running:
    operation_id: str
    by: By
    at: datetime
    held: Held
    memory: dict[str, Any] = field(default_factory=dict)
    touched: dict[Any, None] = field(default_factory=dict)


def current_operation() -> _Running:
    """The operation that is running; a programming error outside of a verb."""
    running = current_operation_or_none()
    if running is None:
        raise RuntimeError("This changes something and must run inside of a verb")
    return running


def current_operation_or_none() -> _Running | None:
    return cast("_Running | None", db.session().info.get("operation"))


def remember(**ids: Any) -> None:
    """Keep what the undo of the running verb will need."""
    current_operation().memory.update(ids)


BEFORE_COMMIT: list[Callable[[list[Any]], None]] = []


def before_commit(refresh: Callable[[list[Any]], None]) -> Callable[[list[Any]], None]:
    """Decorator: run in every operation that touched something, just before it commits, in the order
    of the floors. What is derived, such as a headline, is then true at commit.
    """
    BEFORE_COMMIT.append(refresh)
    return refresh


def touch(thing: Any) -> None:
    """Say that what is derived from this (`order:42`) has to be looked at again before the commit."""
    current_operation().touched[thing] = None


def will_lock(turns: Iterable[Turn]) -> bool:
    """Say whose turn is about to be taken (locking.py). The answer is whether it may be waited for."""
    running = current_operation_or_none()
    return running is None or running.held.take(turns)


def locked_between() -> None:
    """Say that a row without a turn is locked now, such as a list: what comes first is no longer waited for."""
    will_lock([(BETWEEN,)])


def _claim(session: Session, name: str, running: _Running, fingerprint: str) -> Operation | None:
    """Insert the operation; the earlier one where this id was already used."""
    by = running.by
    values = {
        "id": by.operation_id,
        "verb": name,
        "by": by.actor,
        "at": running.at,
        "fingerprint": fingerprint,
    }
    if session.execute(_claiming(is_sqlite()), values).scalar() is not None:
        return None
    earlier = session.get_one(Operation, by.operation_id, populate_existing=True)
    if (earlier.verb, earlier.fingerprint) != (name, fingerprint):
        raise UsedAlready
    return earlier


@cache
def _claiming(_on_sqlite: bool) -> Any:
    """For each database once: what is built anew for each act costs as much as running it."""
    return upsert(table_of(Operation)).on_conflict_do_nothing().returning(Operation.id)


def _remembering(session: Session, running: _Running, function: Callable[[], R]) -> R:
    session.info["operation"] = running
    try:
        running.held.start_again()
        answer = function()
        for refresh in BEFORE_COMMIT:
            session.flush()
            refresh(list(running.touched))
        session.flush()
    finally:
        session.info.pop("operation")
    if answer is not None or running.memory:
        done = {"done": running.operation_id, "answer": {"value": answer}, "memory": running.memory or None}
        session.execute(DONE, done)
    return answer


def find_operation(operation_id: str, *, lock: bool = False) -> Operation:
    operation = db.session.get(Operation, operation_id, with_for_update=lock or None, populate_existing=lock)
    if operation is None:
        raise Missing("There is nothing to undo here.")
    if lock:
        locked_between()
    return operation


def why_final(operation: Operation) -> str | None:
    """Why this can no longer be undone, as a sentence; None where it still may be tried."""
    policy = VERBS[operation.verb].policy
    if operation.undone_at is not None:
        return "This was already undone."
    if isinstance(policy, Final):
        return policy.reason
    if clock.now() - operation.at > policy.window:
        return "The time to undo this is over."
    return None
