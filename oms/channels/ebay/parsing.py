"""eBay's orders report: an order of one item has one row; one of several has a row of its own, without an item,
and a row for each item. The report ends with how many sales records it holds. A person may have put several
reports into one file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from oms.channels.ebay.furniture import closes, is_count, stands_alone, told_count
from oms.channels.ebay.headers import AMOUNTS, CALLED, SIGNATURE
from oms.channels.ebay.ordering import Site, ids_of, to_order
from oms.channels.gathering import Gathering
from oms.channels.parsed import Format, ParsedFile, RowNote, Table
from oms.reading.problems import RowProblem, UnreadableFile
from oms.reading.rows import Row, folded

LABEL = "eBay orders report"
NO_VALUE = "--"
NAMES = {*CALLED, *CALLED.values(), *map(folded, SIGNATURE)}

Ids = tuple[str | None, str | None]


@dataclass(slots=True)
class Report:
    """What of one report was seen so far. It is over once its count stood there."""

    records: set[str] = field(default_factory=set)
    is_over: bool = False

    def check(self, row: Row) -> None:
        told = told_count(row.cells)
        if told is not None and told != len(self.records):
            raise UnreadableFile(
                f"This {LABEL} is not whole, or somebody took rows out of it: row {row.number} says that it "
                f"holds {told} sales records, and it holds {len(self.records)}. Download it again."
            )


def parse(table: Table) -> ParsedFile:
    gathering, site = Gathering(table), Site.of(table)
    for (number, record), rows in _orders(gathering):
        gathering.take(len(rows), partial(to_order, rows, site), number or record)
    return gathering.finish()


def _orders(gathering: Gathering) -> Iterator[tuple[Ids, list[Row]]]:
    """Rows that stand together and are of one order."""
    group: list[Row] = []
    known: Ids = (None, None)
    for told in _told_rows(gathering):
        if group and (told is None or not _is_same(known, told[0])):
            yield known, group
            group = []
        if told is not None:
            known = known if group else told[0]
            group.append(told[1])
    if group:
        yield known, group


def _told_rows(gathering: Gathering) -> Iterator[tuple[Ids, Row] | None]:
    """Every row that tells of an order, and None where a report ends."""
    report = Report()
    for row in gathering.every_row():
        if reason := _no_order(row, report):
            gathering.ignore(RowNote(row.number, reason))
            yield None
            continue
        report = Report() if report.is_over else report
        try:
            ids = _ids(row)
        except RowProblem as problem:
            gathering.refuse(RowNote(problem.row, problem.reason))
            report.records.add(f"row {row.number}")
        else:
            report.records.add(ids[1] or ids[0] or "")
            yield ids, row
    if report.records and not report.is_over and not gathering.table.ends_a_line:
        raise UnreadableFile(
            f"This {LABEL} is cut off: it has no end, and its last row none. Download it again."
        )


def _no_order(row: Row, report: Report) -> str | None:
    """Why the row is none of an order."""
    if folded(row.cells[0]) in NAMES:
        _refuse_other_header(row)
        if row.is_header:
            report.is_over = True
            return "the header again"
    if closes(row.cells):
        return _end(row, report)
    if report.is_over and stands_alone(row.cells):
        return "between two reports"
    if NO_VALUE in row.cells:
        row.cells = ["" if cell == NO_VALUE else cell for cell in row.cells]
    return None


def _end(row: Row, report: Report) -> str:
    if is_count(row.cells) and not report.is_over:
        report.check(row)
        report.is_over = True
    return "the end of a report"


def _refuse_other_header(row: Row) -> None:
    names = {CALLED.get(name, name) for name in map(folded, row.cells)}
    if not row.is_header and all(folded(name) in names for name in SIGNATURE):
        raise UnreadableFile(
            f"Row {row.number} is another header: the reports in this file have different columns. "
            "Import them one by one."
        )


def _ids(row: Row) -> Ids:
    """The Order Number, which is blank until the buyer has paid, and the number of the sales record."""
    number, record = ids_of(row)
    if number is None and record is None:
        raise RowProblem(row.number, "has neither an Order Number nor a Sales Record Number")
    return number, record


def _is_same(one: Ids, other: Ids) -> bool:
    if one[0] and other[0]:
        return one[0] == other[0]
    return one[1] is not None and one[1] == other[1]


ORDERS_REPORT = Format(
    name="ebay-orders",
    channel="ebay",
    label=LABEL,
    signature=SIGNATURE,
    amounts=AMOUNTS,
    parse=parse,
    pads_rows=True,
    called=CALLED,
    closing=closes,
)
