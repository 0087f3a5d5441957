"""Shopify's inventory file: the shop's own export comes back with the quantities that are true here.

There are two kinds. With all quantities, a row is a variant at a location, and only “On hand (new)” is read: what
is left to sell, what is promised, and what Shopify itself keeps apart. With available quantities alone, each
location is a column, and the number in it is what is left to sell. A location that is in the file is overwritten,
so a file of more than one is refused. Shopify skips a row whose “On hand (current)” is not true any more.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from oms.channels.uploads import StockRow, UploadFile
from oms.reading.cells import code, text
from oms.reading.decoding import Text, decode
from oms.reading.problems import UnreadableFile
from oms.reading.rows import Columns, Row, folded
from oms.reading.tabular import Limits, PlainKind, Table, dialects, head

LABEL = "Shopify inventory file"
OPTIONS = tuple(f"Option{place} {part}" for place in (1, 2, 3) for part in ("Name", "Value"))
VALUES = OPTIONS[1::2]
ON_HAND, NEW, UNAVAILABLE, AVAILABLE = (
    "On hand (current)",
    "On hand (new)",
    "Unavailable (not editable)",
    "Available (not editable)",
)
OF_VARIANT = ("Handle", "Title", *OPTIONS, "SKU", "Barcode", "HS Code", "COO", "Bin name")
SIGNATURE = ("Handle", "Option1 Value", "SKU")
NOT_STOCKED = "not stocked"
WHOLE = re.compile(r"-?[0-9]{1,9}")
NO_SKU = {None, "-"}

ONE_LOCATION = (
    "This file has the stock of several locations ({}), and all of them would be overwritten. Choose the one "
    "location that sends from here when you export, and give that file."
)


class StockFile:
    """Cells go out as they came, but for the quantity."""

    label = "Inventory CSV, filled in over an export of today"
    wants_template = True

    def read_template(self, content: bytes) -> Any:
        table = _table(decode(content, legacy="cp1252", largest=Limits().size))
        rows = list(table.rows())
        for row in rows:
            if row.misfit:
                raise UnreadableFile(f"This {LABEL} is damaged: row {row.number} {row.misfit}.")
        quantity = _quantity_column(table.columns.header, rows)
        offers = [_offer(row, AVAILABLE if quantity == NEW else quantity) for row in rows]
        return {
            "header": table.columns.header,
            "quantity": quantity,
            "rows": {_key(row): row.cells[:-1] for row in rows},
            "offers": [offer for offer in offers if offer["name"]],
        }

    def write(self, rows: Sequence[StockRow], template: Any) -> UploadFile:
        header, left_out = template["header"], {}
        written = [header]
        for row in rows:
            cells = dict(zip(header, template["rows"].get(row.remote.get("key"), ()), strict=False))
            if reason := _why_not(cells, template["quantity"]):
                left_out[row.name] = reason
            else:
                cells[template["quantity"]] = str(_quantity(row, cells, template["quantity"]))
                written.append(list(cells.values()))
        return UploadFile("shopify-inventory.csv", _csv(written), left_out)


def _quantity(row: StockRow, cells: Mapping[str, str], column: str) -> int:
    """What lies on the shelf, for whichever reason, or only what may still be sold."""
    if column != NEW:
        return row.available
    return row.available + row.promised + int(cells[UNAVAILABLE])


def _why_not(cells: Mapping[str, str], column: str) -> str | None:
    if not cells:
        return "It is not in the file that you gave. Export a new one and give that."
    if folded(cells[ON_HAND if column == NEW else column]) == NOT_STOCKED:
        return "Shopify does not stock it at this location."
    if column == NEW and not WHOLE.fullmatch(cells[UNAVAILABLE]):
        return "The file does not say how many of it Shopify keeps apart."
    return None


def _table(text: Text) -> Table[PlainKind]:
    for dialect in dialects(text):
        for number, header in enumerate(head(text, dialect), 1):
            names = {folded(name) for name in header}
            if all(folded(name) in names for name in SIGNATURE):
                return Table(text, dialect, number, Columns(header), PlainKind(LABEL), Limits())
    raise UnreadableFile(
        "This is no inventory file of Shopify. Export it under Products, Inventory, with all quantities."
    )


def _quantity_column(header: Sequence[str], rows: Sequence[Row]) -> str:
    """Into which column the quantities go; exactly one location may be in the file."""
    if folded("Location") in map(folded, header):
        _refuse_several({row.cell("Location") for row in rows})
        if missing := [name for name in (UNAVAILABLE, ON_HAND, NEW) if name not in header]:
            raise UnreadableFile(
                f"This {LABEL} lacks the columns {', '.join(missing)}. Export all quantities."
            )
        return NEW
    known = {folded(name) for name in OF_VARIANT}
    locations = [name for name in header if folded(name) not in known]
    _refuse_several(locations)
    return locations[0]


def _refuse_several(locations: Collection[str]) -> None:
    if len(locations) > 1:
        raise UnreadableFile(ONE_LOCATION.format(", ".join(sorted(locations))))
    if not locations:
        raise UnreadableFile(f"This {LABEL} has no location in it, or no rows.")


def _key(row: Row) -> str:
    """Shopify knows a variant by its handle and its options; an SKU may be missing, or there twice."""
    return " / ".join(filter(None, (row.cell("Handle"), *map(row.cell, VALUES))))


def _offer(row: Row, quantity: str) -> dict[str, Any]:
    sku, told = code(row.cell("SKU")), row.cell(quantity)
    return {
        "key": _key(row),
        "name": "" if sku in NO_SKU else sku,
        "title": " · ".join(filter(None, (text(row.cell("Title")), *map(text, map(row.cell, VALUES))))),
        "quantity": int(told) if WHOLE.fullmatch(told) else None,
        "remote": {"key": _key(row)},
    }


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().encode()


STOCK_FILE = StockFile()
