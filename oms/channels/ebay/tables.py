"""eBay's own tables for uploading: a first row that names the template, then the names of the columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from oms.reading.decoding import decode
from oms.reading.problems import UnreadableFile
from oms.reading.rows import folded
from oms.reading.tabular import HEADER_WITHIN, Limits

INFO = "#INFO"
DELIMITERS = (",", ";", "\t")
BREAKS = ("\n", "\r", "\t", "\0")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file of eBay's, taken apart so that it can be written again as it was."""

    before: list[list[str]]
    header: list[str]
    rows: list[list[str]]
    delimiter: str
    has_mark: bool
    line_end: str

    def columns(self) -> dict[str, int]:
        """Where a column stands, by its name as it is compared."""
        return {folded(name): place for place, name in reversed(list(enumerate(self.header)))}

    def told(self) -> dict[str, Any]:
        """What has to be remembered of it, without its rows."""
        form = {"delimiter": self.delimiter, "mark": self.has_mark, "end": self.line_end}
        return {"before": self.before, "header": self.header, "form": form}


def read_sheet(content: bytes, label: str, needed: Sequence[str]) -> Sheet:
    """The table under the first row that has these columns. Raises UnreadableFile."""
    text = decode(content, legacy="cp1252", largest=Limits().size)
    with text.open() as stream:
        written = stream.read()
    for delimiter in DELIMITERS:
        try:
            rows = list(csv.reader(io.StringIO(written, newline=""), delimiter=delimiter, strict=True))
        except csv.Error:
            continue
        for place, header in enumerate(rows[:HEADER_WITHIN]):
            if {folded(name) for name in needed} <= {folded(name) for name in header}:
                body = [row for row in rows[place + 1 :] if any(cell.strip() for cell in row)]
                end = "\r\n" if "\r\n" in written else "\n"
                mark = text.codec == "utf-8-sig"
                return Sheet(rows[:place], header, body, delimiter, mark, end)
    raise UnreadableFile(
        f"This is no {label}: none of its first {HEADER_WITHIN} rows has the columns {', '.join(needed)}. "
        "Download it from eBay again, and give it as it is."
    )


def write_sheet(template: dict[str, Any], rows: Iterable[Sequence[str]]) -> bytes:
    """The file with these rows, in the form of the template: byte order mark, delimiter, ends of lines."""
    form, text = template["form"], io.StringIO()
    writer = csv.writer(text, delimiter=form["delimiter"], lineterminator=form["end"])
    writer.writerows([*template["before"], template["header"], *rows])
    return text.getvalue().encode("utf-8-sig" if form["mark"] else "utf-8")


def why_not(cells: Iterable[str]) -> str | None:
    """A cell that would break the rows of the file stays out of it: nothing is left out of a cell silently."""
    broken = next((cell for cell in cells if any(sign in cell for sign in BREAKS)), None)
    return (
        f"“{broken[:40].strip()}” has a line break in it, which eBay's file cannot hold." if broken else None
    )
