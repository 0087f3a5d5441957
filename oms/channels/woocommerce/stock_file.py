"""A stock update for WooCommerce's own product import, made over the shop's own product export.

Its header is in the language of the shop, and is given back as it came, so that the import knows its columns.
`Stock` is blank where the shop does not count, and `parent` where a product counts for its variations: such rows
are left as they are. The number is what may still be sold, since WooCommerce takes each sale off it by itself.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

from oms.channels.uploads import StockRow, UploadFile
from oms.channels.woocommerce.lines import listed_as
from oms.channels.woocommerce.offers import BY_PARENT, COUNTED, NOT_COUNTED, REFUSALS, WITHOUT_STOCK
from oms.channels.woocommerce.people import plain
from oms.reading.cells import code
from oms.reading.decoding import Text, decode
from oms.reading.problems import UnreadableFile
from oms.reading.rows import Columns, Row, folded
from oms.reading.tabular import Limits, PlainKind, Table, dialects, head

LABEL = "WooCommerce product export"
COLUMNS = ("ID", "Type", "SKU", "Name", "Parent", "Stock")
NEEDED = ("ID", "Type", "Stock")
NAMES = {
    "Type": ("Typ", "Tipo"),
    "SKU": ("Artikelnummer", "Artikelnummer (SKU)", "Art.-Nr.", "REF", "UGS"),
    "Name": ("Nome", "Nombre", "Nom"),
    "Parent": (
        *("Übergeordnetes Produkt", "Übergeordnet", "Elternprodukt", "Ascendente", "Pai", "Produto pai"),
        *("Principal", "Superior"),
    ),
    "Stock": ("Lager", "Bestand", "Lagerbestand", "Estoque", "Inventario"),
}
"""What exports in other languages call the columns that are read."""
CALLED = {folded(name): folded(column) for column, names in NAMES.items() for name in names}

PARENT_ID = re.compile(r"id:([0-9]+)")
WHOLE = re.compile(r"-?[0-9]{1,9}")
NUMBER = re.compile(r"-?[0-9]{1,9}(?:[.,][0-9]{1,9})?")
NOT_IN_IT = "It is not in the product export that you gave. Export the products again and give that."
NO_EXPORT = (
    "This is no product export of WooCommerce that can be filled in: it lacks the columns {}. Export the products "
    "under Products, Export, with all columns."
)


class StockFile:
    """Six columns at the most: what tells a product from others, and how many are left."""

    label = "Product CSV with stock, filled in over a product export of today"
    wants_template = True

    def read_template(self, content: bytes) -> Any:
        table = _table(decode(content, legacy="cp1252", largest=Limits().size))
        rows = [_whole(row) for row in table.rows()]
        columns = {
            column: table.columns.header[table.columns[column]]
            for column in COLUMNS
            if table.columns[column] < table.columns.width
        }
        ids = {code(row.cell("SKU")): row.cell("ID").strip() for row in rows if code(row.cell("SKU"))}
        return {
            "header": list(columns.values()),
            "columns": list(columns),
            "rows": {row.cell("ID").strip(): [row.cell(column) for column in columns] for row in rows},
            "offers": [_offer(row, ids) for row in rows if _is_offer(row)],
        }

    def write(self, rows: Sequence[StockRow], template: Any) -> UploadFile:
        written, left_out = [template["header"]], {}
        for row in rows:
            cells = dict(zip(template["columns"], template["rows"].get(_id_of(row), ()), strict=False))
            if reason := _why_not(cells):
                left_out[row.name] = reason
            else:
                written.append(list({**cells, "Stock": str(row.available)}.values()))
        return UploadFile("woocommerce-stock.csv", _csv(written), left_out)


def _table(text: Text) -> Table[PlainKind]:
    nearest = list(NEEDED)
    for dialect in dialects(text):
        for number, header in enumerate(head(text, dialect), 1):
            columns = Columns(header, CALLED)
            missing = [name for name in NEEDED if columns[name] >= columns.width]
            if not missing:
                return Table(text, dialect, number, columns, PlainKind(LABEL), Limits())
            nearest = min(nearest, missing, key=len)
    raise UnreadableFile(NO_EXPORT.format(", ".join(nearest)))


def _whole(row: Row) -> Row:
    if row.misfit:
        raise UnreadableFile(f"This {LABEL} is damaged: row {row.number} {row.misfit}.")
    if not row.cell("ID").strip().isdecimal():
        raise UnreadableFile(f"This {LABEL} has no number of the product in row {row.number}.")
    return row


def _id_of(row: StockRow) -> str:
    return str(row.remote.get("variation") or row.remote.get("product") or "")


def _why_not(cells: Mapping[str, str]) -> str | None:
    return REFUSALS.get(_counted(cells["Stock"])) if cells else NOT_IN_IT


def _counted(stock: str) -> str:
    told = code(stock) or ""
    if NUMBER.fullmatch(told):
        return COUNTED
    return BY_PARENT if told.casefold() == "parent" else NOT_COUNTED


def _is_offer(row: Row) -> bool:
    kinds = {kind.strip() for kind in row.cell("Type").casefold().split(",")}
    is_many = any(kind.startswith("variable") for kind in kinds)
    return not kinds & WITHOUT_STOCK and (not is_many or _counted(row.cell("Stock")) == COUNTED)


def _offer(row: Row, ids: Mapping[str | None, str]) -> dict[str, Any]:
    own, told = row.cell("ID").strip(), code(row.cell("Stock")) or ""
    remote = {"product": own}
    if "variation" in row.cell("Type").casefold():
        parent = code(row.cell("Parent"))
        by_id = PARENT_ID.fullmatch(parent or "")
        remote = {"product": by_id[1] if by_id else ids.get(parent, ""), "variation": own}
    return {
        "key": own,
        "name": listed_as(code(row.cell("SKU")), own),
        "title": plain(row.cell("Name")) or "",
        "quantity": int(told) if WHOLE.fullmatch(told) else None,
        "remote": {**remote, "counted": _counted(told)},
    }


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    """As WooCommerce writes it, with a byte order mark."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerows(rows)
    return written.getvalue().encode("utf-8-sig")


STOCK_FILE = StockFile()
