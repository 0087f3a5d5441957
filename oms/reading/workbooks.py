"""Workbooks of spreadsheets (.xlsx): the sheet that holds something, as text, every cell as it was meant.

A spreadsheet keeps numbers as binary fractions of 15 digits: a longer one is lost, and is written so that
whoever needs its digits sees that.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]
from openpyxl.utils.exceptions import InvalidFileException  # type: ignore[import-untyped]

from oms.reading.problems import UnreadableFile

BEGINNING = b"PK\x03\x04"
LARGEST_UNPACKED = 400_000_000
MOST_COLUMNS = 400
MOST_DIGITS = 15
DAMAGED = "This workbook is damaged or locked with a password. Save it again, or save it as CSV."
TROUBLE = (
    *(ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError),
    *(TypeError, ValueError, zipfile.BadZipFile, zlib.error, InvalidFileException),
)
"""All that the library has been seen to raise for what is no workbook inside."""
CHOOSE = (
    "This workbook has several sheets that hold something: {}. Save the one with the orders as CSV, or alone."
)


def is_workbook(content: bytes | Path) -> bool:
    """Whether it is a workbook, by what is in it and not by its name."""
    with _opened(content) as stream:
        if stream.read(4) != BEGINNING:
            return False
        try:
            with zipfile.ZipFile(stream) as archive:
                return "xl/workbook.xml" in archive.namelist()
        except (zipfile.BadZipFile, ValueError, OSError):
            return False


def as_csv(content: bytes | Path, *, most_rows: int) -> tuple[bytes, str]:
    """The rows as UTF-8 text with commas, and the name of their sheet. Raises UnreadableFile."""
    with _opened(content) as stream:
        _refuse_bomb(stream)
        try:
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            sheet = _filled(book.worksheets)
            return _written(sheet.iter_rows(values_only=True, max_col=MOST_COLUMNS), most_rows), sheet.title
        except UnreadableFile:
            raise
        except TROUBLE as error:
            raise UnreadableFile(DAMAGED) from error


def _opened(content: bytes | Path) -> Any:
    try:
        return io.BytesIO(content) if isinstance(content, bytes) else content.open("rb")
    except OSError as problem:
        raise UnreadableFile(f"The file cannot be opened: {problem.strerror}.") from problem


def _refuse_bomb(stream: Any) -> None:
    """A workbook is packed; what it would unpack to is told in it, and not believed beyond reason."""
    try:
        with zipfile.ZipFile(stream) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise UnreadableFile(DAMAGED) from error
    if size > LARGEST_UNPACKED:
        raise UnreadableFile(
            f"Unpacked, this workbook has {size / 1e6:,.0f} MB, which is too much. "
            "Export a shorter range of dates, or save it as CSV."
        )


def _filled(sheets: Iterable[Any]) -> Any:
    filled = [sheet for sheet in sheets if any(_rows(sheet.iter_rows(values_only=True, max_row=30)))]
    if not filled:
        raise UnreadableFile("The workbook is empty.")
    if len(filled) > 1:
        raise UnreadableFile(CHOOSE.format(", ".join(f"“{sheet.title}”" for sheet in filled[:5])))
    return filled[0]


def _written(rows: Iterable[tuple[Any, ...]], most: int) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    width = 0
    for number, cells in enumerate(_rows(rows), 1):
        if number > most + 30:
            raise UnreadableFile(
                f"The workbook has more than {most:,} rows. Export a shorter range of dates."
            )
        width = width or len(cells)
        writer.writerow(cells + [""] * (width - len(cells)))
    return text.getvalue().encode()


def _rows(rows: Iterable[tuple[Any, ...]]) -> Iterator[list[str]]:
    """As wide as the header; blank rows at the end are none."""
    waiting = 0
    for row in rows:
        cells = [_said(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            waiting += 1
            continue
        yield from ([] for _ in range(waiting))
        waiting = 0
        yield cells


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M:%S")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def _number(value: float) -> str:
    whole = int(value) if value == value and abs(value) != float("inf") and value == int(value) else None  # noqa: PLR0124 — not a number
    if whole is None:
        return repr(value)
    if len(str(abs(whole))) > MOST_DIGITS:
        return f"{float(value):.5E}"
    return str(whole)
