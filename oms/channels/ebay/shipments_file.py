"""eBay's tracking upload: one row for each line of a parcel.

The seller's own template is kept as it is, and the columns of it that we know are filled in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from oms.channels.clients import Sending, SentLine
from oms.channels.ebay.naming import item_of
from oms.channels.ebay.tables import INFO, read_sheet, why_not, write_sheet
from oms.channels.uploads import UploadFile
from oms.reading.rows import folded

LABEL = "eBay tracking file"
COLUMNS = (
    *("Shipping Status", "Order Number", "Item Number", "Item Title", "Custom Label", "Transaction ID"),
    *("Shipping Carrier Used", "Tracking Number"),
)
NEEDED = ("Order Number", "Tracking Number")
PLAIN: dict[str, Any] = {
    "before": [[INFO]],
    "header": list(COLUMNS),
    "form": {"delimiter": ",", "mark": False, "end": "\r\n"},
}
SENT = "Shipped"

NO_LINES = "The parcel settles no line of eBay's order."
NOT_PAID = "eBay knows this order only by the number of a sales record, which its file does not take."


class TrackingFile:
    """As Seller Hub takes it under Reports, Uploads."""

    label = LABEL
    wants_template = False

    def read_template(self, content: bytes) -> Any:
        """The rows above its names of columns, and those. Raises UnreadableFile."""
        return read_sheet(content, "template for tracking of eBay's", NEEDED).told()

    def write(self, sendings: Sequence[Sending], template: Any) -> UploadFile:
        form = template or PLAIN
        left_out: dict[str, str] = {}
        written: list[list[str]] = []
        for sending in sendings:
            rows = [_row(sending, line, form["header"]) for line in sending.lines]
            if reason := _trouble(sending) or why_not(cell for row in rows for cell in row):
                left_out[sending.key] = reason
            else:
                written += rows
        return UploadFile("ebay-tracking.csv", write_sheet(form, written), left_out)


def _row(sending: Sending, line: SentLine, header: Sequence[str]) -> list[str]:
    cells = {folded(name): cell for name, cell in _cells(sending, line)}
    return [cells.get(folded(name), "") for name in header]


def _cells(sending: Sending, line: SentLine) -> Iterator[tuple[str, str]]:
    """A line is known by its transaction, or by the number of the item where it came without one."""
    item = item_of(line.external_id)
    yield "Shipping Status", SENT
    yield "Order Number", sending.order_external_id
    yield "Item Number", item or ""
    yield "Transaction ID", "" if item else line.external_id
    yield "Shipping Carrier Used", sending.carrier
    yield "Tracking Number", sending.tracking_number or ""


def _trouble(sending: Sending) -> str | None:
    if not sending.lines:
        return NO_LINES
    if sending.order_external_id.isdigit():
        return NOT_PAID
    return None
