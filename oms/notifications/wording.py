"""Words of letters. Pure."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo


def promise_in_words(promise_by: datetime, now: datetime, zone: str) -> str | None:
    """`Thursday 26 November`, in the shop's time zone; None for a promise that is broken already."""
    if promise_by < now:
        return None
    day = promise_by.astimezone(ZoneInfo(zone))
    return f"{day:%A} {day.day} {day:%B}"
