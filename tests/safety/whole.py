"""What comes in, as it is when nothing is wrong with it: a file of every known kind, and every message of a channel."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from oms.channels.columns.parsing import format_of
from oms.channels.parsed import Format
from oms.channels.shopify.webhooks import READERS
from tests.channels.amazon import told as amazon
from tests.channels.columns import test_explained_files as explained
from tests.channels.ebay import answers as ebay
from tests.channels.ebay.test_ebay_notifications import BODY as EBAY_TELLS
from tests.channels.etsy import told as etsy
from tests.channels.etsy.test_etsy_webhooks import TOLD as ETSY_TELLS
from tests.channels.files import SAMPLES
from tests.channels.shopify import messages as shopify
from tests.channels.square import test_square_sales as square
from tests.channels.woocommerce import exports
from tests.channels.woocommerce import messages as woocommerce
from tests.reading.test_workbooks import workbook

CHANNELS = SAMPLES.parent
EXPLAINED = explained.HEADER.split(";")
MEANING = explained.MEANING
IN_COLUMNS = tuple(name for name in exports.BY_ORDER if not name.startswith("line_item"))
FIRST_ITEM = {"Name": "Desk Lamp", "id": "71", "SKU": "LAMP", "Quantity": "3", "Total": "45.00"}


def mapped() -> list[Format]:
    """The kind of file that somebody explained."""
    return [format_of("columns-1", "other", MEANING, EXPLAINED)]


def _files() -> dict[str, bytes]:
    found = {
        f"{folder.parent.name} {path.stem}": path.read_bytes()
        for folder in (SAMPLES, *(CHANNELS / kind / "samples" for kind in ("amazon", "ebay", "etsy")))
        for path in sorted(folder.iterdir())
        if path.suffix in {".csv", ".tsv", ".txt"}
    }
    in_columns = exports.whole() | {f"Product Item 1 {part}": cell for part, cell in FIRST_ITEM.items()}
    found |= {
        "woocommerce items": exports.written(exports.BOTH, exports.BY_ITEM),
        "woocommerce orders": exports.written([exports.whole()], exports.BY_ORDER),
        "woocommerce in columns": exports.written([in_columns], (*IN_COLUMNS, *exports.PRODUCT_ITEMS)),
        "square": square.file(square.LAMP, square.MUG, square.BACK, square.CARD),
        "explained": f"{explained.HEADER}\n{explained.LAMP}\n{explained.MUG}\n".encode(),
    }
    return found | {"workbook": _workbook(SAMPLES / "shopify_orders.csv")}


def _workbook(path: Path) -> bytes:
    return workbook(*csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))


FILES = _files()


ORDERS = {
    "shopify": str(shopify.order()["id"]),
    "woocommerce": str(woocommerce.order()["id"]),
    "ebay": ebay.ORDER["orderId"],
    "etsy": str(etsy.receipt()["receipt_id"]),
    "amazon": amazon.order()["orderId"],
}
"""The order that the messages of a channel are about."""


@dataclass(frozen=True)
class Message:
    """What a channel tells by itself; with the topic `order`, what it answers when it is asked for one."""

    kind: str
    topic: str
    told: dict[str, Any]

    @property
    def was_asked(self) -> bool:
        return self.topic == "order"

    def of_another_order(self, number: int) -> Message:
        """The same, about an order whose id ends in these four digits."""
        known = ORDERS[self.kind]
        words = json.dumps(self.told).replace(known, f"{known[:-4]}{number:04}")
        return Message(self.kind, self.topic, json.loads(words))


SHOPIFY = {
    "refunds/create": shopify.refund(),
    "orders/edited": {"order_edit": {"id": 1, "order_id": shopify.order()["id"]}},
    "orders/delete": {"id": shopify.order()["id"]},
}
WOOCOMMERCE = {"order.deleted": {"id": woocommerce.order()["id"]}, "product.updated": {"id": 71}}

MESSAGES = [
    *(Message("shopify", topic, SHOPIFY.get(topic, shopify.order())) for topic in (*READERS, "app/removed")),
    *(
        Message("woocommerce", topic, WOOCOMMERCE.get(topic, woocommerce.order()))
        for topic in ("order.created", "order.updated", "order.restored", "order", *WOOCOMMERCE)
    ),
    Message("ebay", "order", ebay.ORDER),
    Message("ebay", "ORDER_CONFIRMATION", json.loads(EBAY_TELLS)),
    Message("etsy", "order", etsy.receipt()),
    Message("etsy", "order.paid", ETSY_TELLS),
    Message("amazon", "order", amazon.order()),
    Message("amazon", "ORDER_CHANGE", amazon.order()),
]
