"""Rows that people edit carry a version: who saves what they opened before somebody else saved is told, never obeyed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from oms.core.errors import Refused, Stale

SENTENCE = "Somebody changed this while you were looking at it."


class Versioned(Protocol):
    version: Any


def plainly(value: Any) -> str:
    """A value as a person reads it."""
    if value is None:
        return ""
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def change(
    row: Versioned,
    version: int,
    new: Mapping[str, Any],
    words: Mapping[str, str],
    say: Callable[[Any], str] = plainly,
) -> dict[str, Any]:
    """Write the new values of a locked row; the answer is what was there before. Raises Stale.

    `words` are what a person calls the fields, `say` how their values are read.
    """
    before = {name: getattr(row, name) for name in new}
    if row.version != version:
        differing = [name for name in new if before[name] != new[name]]
        raise Stale(SENTENCE, [(words[n], say(before[n]), say(new[n])) for n in differing])
    _write(row, new)
    return before


def change_back(row: Versioned, version: int, before: Mapping[str, Any]) -> None:
    """Undo a change of a locked row that left it at `version`."""
    if row.version != version:
        raise Refused("It was changed again since, so this cannot be undone.")
    _write(row, before)


def _write(row: Versioned, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
