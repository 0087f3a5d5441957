"""A receipt as Etsy's API tells it, and what it is read as."""

from __future__ import annotations

import json
from typing import Any

from oms.channels.etsy.webhooks import Webhooks
from oms.channels.events import Told
from oms.orders.drafts import OrderDraft

Json = dict[str, Any]
PLACED = 1_788_444_600
"""2026-09-03 14:10 UTC."""


def money(amount: int, currency: str = "EUR", divisor: int = 100) -> Json:
    return {"amount": amount, "divisor": divisor, "currency_code": currency}


def transaction(**changes: Any) -> Json:
    return {
        "transaction_id": 4100000001,
        "title": "Linen apron | &quot;Nº 7&quot;",
        "quantity": 2,
        "listing_id": 1500000001,
        "product_id": 9001,
        "sku": "LAMP",
        "price": money(1000),
        "paid_timestamp": PLACED + 60,
        "shipped_timestamp": None,
        "expected_ship_date": PLACED + 172_800,
        "shipping_method": "Standard",
        "shipping_upgrade": None,
        "is_digital": False,
        "variations": [],
        **changes,
    }


def receipt(*transactions: Json, **changes: Any) -> Json:
    """Two lamps, paid."""
    return {
        "receipt_id": 3001,
        "status": "paid",
        "is_paid": True,
        "is_shipped": False,
        "name": "Ana Pereira",
        "first_line": "Große Straße 5",
        "second_line": None,
        "city": "Köln",
        "state": None,
        "zip": "50667",
        "country_iso": "DE",
        "buyer_email": "ana@example.org",
        "payment_method": "cc",
        "message_from_buyer": None,
        "gift_message": "",
        "created_timestamp": PLACED,
        "updated_timestamp": PLACED + 120,
        "grandtotal": money(2600),
        "subtotal": money(2000),
        "total_shipping_cost": money(500),
        "total_tax_cost": money(100),
        "total_vat_cost": money(0),
        "discount_amt": money(0),
        "gift_wrap_price": money(0),
        "transactions": list(transactions) or [transaction()],
        "shipments": [],
        "refunds": [],
        **changes,
    }


def told(*transactions: Json, **changes: Any) -> Told:
    return reading(receipt(*transactions, **changes))


def reading(what: Any) -> Told:
    return Webhooks().read("order", json.dumps(what).encode()).orders[0]


def draft(*transactions: Json, **changes: Any) -> OrderDraft:
    return told(*transactions, **changes).draft
