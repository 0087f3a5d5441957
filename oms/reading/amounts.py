"""Money as files write it, to minor units: whichever the decimal mark, but never by guessing it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from oms.core.money import exponent, minor
from oms.reading.cells import LONGEST_NUMBER, BadCell, code, is_currency, shortened

MOST_MINOR_UNITS = 10**15

NOT_ASKED = ""
"""In place of a decimal mark: nobody has looked at the file's other amounts yet."""

PLAIN = re.compile(r"([0-9]{1,15})(?:\.([0-9]{1,2}))?")
FIGURES = re.compile(r"[.,]?[0-9](?:[0-9.,'’ ]*[0-9])?")
GROUPED = re.compile(
    r"[0-9]*|[0-9]{1,3}(?:([.,'’ ])[0-9]{3})(?:\1[0-9]{3})*|[0-9]{1,2}(?:,[0-9]{2})*,[0-9]{3}"
)
MINUS = "-−"


class UnclearAmount(BadCell):
    """The amount has two readings; the file's other amounts may settle it."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of an amount taken apart. `mark` is the decimal mark that they prove, if any."""

    whole: str
    decimals: str
    mark: str | None


@lru_cache(maxsize=1 << 14)
def money(cell: str, currency: str, mark: str | None = NOT_ASKED) -> int | None:
    """Minor units of an amount, None for a blank cell.

    `mark` is what stands before the decimals in the file's clear amounts, None where they cannot
    tell. An amount such as 1.234 needs it; without, only the currency's own three decimals do.
    """
    words = code(cell)
    if words is None:
        return None
    if (plain := PLAIN.fullmatch(words)) and len(plain[2] or "") <= _places(currency):
        units = int(plain[1] + (plain[2] or "").ljust(_places(currency), "0"))
    else:
        units = _minor(words, currency, mark)
    if abs(units) > MOST_MINOR_UNITS:
        raise BadCell(f"“{words}” is more money than there can be")
    return units


def decimal_mark(cell: str) -> str | None:
    """The decimal mark that this amount proves, or None where it proves none."""
    found = FIGURES.search(code(cell) or "") if len(cell) <= LONGEST_NUMBER else None
    try:
        figures = _taken_apart(found[0]) if found else None
    except BadCell:
        return None
    return figures.mark if figures else None


def unit(cell: str) -> str:
    """What stands beside the figures of an amount, without spaces and signs; blank where nothing does."""
    words = code(cell) or ""
    found = FIGURES.search(words) if len(words) <= LONGEST_NUMBER else None
    return _letters(words[: found.start()] + words[found.end() :]) if found else ""


def _letters(around: str) -> str:
    return "".join(letter for letter in around if letter not in f"{MINUS}+ ()")


@cache
def _places(currency: str) -> int:
    return exponent(currency)


def _minor(words: str, currency: str, mark: str | None) -> int:
    try:
        return minor(_amount(words, currency, mark), currency)
    except BadCell:
        raise
    except ValueError:
        raise BadCell(f"“{words}” has more decimals than {currency} knows") from None


def _amount(words: str, currency: str, mark: str | None) -> Decimal:
    found = FIGURES.search(words) if len(words) <= LONGEST_NUMBER else None
    if found is None:
        raise BadCell(f"“{shortened(words)}” is not an amount of money")
    sign = _sign(words[: found.start()], words[found.end() :], currency)
    if sign is None:
        raise BadCell(f"“{words}” is not an amount of money in {currency}")
    figures = _taken_apart(found[0]) or _settled(found[0], currency, mark)
    return sign * Decimal(f"{figures.whole or 0}.{figures.decimals or 0}")


def _sign(before: str, after: str, currency: str) -> int | None:
    """1 or -1, or None where something stands around the figures that is no sign or currency."""
    in_brackets = before.startswith("(") and after.endswith(")")
    around = f"{before[1:]} {after[:-1]}" if in_brackets else f"{before} {after}"
    minuses = sum(around.count(minus) for minus in MINUS) + in_brackets
    unit = "".join(letter for letter in around if letter not in f"{MINUS}+ ")
    return (-1 if minuses else 1) if minuses <= 1 and _may_mean(unit, currency) else None


def _may_mean(unit: str, currency: str) -> bool:
    """Whether the text beside an amount can stand for this currency: `€`, `AU$`, `kr`, its code."""
    letters = "".join(letter for letter in unit if letter.isalpha())
    if letters.upper() == currency:
        return True
    symbols = [letter for letter in unit if not letter.isalpha()]
    return (
        len(letters) <= 3
        and not is_currency(letters.upper())
        and all(unicodedata.category(symbol) == "Sc" for symbol in symbols)
    )


def _taken_apart(figures: str) -> Figures | None:
    """None where a lone mark before three figures may group them or divide them."""
    last = max(figures.rfind("."), figures.rfind(","))
    if last < 0:
        return Figures(_ungrouped(figures), "", None)
    mark, whole, rest = figures[last], figures[:last], figures[last + 1 :]
    other = "," if mark == "." else "."
    if mark in whole:
        return Figures(_ungrouped(figures), "", other)
    if not rest.isdigit():
        raise BadCell(f"“{figures}” is not an amount of money")
    if len(rest) == 3 and whole.isdigit() and len(whole) <= 3 and whole[0] != "0":
        return None
    return Figures(_ungrouped(whole), rest, mark)


def _ungrouped(figures: str) -> str:
    if not GROUPED.fullmatch(figures):
        raise BadCell(f"“{figures}” is not an amount of money")
    return re.sub(r"[^0-9]", "", figures)


def _settled(figures: str, currency: str, mark: str | None) -> Figures:
    """A lone mark before three figures, read as the rest of the file is written."""
    whole, used, rest = figures[:-4], figures[-4], figures[-3:]
    if mark is None and used == "." and exponent(currency) == 3:
        mark = "."
    if not mark:
        raise UnclearAmount(
            f"“{figures}” may be {whole}{rest} or {whole} and a fraction: nothing else in the file "
            "tells which"
        )
    return Figures(whole, rest, mark) if used == mark else Figures(whole + rest, "", mark)
