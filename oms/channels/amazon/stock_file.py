"""Amazon's price and quantity file with the two columns that concern stock: what it leaves out stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NoReturn

from oms.channels.amazon.cells import why_not
from oms.channels.uploads import StockRow, UploadFile
from oms.reading.problems import UnreadableFile

NO_TEMPLATE = "Amazon's quantity file looks the same for everybody; none is needed here."
NO_NAME = "It has no SKU by which Amazon knows it."


class PriceAndQuantity:
    """Tab separated; it speaks of stock alone, never of prices."""

    label = "Amazon price and quantity file"
    wants_template = False

    def read_template(self, content: bytes) -> NoReturn:
        del content
        raise UnreadableFile(NO_TEMPLATE)

    def write(self, rows: Sequence[StockRow], template: Any) -> UploadFile:
        del template
        left_out = {row.name: reason for row in rows if (reason := _trouble(row))}
        lines = [
            "sku\tquantity",
            *(f"{row.name}\t{row.available}" for row in rows if row.name not in left_out),
        ]
        content = "".join(f"{line}\r\n" for line in lines).encode()
        return UploadFile("amazon-quantities.txt", content, left_out)


def _trouble(row: StockRow) -> str | None:
    return why_not(row.name) if row.name else NO_NAME
