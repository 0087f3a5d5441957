"""Collects what the rows of one file come to, so that each row ends in exactly one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from oms.channels.parsed import NothingWanted, ParsedFile, ParsedOrder, RowNote, Table
from oms.channels.spooling import Kept, Spool, SpooledOrders
from oms.reading.problems import RowProblem
from oms.reading.rows import Row


class Gathering:
    """An order told twice in one file counts once; told in two ways, neither is believed."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._rows = 0
        self._spool = Spool()
        self._orders: dict[str, Kept] = {}
        self._disputed: set[str] = set()
        self._ignored: list[RowNote] = []
        self._refused: list[RowNote] = []

    def rows(self) -> Iterator[Row]:
        """Every row but a header that is repeated."""
        first = self.table.columns.header[0]
        for row in self.every_row():
            if row.cells[0] == first and row.is_header:
                self.ignore(RowNote(row.number, "the header again"))
            else:
                yield row

    def every_row(self) -> Iterator[Row]:
        for row in self.table.rows():
            self._rows += 1
            yield row

    def take(self, rows: int, build: Callable[[], ParsedOrder], number: str | None) -> None:
        """Keep the order that `build` makes of so many rows, or refuse them all with its reason."""
        try:
            order = build()
        except NothingWanted as reason:
            self.ignore(RowNote(reason.row, reason.reason, rows, number))
        except RowProblem as problem:
            self.refuse(RowNote(problem.row, problem.reason, rows, number))
        else:
            self.keep(order)

    def keep(self, order: ParsedOrder) -> None:
        key = order.draft.external_id
        known = self._known(key)
        if key in self._disputed:
            self.refuse(order.note("the file tells this order in several ways"))
        elif known is None:
            self._orders[key] = self._spool.put(order)
        elif known.draft == order.draft:
            self.ignore(order.note(f"the same order is in row {known.first_row} already"))
        else:
            self._disputed.add(key)
            self.refuse(order.note(f"row {known.first_row} tells this order differently"))
            self.withdraw(key, f"row {order.first_row} tells this order differently")

    def _known(self, key: str) -> ParsedOrder | None:
        return self._spool.get(self._orders[key]) if key in self._orders else None

    def withdraw(self, external_id: str, reason: str) -> None:
        """Refuse an order that was kept before."""
        self.refuse(self._spool.get(self._orders.pop(external_id)).note(reason))

    def withdraw_numbered(self, numbers: dict[str, str]) -> None:
        """Refuse every kept order with one of these numbers, for the reason beside it."""
        for key, kept in list(self._orders.items()):
            if reason := numbers.get(kept.number):
                self.withdraw(key, reason)

    def doubt(self, row: int, reason: str) -> None:
        """Let a person look at the order that begins in this row before it ships."""
        for key, kept in self._orders.items():
            if kept.first_row == row:
                order = self._spool.get(kept)
                doubts = (*order.doubts, RowNote(row, reason))
                self._orders[key] = self._spool.put(replace(order, doubts=doubts))

    def ignore(self, note: RowNote) -> None:
        self._ignored.append(note)

    def refuse(self, note: RowNote) -> None:
        self._refused.append(note)

    def finish(self) -> ParsedFile:
        known = self.table.format
        return ParsedFile(
            format=known.name,
            channel=known.channel,
            label=known.label,
            encoding=self.table.text.encoding,
            rows=self._rows,
            orders=SpooledOrders(self._spool, list(self._orders.values())),
            ignored=tuple(sorted(self._ignored, key=lambda note: note.row)),
            refused=tuple(sorted(self._refused, key=lambda note: note.row)),
        )
