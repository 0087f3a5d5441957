"""The fields of a JSON object that somebody else wrote: each is asked for as what it should be, or refused by its name."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn, TypeVar

from oms.core.money import minor
from oms.reading import cells
from oms.reading.amounts import MOST_MINOR_UNITS
from oms.reading.cells import LONGEST_IDENTIFIER, BadCell, shortened

Answer = TypeVar("Answer")

NUMBER = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?")
UNPAIRED = re.compile("[\ud800-\udfff]")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?")


class BadField(ValueError):
    """A field cannot be believed; the text names it and says why."""


class Fields:
    """One object. What is missing, null or an empty text is None: it says nothing."""

    __slots__ = ("_told", "_where")

    def __init__(self, told: Any, where: str = "") -> None:
        if told == []:
            told = {}  # PHP writes an empty object so
        if not isinstance(told, dict):
            raise BadField(f"{where or 'the message'} is no object")
        self._told, self._where = told, where

    def __contains__(self, name: str) -> bool:
        return name in self._told

    def __bool__(self) -> bool:
        return bool(self._told)

    def says(self, name: str, value: str | int) -> bool:
        """Whether this very value stands there, of a field that may hold anything."""
        return bool(self._told.get(name) == value)

    def text(self, name: str) -> str | None:
        return self._ask(name, _text)

    def identifier(self, name: str) -> str | None:
        """A text that tells one thing from another, which many write as a number."""
        return self._ask(name, _identifier)

    def whole(self, name: str) -> int | None:
        """A whole number, also below zero."""
        return self._ask(name, _whole)

    def flag(self, name: str) -> bool | None:
        return self._ask(name, lambda told: told if isinstance(told, bool) else None)

    def amount(self, name: str, currency: str | None) -> int | None:
        """Minor units, also below zero; unknown without a currency, or with more decimals than it has."""
        return self._ask(name, lambda told: _amount(told, currency)) if currency else None

    def currency(self, name: str) -> str | None:
        """A currency that we know; any other leaves all amounts unknown."""
        told = (self.text(name) or "").upper()
        return told if cells.is_currency(told) else None

    def utc(self, name: str) -> datetime | None:
        """A moment whose field is known to be in UTC, though it need not say so."""
        return self._ask(name, _utc)

    def part(self, name: str) -> Fields:
        """An object in it, empty where there is none."""
        return Fields(self._told.get(name) or {}, self._path(name))

    def parts(self, name: str) -> list[Fields]:
        """The objects of a list in it."""
        return [Fields(one, f"{self._path(name)}[{place}]") for place, one in enumerate(self._list(name))]

    def texts(self, name: str) -> list[str]:
        """The texts of a list in it."""
        try:
            return [text for one in self._list(name) if (text := _text(one))]
        except BadCell as problem:
            raise BadField(f"{self._path(name)}: {problem}") from None

    def refuse(self, name: str, why: str) -> NoReturn:
        raise BadField(f"{self._path(name)} {why}")

    def _list(self, name: str) -> list[Any]:
        told = self._told.get(name) or []
        if not isinstance(told, list):
            self.refuse(name, "is no list")
        return told

    def _path(self, name: str) -> str:
        return f"{self._where}.{name}" if self._where else name

    def _ask(self, name: str, reader: Callable[[Any], Answer | None]) -> Answer | None:
        told = self._told.get(name)
        if told is None or told == "":
            return None
        try:
            return reader(told)
        except BadCell as problem:
            raise BadField(f"{self._path(name)}: {problem}") from None


def read_json(body: bytes) -> Any:
    """Its numbers with decimals exact. Raises BadField."""
    try:
        return json.loads(body, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError, InvalidOperation):
        raise BadField("the message is not JSON, or it is cut off") from None


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _scalar(told: Any) -> str:
    if isinstance(told, bool) or not isinstance(told, str | int | Decimal):
        raise BadCell("it is neither a text nor a number")
    return UNPAIRED.sub("\ufffd", str(told))


def _text(told: Any) -> str | None:
    return cells.text(_scalar(told))


def _identifier(told: Any) -> str | None:
    if isinstance(told, Decimal):
        raise BadCell(f"{_shown(told)} is a number with decimals, not an id")
    words = cells.code(_scalar(told))
    if words is not None and len(words) > LONGEST_IDENTIFIER:
        raise BadCell(f"“{words[:20]}…” has more than {LONGEST_IDENTIFIER} characters")
    return words


def _number(told: Any) -> Decimal:
    if isinstance(told, Decimal) and -30 < told.adjusted() < 18:
        return told
    words = _scalar(told).strip()
    if isinstance(told, Decimal) or not NUMBER.fullmatch(words):
        raise BadCell(f"“{shortened(words)}” is not a number that we can read")
    return Decimal(words)


def _whole(told: Any) -> int:
    number = _number(told)
    if number != number.to_integral_value():
        raise BadCell(f"{_shown(number)} is not a whole number")
    return int(number)


def _amount(told: Any, currency: str) -> int | None:
    try:
        units = minor(_number(told), currency)
    except BadCell:
        raise
    except ValueError:
        return None
    if abs(units) > MOST_MINOR_UNITS:
        raise BadCell(f"“{_shown(told)}” is more money than there can be")
    return units


def _utc(told: Any) -> datetime:
    words = _scalar(told).strip()
    return cells.moment(f"{words}Z" if MOMENT.fullmatch(words) else words) or _no_moment(words)


def _no_moment(words: str) -> NoReturn:
    raise BadCell(f"“{words}” is no date and time")


def _shown(told: Any) -> str:
    return shortened(str(told))
