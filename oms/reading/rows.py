"""One row of a file, its cells asked for by the name of their column."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from oms.reading import amounts, days
from oms.reading import cells as reading
from oms.reading.cells import BadCell
from oms.reading.problems import RowProblem

if TYPE_CHECKING:
    from oms.reading.tabular import Table

Answer = TypeVar("Answer")


NOTHING_ELSE: Mapping[str, str] = MappingProxyType({})


def folded(name: str) -> str:
    """A column's name as it is compared: case, stray spaces and the kind of apostrophe tell nothing."""
    return " ".join(name.replace("\ufeff", "").replace("’", "'").split()).casefold()


class Columns(dict[str, int]):
    """Where a column stands. One that the file lacks stands behind the last, where all is blank. `called` are
    other names of columns, such as those of another language, to the names by which we ask.
    """

    def __init__(self, header: list[str], called: Mapping[str, str] = NOTHING_ELSE) -> None:
        super().__init__()
        names = [called.get(name, name) for name in map(folded, header)]
        while names and not names[-1]:
            names.pop()
        self.width = len(names)
        self.header = header[: self.width]
        self.padded_width = len(header)
        self._places = {name: place for place, name in reversed(list(enumerate(names))) if name}

    def __missing__(self, name: str) -> int:
        self[name] = place = self._places.get(folded(name), self.width)
        return place


class Row:
    """A question about a cell that cannot be answered raises RowProblem; a blank cell is None."""

    __slots__ = ("_columns", "cells", "misfit", "number", "table")

    def __init__(self, number: int, cells: list[str], table: Table[Any]) -> None:
        self.number = number
        self.cells = cells
        self.table = table
        self._columns = table.columns
        self.misfit = None if len(cells) == self._columns.width else self._fit(cells)
        cells.append("")

    def _fit(self, cells: list[str]) -> str | None:
        """Make the row as wide as the header. What that takes away or invents is said, not hidden."""
        width, found = self._columns.width, len(cells)
        extra = cells[width:]
        cells[width:] = [""] * (width - found)
        if found < width:
            return f"ends after {found} of {width} columns"
        if any(extra) or not (found <= self._columns.padded_width or self.table.format.pads_rows):
            return "has more cells than the header has columns"
        return None

    @property
    def is_header(self) -> bool:
        """Whether the header stands here again, since somebody put several files into one."""
        return self.cells[:-1] == self._columns.header

    @property
    def is_short(self) -> bool:
        return self.misfit is not None and self.misfit.startswith("ends")

    def require_fit(self) -> None:
        """A row that is not as wide as the header has its cells in the wrong columns."""
        if self.misfit:
            raise RowProblem(self.number, f"the row {self.misfit}")

    def called(self, name: str) -> str:
        """What the file itself calls the column."""
        place = self._columns[name]
        return self._columns.header[place].strip() if place < self._columns.width else name

    def cell(self, name: str) -> str:
        """What stands there, untouched."""
        return self.cells[self._columns[name]]

    def has_any(self, names: tuple[str, ...]) -> bool:
        """Whether anything at all stands in one of these columns."""
        cells, columns = self.cells, self._columns
        for name in names:  # noqa: SIM110 — any() with a generator is three times as slow
            if cells[columns[name]]:
                return True
        return False

    def text(self, name: str) -> str | None:
        cell = self.cells[self._columns[name]]
        return reading.text(cell) if cell else None

    def texts(self, names: tuple[str, ...]) -> list[str | None]:
        """Several at once, which is faster than one by one."""
        cells, columns = self.cells, self._columns
        return [
            (cell if cell.isalnum() else reading.text(cell)) if (cell := cells[columns[name]]) else None
            for name in names
        ]

    def code(self, name: str) -> str | None:
        cell = self.cells[self._columns[name]]
        return reading.code(cell) if cell else None

    def codes(self, names: tuple[str, ...]) -> list[str | None]:
        cells, columns = self.cells, self._columns
        return [reading.code(cell) if (cell := cells[columns[name]]) else None for name in names]

    def identifier(self, name: str) -> str | None:
        return self._ask(reading.identifier, name)

    def quantity(self, name: str) -> int | None:
        return self._ask(reading.quantity, name)

    def moment(self, name: str) -> datetime | None:
        return self._ask(reading.moment, name)

    def day(self, name: str) -> date | None:
        return self._ask(days.day, name)

    def currency(self, name: str) -> str | None:
        return self._ask(reading.currency, name)

    def flag(self, name: str) -> bool | None:
        return self._ask(reading.flag, name)

    def money(self, name: str, currency: str | None) -> int | None:
        """Minor units. Without a currency an amount means nothing, so it is unknown."""
        units = self._minor(name, currency)
        if units is not None and units < 0:
            raise RowProblem(self.number, f"{self.called(name)}: “{self.text(name)}” is below zero")
        return units

    def sums(self, names: tuple[str, ...], currency: str) -> list[int | None]:
        """Several amounts at once. Only if one is not plain are they asked one by one."""
        cells, columns = self.cells, self._columns
        try:
            units = [
                amounts.money(cell, currency) if (cell := cells[columns[name]]) else None for name in names
            ]
        except BadCell:
            units = [-1]
        if any(unit < 0 for unit in units if unit):
            return [self.money(name, currency) for name in names]
        return units

    def discount(self, name: str, currency: str | None) -> int | None:
        """Money taken off, told with or without a minus."""
        units = self._minor(name, currency)
        return None if units is None else abs(units)

    def _minor(self, name: str, currency: str | None) -> int | None:
        cell = self.cells[self._columns[name]]
        if not cell or currency is None:
            return None
        try:
            return amounts.money(cell, currency)
        except BadCell:
            return self._ask(lambda unclear: self._settled(unclear, currency), name)

    def _settled(self, cell: str, currency: str) -> int | None:
        """Only an amount that is not clear by itself costs a look at the rest of the file."""
        try:
            return amounts.money(cell, currency)
        except amounts.UnclearAmount:
            return amounts.money(cell, currency, self.table.decimal_mark)

    def _ask(self, reader: Callable[[str], Answer | None], name: str) -> Answer | None:
        cell = self.cells[self._columns[name]]
        if not cell:
            return None
        try:
            return reader(cell)
        except BadCell as problem:
            raise RowProblem(self.number, f"{self.called(name)}: {problem}") from None
