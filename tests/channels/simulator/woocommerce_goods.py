"""What a WooCommerce shop writes down of a product and of an order, in the shape of its API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

Json = dict[str, Any]

ADDRESS = {
    "first_name": "Ana",
    "last_name": "Pereira",
    "company": "",
    "address_1": "Große Straße 5",
    "address_2": "",
    "city": "Köln",
    "state": "DE-NW",
    "postcode": "50667",
    "country": "DE",
}
AHEAD = timedelta(hours=1)
"""How far the clock of the shop is before UTC."""


def stamps(moment: datetime, *names: str) -> Json:
    """Each date twice, on the clock of the shop and in UTC, and neither says so."""
    written = {"": moment + AHEAD, "_gmt": moment}
    return {
        f"date_{name}{end}": at.strftime("%Y-%m-%dT%H:%M:%S") for name in names for end, at in written.items()
    }


def product(number: int, sku: str, name: str, stock: int | str | None, parent: int) -> Json:
    """`stock` is None where it is not counted, and `parent` where a variation leaves it to its product."""
    return {
        "id": number,
        "parent_id": parent,
        "type": "variation" if parent else "simple",
        "name": name,
        "sku": sku,
        "status": "publish",
        "price": "10.00",
        "manage_stock": "parent" if stock == "parent" else stock is not None,
        "stock_quantity": stock if isinstance(stock, int) else None,
    }


def order(number: int, items: list[Json], status: str, moment: datetime) -> Json:
    goods = sum((Decimal(item["total"]) for item in items), Decimal())
    paid = status in {"processing", "completed"}
    return {
        "id": number,
        "parent_id": 0,
        "number": str(number),
        "order_key": f"wc_order_{number}",
        "created_via": "checkout",
        "version": "9.4.2",
        "status": status,
        "currency": "EUR",
        "prices_include_tax": False,
        **stamps(moment, "created", "modified"),
        **(stamps(moment, "paid") if paid else {"date_paid": None, "date_paid_gmt": None}),
        "date_completed": None,
        "date_completed_gmt": None,
        "discount_total": "0.00",
        "discount_tax": "0.00",
        "shipping_total": "5.00",
        "shipping_tax": "0.00",
        "cart_tax": "0.00",
        "total": str(goods + 5),
        "total_tax": "0.00",
        "customer_note": "",
        "billing": {**ADDRESS, "email": "ana@example.org", "phone": "+49 221 555 0101"},
        "shipping": dict.fromkeys(ADDRESS, ""),
        "payment_method": "bacs",
        "payment_method_title": "Bank transfer",
        "transaction_id": "",
        "meta_data": [],
        "line_items": items,
        "tax_lines": [],
        "shipping_lines": [
            {"id": number * 100, "method_title": "Flat rate", "method_id": "flat_rate", "total": "5.00"}
        ],
        "fee_lines": [],
        "coupon_lines": [],
        "refunds": [],
    }


def item(number: int, bought: Json, quantity: int) -> Json:
    total = str(Decimal(bought["price"]) * quantity)
    own, parent = bought["id"], bought["parent_id"]
    return {
        "id": number,
        "name": bought["name"],
        "product_id": parent or own,
        "variation_id": own if parent else 0,
        "quantity": quantity,
        "subtotal": total,
        "subtotal_tax": "0.00",
        "total": total,
        "total_tax": "0.00",
        "taxes": [],
        "meta_data": [],
        "sku": bought["sku"],
        "price": float(bought["price"]),
    }


def refund(number: int, amount: str, items: list[Json], moment: datetime, next_id: Callable[[], int]) -> Json:
    """As the list of refunds of an order has it: units and sums below zero, and where each line came from."""
    lines = [
        {
            **one,
            "id": next_id(),
            "total": f"-{one['total']}",
            "quantity": -one["quantity"],
            "meta_data": [{"id": 1, "key": "_refunded_item_id", "value": str(one["id"])}],
        }
        for one in items
    ]
    return {"id": number, "amount": amount, "reason": "", "line_items": lines, **stamps(moment, "created")}
