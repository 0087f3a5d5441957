"""eBay's file of prices and quantities: what the seller downloaded goes back, with other quantities and nothing else.

A listing is addressed by its number, and one of its variations by what tells it apart. Only the downloaded file says
which those are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from oms.channels.ebay.naming import item_key, told_variation
from oms.channels.ebay.tables import Sheet, read_sheet, write_sheet
from oms.channels.uploads import StockRow, UploadFile
from oms.reading.cells import BadCell, code, identifier, quantity, text
from oms.reading.problems import UnreadableFile
from oms.reading.rows import folded

LABEL = "eBay file of prices and quantities"
ACTION, ITEM, TITLE, LEFT = "Action", "Item number", "Title", "Available quantity"
KIND_OF_ROW, DETAILS, SKU = "Relationship", "Relationship details", "Custom label (SKU)"
NEEDED = (ACTION, ITEM, LEFT)
REVISE, VARIATION = "Revise", "variation"

NOT_IN_IT = "It is not in the file that you gave. Download a new one from eBay and give that."
NOTHING_IN_IT = f"This {LABEL} holds no listing whose quantity could be told."


class QuantityFile:
    """As Seller Hub takes it under Reports, Uploads; the file itself is under Reports, Downloads, Active listings."""

    label = LABEL
    wants_template = True

    def read_template(self, content: bytes) -> Any:
        """The file as it is, row by row, and the offers in it. Raises UnreadableFile."""
        sheet = read_sheet(content, LABEL, NEEDED)
        listed = {one.key: one for one in _listed(sheet)}
        if not listed:
            raise UnreadableFile(NOTHING_IN_IT)
        return {
            **sheet.told(),
            "rows": {key: {"cells": one.cells, "listing": one.listing} for key, one in listed.items()},
            "offers": [_offer(sheet, one) for one in listed.values()],
        }

    def write(self, rows: Sequence[StockRow], template: Any) -> UploadFile:
        """In the order of the seller's file, where the variations of a listing stand below it."""
        kept, wanted = template["rows"], {row.remote.get("key"): row for row in rows}
        left_out = {row.name: NOT_IN_IT for key, row in wanted.items() if key not in kept}
        written: list[list[str]] = []
        listing = None
        for key, one in kept.items():
            if key not in wanted:
                continue
            if one["listing"] and one["listing"] != listing:
                written.append(one["listing"])
            listing = one["listing"]
            written.append(_revised(template["header"], one["cells"], wanted[key].available))
        return UploadFile("ebay-quantities.csv", write_sheet(template, written), left_out)


@dataclass(frozen=True, slots=True)
class Listed:
    """A row that has a quantity of its own; `listing` is the row of the listing that it is a variation of."""

    key: str
    cells: list[str]
    listing: list[str] | None


def _listed(sheet: Sheet) -> Iterator[Listed]:
    above, number = None, None
    for place, cells in enumerate(_whole_rows(sheet)):
        is_variation = _is_variation(sheet, cells)
        own = _number(sheet, cells, place)
        if own is None and not is_variation:
            raise UnreadableFile(f"This {LABEL} is damaged: row {place + 1} of its listings has no {ITEM}.")
        above = above if is_variation and own in {None, number} else None
        number = own or number
        if not is_variation and _has_variations(sheet, place):
            above = cells
        elif number:
            details = told_variation(_cell(sheet, cells, DETAILS))
            yield Listed(item_key(number, details), cells, above if is_variation else None)


def _whole_rows(sheet: Sheet) -> Iterator[list[str]]:
    width = len(sheet.header)
    return ([*row, *[""] * (width - len(row))][:width] for row in sheet.rows)


def _is_variation(sheet: Sheet, cells: Sequence[str]) -> bool:
    return folded(_cell(sheet, cells, KIND_OF_ROW)) == VARIATION


def _has_variations(sheet: Sheet, place: int) -> bool:
    return any(_is_variation(sheet, row) for row in sheet.rows[place + 1 : place + 2])


def _number(sheet: Sheet, cells: Sequence[str], place: int) -> str | None:
    try:
        return identifier(_cell(sheet, cells, ITEM))
    except BadCell as problem:
        raise UnreadableFile(
            f"This {LABEL} is damaged: row {place + 1} of its listings: {problem}."
        ) from problem


def _cell(sheet: Sheet, row: Sequence[str], name: str) -> str:
    place = sheet.columns().get(folded(name))
    return row[place] if place is not None and place < len(row) else ""


def _offer(sheet: Sheet, one: Listed) -> dict[str, Any]:
    variation = told_variation(_cell(sheet, one.cells, DETAILS))
    title = text(_cell(sheet, one.cells, TITLE)) or text(_cell(sheet, one.listing or [], TITLE)) or one.key
    return {
        "key": one.key,
        "name": code(_cell(sheet, one.cells, SKU)) or one.key,
        "title": f"{title} [{variation}]" if variation and variation not in title else title,
        "quantity": _left(_cell(sheet, one.cells, LEFT)),
        "remote": {"key": one.key},
    }


def _left(cell: str) -> int | None:
    try:
        return quantity(cell)
    except BadCell:
        return None


def _revised(header: Sequence[str], row: Sequence[str], left: int) -> list[str]:
    """The row as it came, but for the quantity."""
    new = {folded(ACTION): REVISE, folded(LEFT): str(left)}
    return [new.get(folded(name), cell) for name, cell in zip(header, row, strict=True)]
