"""Amazon's Shipping Confirmation file: one row for each line of a parcel, tab separated, exact to the byte.

Who has a template of Amazon's own may hand it in: its head is kept, in Japan with its own words before the names of
the columns and in its own code page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from oms.channels.amazon.cells import why_not
from oms.channels.amazon.parcels import LONG_CARRIER, LONGEST_NAME, NO_CARRIER, OTHER
from oms.channels.clients import Sending, SentLine
from oms.channels.uploads import UploadFile
from oms.reading.problems import UnreadableFile

COLUMNS = (
    *("order-id", "order-item-id", "quantity", "ship-date", "carrier-code", "carrier-name"),
    *("tracking-number", "ship-method"),
)
NEEDED = frozenset({"order-id", "ship-date", "carrier-code", "tracking-number"})
ORDER_ID = re.compile(r"[A-Z0-9]{3}-[0-9]{7}-[0-9]{7}")
CODECS = ("utf-8", "cp932", "cp1252")
MOST_HEAD_ROWS = 5
LARGEST_TEMPLATE = 1_000_000

NO_HEADER = "This is no shipping confirmation template: none of its first rows names {}."
NO_TEXT = "Save the template as text, with tabs between its cells, and hand in that."
NO_ORDER_ID = "“{}” is no order id of Amazon, which looks like 203-1234567-1234567."
NO_LINES = "The parcel settles no line of Amazon's order."
TWO_NUMBERS = (
    "It has no tracking number, and it is not the only parcel of its order: a blank one could delete the number of "
    "another at Amazon. Enter its number."
)
NOT_IN_CODE_PAGE = "“{}” cannot be written in the code page of the template."

Template = dict[str, Any]


class ShippingConfirmation:
    """As Seller Central takes it under Upload Order Related Files."""

    label = "Amazon shipping confirmation file"
    wants_template = False

    def read_template(self, content: bytes) -> Template:
        """Its rows down to the names of the columns. Raises UnreadableFile."""
        text, codec = _decoded(content[:LARGEST_TEMPLATE])
        head: list[str] = []
        for line in text.splitlines(keepends=True)[:MOST_HEAD_ROWS]:
            head.append(line)
            columns = [cell.strip("\ufeff ") for cell in line.rstrip("\r\n").split("\t")]
            if set(columns) >= NEEDED:
                return {"head": "".join(head), "codec": codec, "columns": columns}
        raise UnreadableFile(NO_HEADER.format(", ".join(sorted(NEEDED))))

    def write(self, sendings: Sequence[Sending], template: Template | None) -> UploadFile:
        head = template["head"] if template else "\t".join(COLUMNS) + "\r\n"
        columns, codec = (template["columns"], template["codec"]) if template else (COLUMNS, "utf-8")
        end = "\r\n" if head.endswith("\r\n") else "\n"
        left_out: dict[str, str] = {}
        content = [(head if head.endswith("\n") else head + end).encode(codec)]
        for sending in sendings:
            rows = list(_rows(sending))
            if reason := _trouble(sending, rows, sendings) or _unwritable(rows, codec):
                left_out[sending.key] = reason
                continue
            content += [_row(cells, columns, end).encode(codec) for cells in rows]
        return UploadFile("amazon-shipping-confirmation.txt", b"".join(content), left_out)


def _decoded(content: bytes) -> tuple[str, str]:
    """The text, and in what it was written: so the head comes out as it came in."""
    if b"\0" in content or content.startswith(b"PK"):
        raise UnreadableFile(NO_TEXT)
    for codec in CODECS:
        with suppress(UnicodeError):
            text = content.decode(codec)
            if text.encode(codec) == content:
                return text, codec
    raise UnreadableFile(NO_TEXT)


def _rows(sending: Sending) -> Iterator[dict[str, str]]:
    return (_cells(sending, line) for line in sending.lines)


def _cells(sending: Sending, line: SentLine) -> dict[str, str]:
    """Always with the item and its quantity, so that a part of an order is one."""
    return {
        "order-id": sending.order_external_id,
        "order-item-id": line.external_id,
        "quantity": str(line.quantity),
        "ship-date": sending.sent_at.date().isoformat(),
        "carrier-code": sending.carrier,
        "carrier-name": sending.carrier_name if sending.carrier == OTHER else "",
        "tracking-number": sending.tracking_number or "",
    }


def _row(cells: dict[str, str], columns: Sequence[str], end: str) -> str:
    return "\t".join(cells.get(name, "") for name in columns) + end


def _trouble(sending: Sending, rows: list[dict[str, str]], others: Sequence[Sending]) -> str | None:
    """Why a parcel cannot go into the file."""
    if not ORDER_ID.fullmatch(sending.order_external_id):
        return NO_ORDER_ID.format(sending.order_external_id)
    if not rows:
        return NO_LINES
    if sending.carrier == OTHER and not sending.carrier_name:
        return NO_CARRIER
    if sending.carrier == OTHER and len(sending.carrier_name) > LONGEST_NAME:
        return LONG_CARRIER
    if not sending.tracking_number and (not sending.is_first or _has_sibling(sending, others)):
        return TWO_NUMBERS
    return next((reason for cells in rows for cell in cells.values() if (reason := why_not(cell))), None)


def _has_sibling(sending: Sending, others: Sequence[Sending]) -> bool:
    same = (other for other in others if other.order_external_id == sending.order_external_id)
    return any(other.tracking_number for other in same)


def _unwritable(rows: list[dict[str, str]], codec: str) -> str | None:
    for cells in rows:
        for cell in cells.values():
            try:
                cell.encode(codec)
            except UnicodeEncodeError:
                return NOT_IN_CODE_PAGE.format(cell)
    return None
