"""Cells as exports of WooCommerce write them: amounts to more decimals than money has, and fields with bars between."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from oms.channels.woocommerce.people import plain
from oms.core.money import exponent
from oms.reading import amounts, cells
from oms.reading.cells import BadCell
from oms.reading.problems import RowProblem
from oms.reading.rows import Row

LONG_AMOUNT = re.compile(r"-?[0-9]{1,12}\.[0-9]{1,18}")
MARK = "."
"""Before the decimals, inside of a cell that no spreadsheet takes for a number."""


def words(row: Row, name: str) -> str | None:
    return plain(row.text(name))


@dataclass(frozen=True, slots=True)
class Money:
    """The amounts of one row, all of them unknown where the currency is."""

    row: Row
    currency: str | None

    def of(self, name: str) -> int | None:
        """The amount in a column; of a discount also one that is told below zero."""
        cell = self.row.cell(name)
        return self._read(name, cell, lambda: self.row.table.decimal_mark) if cell else None

    def within(self, name: str, amount: str | None) -> int | None:
        """An amount that is told among other things in a cell of that column."""
        return self._read(name, amount, lambda: MARK) if amount else None

    def _read(self, name: str, cell: str, mark: Callable[[], str | None]) -> int | None:
        if self.currency is None:
            return None
        try:
            return _minor(cell, self.currency, mark)
        except BadCell as problem:
            raise RowProblem(self.row.number, f"{name}: {problem}") from None


def _minor(cell: str, currency: str, mark: Callable[[], str | None]) -> int | None:
    """What the shop has worked out without rounding is rounded as its own pages do."""
    try:
        return amounts.money(cell, currency)
    except BadCell:
        told = cells.code(cell) or ""
        if not LONG_AMOUNT.fullmatch(told) or mark() != MARK:
            return amounts.money(cell, currency, mark())
    scaled = Decimal(told).scaleb(exponent(currency))
    return int(scaled.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def told_fields(cell: str, names: Iterable[str]) -> dict[str, str]:
    """The fields of `name:Lamp|sku:LAMP|quantity:2`. Only before one of these names does a bar divide: a title may
    have one too. Of a name that comes twice, the first is meant.
    """
    parts = re.split(rf"(?:^|\|)({'|'.join(names)}):", cell)
    told: dict[str, str] = {}
    for name, value in zip(parts[1::2], parts[2::2], strict=True):
        told.setdefault(name, value.strip())
    return {name: value for name, value in told.items() if value}


def first_of(value: str | None) -> str | None:
    """Without what follows that nobody has asked for."""
    return (value or "").partition("|")[0].strip() or None


def units(row: Row, name: str, told: str | None) -> int | None:
    """Whole units, also where they are told below zero because they went back."""
    try:
        return cells.quantity((told or "").strip().removeprefix("-"))
    except BadCell as problem:
        raise RowProblem(row.number, f"{name}: {problem}") from None
