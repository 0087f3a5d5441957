"""What reading a channel's file gives: orders, and every row that is not one with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from oms.orders.drafts import OrderDraft
from oms.reading import tabular
from oms.reading.problems import RowProblem


class NothingWanted(RowProblem):
    """The rows are understood, and there is nothing in them to import: ignored, not refused."""


@dataclass(frozen=True, slots=True)
class RowNote:
    """A sentence about a row; `rows` is how many rows of the file stand behind it."""

    row: int
    reason: str
    rows: int = 1
    number: str | None = None


@dataclass(slots=True)
class Notes:
    """What comes up while one order is read."""

    doubts: list[RowNote] = field(default_factory=list)
    remarks: list[RowNote] = field(default_factory=list)

    def doubt(self, row: int, reason: str) -> None:
        """A person must settle this before anything ships."""
        self.doubts.append(RowNote(row, reason))

    def remark(self, row: int, reason: str) -> None:
        """Worth a look, and no more."""
        self.remarks.append(RowNote(row, reason))


@dataclass(frozen=True, slots=True)
class ItemWord:
    """What a file says of an item whose id it does not tell: it is meant for our line of that SKU. Without any
    `quantity`, nothing of it is wanted any more; `sent` of it have left already.
    """

    sku: str | None
    quantity: int
    sent: int = 0
    line_total_minor: int | None = None
    tax_minor: int | None = None
    discount_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Refresh:
    """The order is told too thinly to be made of it: it changes the one that we have, and makes none.

    `unknown` is what is said where we have none, and `is_missed` whether somebody has to bring it in then.
    With `all_sent`, all that is wanted has left already.
    """

    unknown: str
    is_missed: bool
    all_sent: bool = False
    items: tuple[ItemWord, ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedOrder:
    """One order and where in the file it stood.

    The rows between `first_row` and `last_row` may hold other orders too, so `rows` counts its own.
    `doubts` must be settled by a person before anything ships; `remarks` are only worth a look. With
    `refresh` its draft has no lines.
    """

    draft: OrderDraft
    first_row: int
    last_row: int
    rows: int
    doubts: tuple[RowNote, ...] = ()
    remarks: tuple[RowNote, ...] = ()
    refresh: Refresh | None = None

    def note(self, reason: str) -> RowNote:
        """What to say of this order as a whole."""
        return RowNote(self.first_row, reason, self.rows, self.draft.number)


@dataclass(frozen=True, slots=True)
class ParsedFile:
    """A whole file, understood. Every row that holds anything is in exactly one of the three.

    Rows count as a spreadsheet shows them: the first is 1, blank rows count, and a cell of several
    lines is still one row.
    """

    format: str
    channel: str
    label: str
    encoding: str
    rows: int
    orders: Sequence[ParsedOrder]
    ignored: tuple[RowNote, ...]
    refused: tuple[RowNote, ...]

    @property
    def accounted_rows(self) -> int:
        """Always equal to `rows`."""
        notes = (*self.ignored, *self.refused)
        return sum(order.rows for order in self.orders) + sum(note.rows for note in notes)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that can be read, known by the columns that it cannot be without.

    `amounts` are the columns that hold money. With `bare_quotes`, a quote in a tab-separated file
    is a character like any other. With `pads_rows`, rows may end in more blank cells than the header;
    in other formats that is a sign of shifted cells. `called` are the names of its columns in other languages,
    folded, to those by which we ask. `closing` tells a row that only says that a report ends here.
    """

    name: str
    channel: str
    label: str
    signature: tuple[str, ...]
    amounts: tuple[str, ...]
    parse: Callable[[Table], ParsedFile]
    bare_quotes: bool = False
    pads_rows: bool = False
    called: Mapping[str, str] = field(default_factory=dict, compare=False)
    closing: Callable[[list[str]], bool] = lambda _cells: False


Table: TypeAlias = tabular.Table[Format]
