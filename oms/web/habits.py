"""How the shop writes times and money, told by whoever keeps the shop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, g, has_request_context


@dataclass(frozen=True, slots=True)
class Habits:
    zone: str = "UTC"
    locale: str = "en_IE"


def plug(app: Flask, find: Callable[[], Habits]) -> None:
    """Say where they are kept."""
    app.extensions["find_habits"] = find


def habits() -> Habits:
    """Asked once for a page; the worker, whose days are long, asks each time."""
    find: Callable[[], Habits] = current_app.extensions.get("find_habits", Habits)
    if not has_request_context():
        return find()
    if "habits" not in g:
        g.habits = find()
    return g.habits  # type: ignore[no-any-return]  # Flask's g has no types
