"""The ways in which dates are written. Which one a file means is proven by all of its dates, or said by a person. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime

from oms.orders.drafts import Day

FORMATS = {
    "iso": ("2026-11-25", ("%Y-%m-%d",)),
    "dot": ("25.11.2026", ("%d.%m.%Y", "%d.%m.%y")),
    "day-first": ("25/11/2026: day first", ("%d/%m/%Y", "%d/%m/%y")),
    "month-first": ("11/25/2026: month first", ("%m/%d/%Y", "%m/%d/%y")),
    "dash": ("25-11-2026", ("%d-%m-%Y",)),
    "words": ("25 Nov 2026", ("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y")),
    "words-first": ("Nov 25, 2026", ("%b %d, %Y", "%B %d, %Y", "%b-%d-%y", "%b %d %Y")),
}
"""By their codes: how it looks, and the patterns of its day."""


def read_day(text: str, code: str) -> datetime:
    """A Day, or a moment where the text tells its offset too; the hour without an offset could be any, and is left
    out. ValueError where it is not written so.
    """
    with suppress(ValueError):
        moment = datetime.fromisoformat(text.strip().replace(" UTC", "Z").replace(" +", "+"))
        if moment.tzinfo is not None and code == "iso":
            return moment.astimezone(UTC)
    for pattern in FORMATS[code][1]:
        with suppress(ValueError):
            return Day.of(datetime.strptime(_day_of(text, pattern), pattern).date())  # noqa: DTZ007 — a day has no zone
    raise ValueError(text)


def _day_of(text: str, pattern: str) -> str:
    """The words of the text that are its day: an hour behind it is not."""
    spaces = pattern.count(" ")
    return " ".join(text.replace("T", " " if pattern.startswith("%Y") else "T").split()[: spaces + 1])


def fitting(texts: Iterable[str]) -> list[str]:
    """The ways of writing that all of these texts can be in, the codes of FORMATS."""
    left = list(FORMATS)
    for text in texts:
        left = [code for code in left if _reads(text, code)]
        if not left:
            break
    return left


def _reads(text: str, code: str) -> bool:
    try:
        read_day(text, code)
    except ValueError:
        return False
    return True
