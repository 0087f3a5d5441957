"""Somebody who wants to know of a fact, for as long as a test needs it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from oms.core import events
from oms.core.operations import By


@contextmanager
def listening(
    fact: type, handler: Callable[[Any, By], None], *, name: str = "listener", tells_outside: bool = False
) -> Iterator[str]:
    """Subscribe until the block ends; what the subscription is called."""

    def hear(told: Any, by: By) -> None:
        handler(told, by)

    hear.__name__, called = name, f"core.{name}"
    events.on(fact, tells_outside=tells_outside)(hear)
    subscription = events.SUBSCRIPTIONS[called]
    try:
        yield called
    finally:
        events.SUBSCRIPTIONS.pop(called, None)
        events._by_fact[fact.__name__].remove(subscription)
