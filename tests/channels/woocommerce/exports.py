"""Small exports of a WooCommerce shop: a line of a dict becomes a row, its missing columns blank."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from oms.channels.parsed import ParsedFile, ParsedOrder
from oms.channels.recognising import read_file
from oms.orders.drafts import OrderDraft

Cells = dict[str, str]

ADDRESS = (
    "first_name",
    "last_name",
    "company",
    "address_1",
    "address_2",
    "postcode",
    "city",
    "state",
    "country",
)
ORDER = (
    *(
        "order_id",
        "order_number",
        "order_date",
        "status",
        "shipping_total",
        "shipping_tax_total",
        "fee_total",
    ),
    *("fee_tax_total", "tax_total", "discount_total", "order_total", "order_currency", "payment_method"),
    *("shipping_method", "billing_email", "billing_phone"),
    *(f"billing_{part}" for part in ADDRESS),
    *(f"shipping_{part}" for part in ADDRESS),
    *("customer_note", "fee_items"),
)
BY_ITEM = (
    *ORDER,
    *(
        "refunded_total",
        "refunds",
        "order_number_formatted",
        "item_id",
        "item_product_id",
        "item_name",
        "item_sku",
    ),
    *("item_quantity", "item_subtotal", "item_subtotal_tax", "item_total", "item_total_tax", "item_refunded"),
    *("item_refunded_qty", "item_meta"),
)
WITHOUT_IDS = tuple(name for name in BY_ITEM if name not in {"item_id", "refunds", "refunded_total"})
BY_ORDER = (
    *ORDER,
    *("paid_date", "payment_method_title", "transaction_id", "shipping_phone", "refund_items"),
    *("line_item_1", "line_item_2"),
)
PRODUCT_ITEMS = tuple(
    f"Product Item {place} {part}"
    for place in (1, 2)
    for part in ("Name", "id", "SKU", "Quantity", "Total", "Subtotal")
)

WHOLE = {
    "order_id": "8120",
    "order_date": "2026-11-21 09:14:30",
    "status": "processing",
    "shipping_total": "4.90",
    "shipping_tax_total": "0.93",
    "fee_total": "2.00",
    "fee_tax_total": "0.38",
    "tax_total": "11.08",
    "discount_total": "5.00",
    "order_total": "69.38",
    "order_currency": "EUR",
    "payment_method": "stripe",
    "shipping_method": "DHL Express",
    "billing_email": "ana@example.org",
    "billing_phone": "+49 221 555 0101",
    "billing_first_name": "Ana",
    "billing_last_name": "Pereira",
    "billing_address_1": "Große Straße 5",
    "billing_postcode": "50667",
    "billing_city": "Köln",
    "billing_country": "DE",
    "shipping_first_name": "Bram",
    "shipping_last_name": "&#039;t Hooft",
    "shipping_address_1": "Keizersgracht 12",
    "shipping_postcode": "1015 CN",
    "shipping_city": "Amsterdam",
    "shipping_country": "NL",
}
LAMP = {
    "item_id": "501",
    "item_product_id": "72",
    "item_name": "Desk Lamp &ndash; Brass",
    "item_sku": "00712",
    "item_quantity": "3",
    "item_subtotal": "50.00",
    "item_total": "45.00",
    "item_total_tax": "8.55",
}
MUG = {
    "item_id": "502",
    "item_product_id": "80",
    "item_name": "Mug",
    "item_sku": "",
    "item_quantity": "1",
    "item_subtotal": "6.40",
    "item_total": "6.40",
    "item_total_tax": "1.22",
}
FEE = {"fee_items": "id:505|title:Gift wrap|tax_class:|total:2.00|total_tax:0.38|taxable:"}
LAMP_CELL = "name:Desk Lamp | Brass|product_id:71|sku:00712|quantity:3|total:45.00|sub_total:50.00|tax:8.55|pa_finish:brass|_variation_id:72"
MUG_CELL = "name:Mug|product_id:80|sku:|quantity:1|total:6.40|sub_total:6.40|tax:1.22|tax_data:a:0:{}"


def item(of: Cells = LAMP, **changes: str) -> Cells:
    """A row of the export with one row per item."""
    return {**WHOLE, **FEE, **of, **changes}


def whole(**changes: str) -> Cells:
    """A row of the export with one row per order."""
    return {
        **WHOLE,
        "paid_date": "2026-11-21 09:15:02",
        "payment_method_title": "Credit card",
        "transaction_id": "ch_3OqZ01",
        "shipping_method": "method_id:flat_rate|method_title:DHL Express|total:4.90|total_tax:0.93",
        "fee_items": "name:Gift wrap|total:2.00|tax:0.38|tax_data:a:0:{}",
        "line_item_1": LAMP_CELL,
        "line_item_2": MUG_CELL,
        **changes,
    }


def written(rows: Iterable[Cells], columns: tuple[str, ...]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


BOTH = (item(), item(MUG))


def read(*rows: Cells, columns: tuple[str, ...]) -> ParsedFile:
    parsed = read_file(written(rows, columns), channel="woocommerce")
    assert parsed.accounted_rows == parsed.rows
    return parsed


def one(*rows: Cells, columns: tuple[str, ...] = BY_ITEM) -> ParsedOrder:
    parsed = read(*rows, columns=columns)
    assert (parsed.refused, parsed.ignored, len(parsed.orders)) == ((), (), 1)
    return parsed.orders[0]


def order(**changes: str) -> OrderDraft:
    return one(whole(**changes), columns=BY_ORDER).draft
