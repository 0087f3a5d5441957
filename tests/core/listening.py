"""Somebody who wants to know of a fact, for as long as a test needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from oms.core import clock, events
from oms.core.db import db
from oms.core.events import Delivery
from oms.core.operations import By
from tests.core.acts import NumberTaken


@contextmanager
def listening(
    fact: type, handler: Callable[[Any, By], None], *, name: str = "listener", **told: Any
) -> Iterator[str]:
    """Subscribe until the block ends; what the subscription is called. `told` are further words of `on`."""

    def hear(told: Any, by: By) -> None:
        handler(told, by)

    hear.__name__, called = name, f"core.{name}"
    events.on(fact, **told)(hear)
    subscription = events.SUBSCRIPTIONS[called]
    try:
        yield called
    finally:
        events.SUBSCRIPTIONS.pop(called, None)
        events._by_fact[fact.__name__].remove(subscription)


class Listener:
    """Hears numbers; `answers` are raised one after another before it is content."""

    def __init__(self, *answers: Exception) -> None:
        self.heard: list[tuple[int, str]] = []
        self.answers = list(answers)

    def __call__(self, fact: NumberTaken, by: By) -> None:
        self.heard.append((fact.value, by.operation_id))
        if self.answers:
            raise self.answers.pop(0)


def delivery() -> Delivery:
    db.session.rollback()
    return db.session.scalars(select(Delivery).execution_options(populate_existing=True)).one()


def later(seconds: float) -> AbstractContextManager[None]:
    return clock.travel(clock.now() + timedelta(seconds=seconds))
