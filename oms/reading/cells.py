"""What one cell says. A cell that could mean two things is refused with the reason, never guessed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache, lru_cache

from babel.numbers import list_currencies

LONGEST_IDENTIFIER = 100
LONGEST_NUMBER = 30
MOST_UNITS = 1_000_000

WRAPPED = re.compile(r'="(.*)"', re.DOTALL)
INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff]")
WIDE_SPACE = re.compile(r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
SPREADSHEET_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)?[Ee]\+[0-9]{1,3}")
WHOLE_NUMBER = re.compile(r"([0-9]+)(?:[.,]0{1,2})?")
MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.[0-9]{1,9})?"
    r" ?(Z|UTC|[+-][0-9]{2}:?[0-9]{2})"
)


class BadCell(ValueError):
    """The cell cannot be read; the text says why."""


def text(cell: str) -> str | None:
    """The words of a cell without the spaces around them, or None where there are none."""
    words = cell.strip() if cell.isprintable() else _visible(cell)
    if words[:2] == '="' and (wrapped := WRAPPED.fullmatch(words)):
        words = wrapped[1].replace('""', '"').strip()
    return words or None


def _visible(cell: str) -> str:
    return INVISIBLE.sub("", cell.replace("\r\n", "\n").replace("\r", "\n")).strip()


def code(cell: str) -> str | None:
    """A number-like text (postcode, phone, SKU) without what spreadsheets put before it."""
    words = text(cell)
    if words is None or words.isalnum():
        return words
    if not words.isascii():
        words = WIDE_SPACE.sub(" ", words)
    return words if words[0] != "'" else words[1:].strip() or None


def is_destroyed(words: str) -> bool:
    """Whether a spreadsheet has turned the digits into a rounded number: they are lost for good."""
    return SPREADSHEET_NUMBER.fullmatch(words) is not None


def identifier(cell: str) -> str | None:
    """A text that tells one thing from another, so it must be whole."""
    words = code(cell)
    if words is None:
        return None
    if "+" in words and is_destroyed(words):
        raise BadCell(
            f"“{words}” was a number until a spreadsheet rounded it; its digits are lost. "
            "Import the file as it was downloaded"
        )
    if len(words) > LONGEST_IDENTIFIER:
        raise BadCell(f"“{words[:20]}…” has more than {LONGEST_IDENTIFIER} characters")
    return words


@lru_cache(maxsize=1024)
def quantity(cell: str) -> int | None:
    words = code(cell)
    if words is None:
        return None
    number = WHOLE_NUMBER.fullmatch(words) if len(words) <= LONGEST_NUMBER else None
    if number is None:
        raise BadCell(f"“{shortened(words)}” is not a whole number of units")
    if (units := int(number[1])) > MOST_UNITS:
        raise BadCell(f"{units:,} units are more than one line can hold")
    return units


@lru_cache(maxsize=64)
def flag(cell: str) -> bool | None:
    """Yes or no; None also for a word that is neither."""
    return {"true": True, "yes": True, "false": False, "no": False}.get((code(cell) or "").lower())


def moment(cell: str) -> datetime | None:
    """A moment in UTC. A time without its offset is refused: it could be any of many moments."""
    words = code(cell)
    if words is None:
        return None
    told = MOMENT.fullmatch(words)
    if told is None:
        raise BadCell(
            f"“{shortened(words)}” is not a date and time with its offset from UTC, "
            "such as 2026-04-05 21:06:21 +0400"
        )
    offset = "+00:00" if told[3] in {"Z", "UTC"} else told[3]
    try:
        return datetime.fromisoformat(f"{told[1]}T{told[2]}{offset}").astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadCell(f"“{words}” is not a date of the calendar") from None


@lru_cache(maxsize=1024)
def currency(cell: str) -> str | None:
    words = code(cell)
    if words is None:
        return None
    if not is_currency(words.upper()):
        raise BadCell(f"“{shortened(words)}” is not a currency, such as EUR or JPY")
    return words.upper()


def is_currency(letters: str) -> bool:
    return letters in _currencies()


@cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


def shortened(words: str) -> str:
    return words if len(words) <= LONGEST_NUMBER else f"{words[:LONGEST_NUMBER]}…"
