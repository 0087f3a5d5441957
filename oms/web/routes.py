"""What a route declares beside who may: the verb that it calls, or why it has no undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from oms.core.operations import Verb

V = TypeVar("V", bound=Callable[..., Any])


def does(*verbs: Verb[Any, Any]) -> Callable[[V], V]:
    """The route calls these verbs; whether it can be undone is their policy."""

    def declare(view: V) -> V:
        view.verbs = verbs  # type: ignore[attr-defined]  # read by the route test
        return view

    return declare


def no_undo(reason: str) -> Callable[[V], V]:
    """The route changes something that is no business act, such as a sign-in: why it has no undo."""

    def declare(view: V) -> V:
        view.no_undo = reason  # type: ignore[attr-defined]  # read by the route test
        return view

    return declare
