"""The only clock. Everything that needs the time asks here, so tests and the demo can travel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_offset = timedelta()


def now() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC) + _offset


@contextmanager
def travel(to: datetime) -> Iterator[None]:
    """Make `to` the present; time goes on from there until the block ends."""
    global _offset  # noqa: PLW0603 — one clock for the whole process is the point
    before = _offset
    _offset = to - datetime.now(UTC)
    try:
        yield
    finally:
        _offset = before
