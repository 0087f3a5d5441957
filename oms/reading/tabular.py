"""Rows and columns out of a text file, by strict rules: a file that breaks them is refused whole."""

from __future__ import annotations

import contextlib
import csv
import io
import itertools
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Protocol, TextIO, TypeVar

from oms.reading.amounts import decimal_mark
from oms.reading.decoding import MOST_ROWS, Text
from oms.reading.problems import UnreadableFile
from oms.reading.rows import Columns, Row

HEADER_WITHIN = 30
HEAD_CHARACTERS = 1 << 18
LONGEST_LINE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may hold: enough for a year of a small shop, little enough for its machine."""

    size: int = 50_000_000
    rows: int = MOST_ROWS


@dataclass(frozen=True, slots=True)
class Dialect:
    """How cells are told apart. Without `quotes`, a quote is a character like any other."""

    delimiter: str
    quotes: bool

    def records(self, lines: Iterable[str], *, strict: bool) -> Iterator[list[str]]:
        if self.quotes:
            return csv.reader(lines, delimiter=self.delimiter, strict=strict)
        return csv.reader(lines, delimiter=self.delimiter, quoting=csv.QUOTE_NONE, strict=strict)


DIALECTS = (Dialect(",", True), Dialect(";", True), Dialect("\t", False), Dialect("\t", True))


def dialects(text: Text) -> tuple[Dialect, ...]:
    """Those that the file may be in: a first line such as `sep=;` leaves no doubt of it."""
    with text.open() as stream:
        told = re.fullmatch(r'"?sep=(.)"?\s*', stream.readline(64), re.IGNORECASE | re.DOTALL)
    if not told:
        return DIALECTS
    return tuple(dialect for dialect in DIALECTS if dialect.delimiter == told[1])


def head(text: Text, dialect: Dialect) -> list[list[str]]:
    """The first rows, among which the header is; they may be broken further down."""
    with text.open() as stream:
        lines = io.StringIO(stream.read(HEAD_CHARACTERS), newline="")
    found: list[list[str]] = []
    with contextlib.suppress(csv.Error):
        found.extend(itertools.islice(dialect.records(lines, strict=False), HEADER_WITHIN))
    return found


class Kind(Protocol):
    """What is known of such files: how a person calls them, and which columns hold money. One that
    `pads_rows` may end its rows in more blank cells than its header; else that is a sign of shifted cells.
    `closing` tells a row that only says that a report ends here.
    """

    @property
    def label(self) -> str: ...
    @property
    def amounts(self) -> tuple[str, ...]: ...
    @property
    def pads_rows(self) -> bool: ...
    @property
    def closing(self) -> Callable[[list[str]], bool]: ...


@dataclass(frozen=True, slots=True)
class PlainKind:
    """A kind of file of which no more is known than how a person calls it."""

    label: str
    amounts: tuple[str, ...] = ()
    pads_rows: bool = False

    def closing(self, cells: list[str]) -> bool:
        """No row of it says that it ends."""
        del cells
        return False


K = TypeVar("K", bound=Kind)


@dataclass(frozen=True)
class Table(Generic[K]):
    """The rows under a recognised header. They can be gone through as often as needed."""

    text: Text
    dialect: Dialect
    header_row: int
    columns: Columns
    format: K
    limits: Limits
    home: str | None = None
    """The currency of whoever reads it, where that is known."""

    def rows(self) -> Iterator[Row]:
        """Every row that holds anything. Raises UnreadableFile as soon as the file is known broken."""
        row: Row | None = None
        for number, cells in self._records():
            if row is not None:
                yield row
            row = Row(number, cells, self)
        if row is None:
            self._refuse_cut_header()
        elif row.is_short and not self.format.closing(row.cells):
            raise self._refused(f"is cut off: its last row, {row.number}, {row.misfit}. Download it again")
        else:
            yield row

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        number, last = 0, self.header_row + self.limits.rows
        with self.text.open() as stream:
            records = self.dialect.records(self._lines(stream), strict=True)
            try:
                for number, cells in enumerate(records, 1):
                    if number > last:
                        raise self._refused(
                            f"has more than {self.limits.rows:,} rows. Export a shorter range of dates, or split it"
                        )
                    if number > self.header_row and any(cells):
                        yield number, cells if self.dialect.quotes else _unwrapped(cells)
            except csv.Error as problem:
                raise self._refused(_broken(number + 1, str(problem))) from problem

    def _lines(self, stream: TextIO) -> Iterator[str]:
        while line := stream.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE:
                raise self._refused(f"has a line of more than {LONGEST_LINE:,} characters")
            yield line

    def _refuse_cut_header(self) -> None:
        if not self.ends_a_line:
            raise self._refused("is cut off: it ends within its header. Download it again")

    @property
    def ends_a_line(self) -> bool:
        """Whether the last line is a whole one: where it is not, its last cell may be half a cell."""
        with self.text.open() as stream:
            last = deque(stream, maxlen=1)
        return last[0].endswith(("\n", "\r"))

    def _refused(self, what: str) -> UnreadableFile:
        return UnreadableFile(f"This {self.format.label} {what}.")

    @cached_property
    def decimal_mark(self) -> str | None:
        """What the clear amounts of the file have before their decimals; None where they disagree.

        It costs a second reading of the file, so only an amount that is not clear by itself asks.
        """
        marks = {decimal_mark(row.cell(name)) for row in self.rows() for name in self.format.amounts} - {None}
        return marks.pop() if len(marks) == 1 else None


def _broken(row: int, problem: str) -> str:
    if "field limit" in problem:
        return (
            f"has a cell of more than {csv.field_size_limit():,} characters in row {row}: "
            "most likely a quote that is never closed"
        )
    if "unexpected end" in problem:
        return (
            f"is cut off, or a quote is never closed: row {row} begins a quoted cell that has no "
            "end. Download it again"
        )
    return f"has a quote out of place in row {row}, so its cells cannot be told apart"


def _unwrapped(cells: list[str]) -> list[str]:
    """Where quotes are plain characters, those that a spreadsheet put on while saving still go."""
    return [_bare(cell) if cell[:1] == '"' else cell for cell in cells]


def _bare(cell: str) -> str:
    """A spreadsheet wraps a cell only for a comma or a quote in it, and doubles the quotes."""
    inner = cell[1:-1].replace('""', "\0")
    if len(cell) < 3 or cell[-1] != '"' or '"' in inner or not {"\0", ","} & set(inner):
        return cell
    return inner.replace("\0", '"')
