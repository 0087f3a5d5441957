"""Workbooks: read as the text that a person sees, refused where they are a trap."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from oms.reading.decoding import decode
from oms.reading.problems import UnreadableFile
from oms.reading.workbooks import DAMAGED, as_csv, is_workbook

DAY = datetime(2026, 11, 5)  # noqa: DTZ001 — a spreadsheet knows no zone


def workbook(*rows: list[Any], **sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for name, more in sheets.items():
        sheet = book.create_sheet(name)
        for row in more:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def lines(content: bytes) -> list[str]:
    return as_csv(content, most_rows=1000)[0].decode().splitlines()


def test_cells_are_the_text_that_a_person_sees() -> None:
    content = workbook(
        ["Order", "Units", "Price", "Sold", "Paid", "Note"],
        ["00123", 3, 12.5, DAY, True, 'say "hi", twice'],
        [4711, 1.0, 0.1, DAY.replace(hour=14, minute=30), False, None],
    )

    assert lines(content) == [
        "Order,Units,Price,Sold,Paid,Note",
        '00123,3,12.5,2026-11-05,true,"say ""hi"", twice"',
        "4711,1,0.1,2026-11-05 14:30:00,false,",
    ]


def test_digits_that_the_spreadsheet_lost_are_seen_to_be_lost() -> None:
    assert lines(workbook(["Order"], [82098291194615450]))[1] == "8.20983E+16"


def test_rows_are_as_wide_as_the_header_and_blank_ones_at_the_end_are_none() -> None:
    content = workbook(["A", "B", None], ["1", None, None], [None, None], ["2", "3"], [None, ""])

    assert lines(content) == ["A,B", "1,", ",", "2,3"]


def test_a_workbook_is_a_file_like_any_other() -> None:
    text = decode(workbook(["A"], ["x"]), legacy="cp1252", largest=1_000_000)

    assert text.open().read() == "A\nx\n"
    assert text.encoding == "Excel workbook, sheet “Sheet”"


def test_of_several_sheets_a_person_says_which() -> None:
    with pytest.raises(UnreadableFile, match="several sheets that hold something: “Sheet”, “Other”"):
        as_csv(workbook(["A"], Other=[["B"]]), most_rows=10)


def test_an_empty_workbook_is_said_to_be_empty() -> None:
    with pytest.raises(UnreadableFile, match="empty"):
        as_csv(workbook(), most_rows=10)


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(UnreadableFile, match="more than 10 rows"):
        as_csv(workbook(*[[number] for number in range(60)]), most_rows=10)


def test_an_archive_that_is_no_workbook_is_not_taken_for_one() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("orders.csv", "A,B")

    assert not is_workbook(file.getvalue())
    with pytest.raises(UnreadableFile, match="ZIP archive"):
        decode(file.getvalue(), legacy="cp1252", largest=1_000_000)


def test_a_bomb_is_not_unpacked() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
            for _ in range(450):
                sheet.write(b" " * 1_000_000)

    with pytest.raises(UnreadableFile, match="too much"):
        as_csv(file.getvalue(), most_rows=10)


@pytest.mark.parametrize("place", range(0, 4000, 331))
def test_a_damaged_workbook_is_refused_with_a_sentence(place: int) -> None:
    whole = bytearray(workbook(["A", "B"], ["1", "2"]))
    whole[place % len(whole)] ^= 0xFF

    assert told(bytes(whole)) in {"A,B\n1,2\n", DAMAGED}


def told(content: bytes) -> str:
    """What was read, or the refusal."""
    try:
        return as_csv(content, most_rows=10)[0].decode()
    except UnreadableFile as refusal:
        return str(refusal)
