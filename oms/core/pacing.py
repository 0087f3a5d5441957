"""How fast one person may go on at what is dear to do. Generous: who works fast never meets it, a runaway script does."""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock

from oms.core.errors import Refused


class TooMany(Refused):
    """Wait (429)."""

    status = 429

    def __init__(self, what: str, wait: timedelta) -> None:
        super().__init__(f"Too many {what}. Wait {said(wait)}, then try again.")
        self.wait = wait


def said(wait: timedelta) -> str:
    """The wait as people say it."""
    seconds = int(wait.total_seconds()) + 1
    if seconds < 60:  # noqa: PLR2004 — a minute
        return f"{seconds} second{'s' if seconds > 1 else ''}"
    minutes = -(-seconds // 60)
    return f"{minutes} minute{'s' if minutes > 1 else ''}"


@dataclass(frozen=True, slots=True)
class Pace:
    """So many at once, and afterwards so many each second."""

    what: str
    at_once: int
    each_second: float


@dataclass(slots=True)
class Paces:
    """Who has gone how far. Each process counts for itself: in the database, every search would cost a write."""

    now: Callable[[], float] = time.monotonic
    _left: dict[Hashable, tuple[float, float]] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def claim(self, pace: Pace, who: Hashable, count: int = 1) -> None:
        """Count so many; TooMany where the person has to wait, and then nothing is counted."""
        with self._lock:
            now = self.now()
            left, at = self._left.get((pace, who), (pace.at_once, now))
            left = min(pace.at_once, left + (now - at) * pace.each_second)
            lacking = min(count, pace.at_once) - left
            if lacking > 0:
                raise TooMany(pace.what, timedelta(seconds=lacking / pace.each_second))
            self._left[pace, who] = left - count, now
