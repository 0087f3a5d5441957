"""What stands around the rows: a title, commas, a row of blanks, the count, the seller, and all that once more."""

from __future__ import annotations

import pytest

from oms.channels.recognising import read_file
from oms.reading.problems import UnreadableFile
from tests.channels.ebay.reports import (
    COLUMNS,
    SAMPLES,
    count,
    item,
    lamp,
    order,
    read,
    report,
    sample,
    summary,
    unpaid,
)

SECOND = order(Order_Number="12-2", Sales_Record_Number="42")
NOT_WHOLE = "says that it holds {} sales records, and it holds {}. Download it again"


def notes(content: bytes) -> list[tuple[int, str]]:
    parsed = read_file(content, channel="ebay")
    assert parsed.accounted_rows == parsed.rows
    return [(note.row, note.reason) for note in parsed.ignored]


def test_a_whole_report_is_read_with_all_that_is_around_it() -> None:
    parsed = sample("us.csv")

    assert [one.draft.number for one in parsed.orders] == [
        "12-10001-20001",
        "12-10002-20002",
        "1043",
        "12-10004-20004",
    ]
    assert [(note.row, note.reason) for note in parsed.ignored] == [
        (12, "the end of a report"),
        (13, "the end of a report"),
    ]
    assert parsed.rows == 8, "blank rows hold nothing"


@pytest.mark.parametrize(
    "before", ["", ",,,,,,\n", "\n", "sep=,\n", "Orders report generated today\n,,,,\n\n"]
)
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_whatever_stands_before_the_header_is_passed_over(before: str, mark: bytes) -> None:
    parsed = read_file(mark + report(order(), {}, before=before), channel="ebay")

    assert [one.draft.number for one in parsed.orders] == ["12-10001-20001"]


@pytest.mark.parametrize(
    "end",
    [
        "1,record(s) downloaded,,,\n",
        '"1","record(s) downloaded",,,\n',
        '"1 record(s) downloaded"\n',
        ",1,record(s) downloaded\n",
        ",1 record(s) downloaded from Sep-01-26 to Sep-30-26\n",
        "1,Datensatz heruntergeladen\n",
        "1,enregistrement(s) téléchargé(s)\n",
        "record(s) downloaded\n",
        "Seller ID: x\n",
        "Seller ID : a-seller,,,\n",
        "Verkäufer-ID: x\n",
        "Identifiant du vendeur : x\n",
    ],
)
def test_the_end_of_a_report_is_no_order_and_no_cut_off_row(end: str) -> None:
    assert notes(report(order(), end=f"\n{end}")) == [(4, "the end of a report")]


def test_the_count_is_of_sales_records_and_not_of_rows() -> None:
    orders = read(summary(), item(), lamp(), unpaid(Sales_Record_Number="43"), SECOND, end=count(3)).orders

    assert len(orders) == 3


@pytest.mark.parametrize("told", [0, 2, 45])
def test_a_count_that_does_not_fit_refuses_the_file(told: int) -> None:
    with pytest.raises(UnreadableFile, match=NOT_WHOLE.format(told, 1)):
        read(order(), end=count(told))


def test_an_empty_report_is_no_fault() -> None:
    assert (read(end=count(0)).orders, len(notes(report(end=count(0))))) == ([], 2)


def test_a_refused_order_counts_as_well() -> None:
    parsed = read(order(), order(Order_Number="2", Sales_Record_Number="42", Quantity="x"), end=count(2))

    assert (len(parsed.orders), len(parsed.refused)) == (1, 1)


@pytest.mark.parametrize("cut", [7, 20, 40])
def test_a_file_that_is_cut_off_in_its_last_row_is_refused(cut: int) -> None:
    with pytest.raises(UnreadableFile, match="is cut off"):
        read_file(report(SECOND, order())[:-cut], channel="ebay")


def test_several_reports_in_one_file_are_each_counted_by_themselves() -> None:
    parsed = sample("uk.csv")

    assert [one.draft.number for one in parsed.orders] == [
        "04-15250-08826",
        "04-15251-08827",
        "04-15252-08828",
    ]
    assert [(note.row, note.reason) for note in parsed.ignored] == [
        (4, "the end of a report"),
        (5, "the end of a report"),
        (6, "between two reports"),
        (8, "the header again"),
        (9, "the same order is in row 3 already"),
        (11, "the end of a report"),
        (12, "the end of a report"),
    ]


def test_the_second_count_is_checked_too() -> None:
    content = (SAMPLES / "uk.csv").read_text().replace(',"2","record(s)', ',"3","record(s)')

    with pytest.raises(UnreadableFile, match="row 11 " + NOT_WHOLE.format(3, 2)):
        read_file(content.encode(), channel="ebay")


def test_rows_may_go_on_after_an_end_without_a_new_header() -> None:
    rows = report(SECOND).decode().split("\n", 1)[1]

    assert len(read(order(), end=count(1) + rows + count(1)).orders) == 2


def test_an_order_does_not_go_on_after_the_end_of_its_report() -> None:
    rows = report(item(), lamp()).decode().split("\n", 1)[1]
    parsed = read(summary(), end=count(1) + rows)

    assert (parsed.orders, [note.rows for note in parsed.refused]) == ([], [1, 2])


def test_reports_with_different_columns_in_one_file_are_refused() -> None:
    other = report(SECOND, columns=tuple(reversed(COLUMNS)))

    with pytest.raises(UnreadableFile, match="Row 3 is another header"):
        read_file(report(order()) + other, channel="ebay")


def test_an_order_told_in_two_ways_is_refused_both_times() -> None:
    parsed = read(order(), SECOND, order(Quantity="1", Total_Price="$36.00"))

    assert [(note.row, note.reason) for note in parsed.refused] == [
        (2, "row 4 tells this order differently"),
        (4, "row 2 tells this order differently"),
    ]
    assert [one.draft.number for one in parsed.orders] == ["12-2"]


def test_a_report_without_an_end_is_whole_only_if_its_last_line_is() -> None:
    assert len(read(order()).orders) == 1
    with pytest.raises(UnreadableFile, match="it has no end, and its last row none"):
        read_file(report(order()).removesuffix(b"\n"), channel="ebay")
    assert len(read_file(report(order(), end=count(1)).removesuffix(b"\n"), channel="ebay").orders) == 1
