"""What a Shopify shop writes down of an order, a fulfilment and a refund, in the shape of its webhooks."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

Json = dict[str, Any]

ADDRESS = {
    "first_name": "Ana",
    "last_name": "Pereira",
    "name": "Ana Pereira",
    "company": None,
    "address1": "Große Straße 5",
    "address2": "",
    "city": "Köln",
    "province": None,
    "province_code": None,
    "zip": "50667",
    "country": "Germany",
    "country_code": "DE",
    "phone": "+49 221 555 0101",
}
SHIPPING = Decimal("4.90")


def money(amount: Decimal | str) -> Json:
    told = {"amount": f"{Decimal(amount):.2f}", "currency_code": "EUR"}
    return {"shop_money": told, "presentment_money": dict(told)}


def both(name: str, amount: Decimal | str) -> Json:
    """As a text and in the shop's own currency, as the body of a webhook has it."""
    return {name: f"{Decimal(amount):.2f}", f"{name}_set": money(amount)}


def moment(at: datetime) -> str:
    return at.replace(microsecond=0).isoformat()


def variant(number: int, sku: str, title: str, price: str, stock: int) -> Json:
    return {
        "id": number,
        "sku": sku,
        "title": title,
        "price": price,
        "item": number + 500_000,
        "stock": stock,
    }


def line(number: int, of: Json, quantity: int) -> Json:
    return {
        "id": number,
        "variant_id": of["id"],
        "sku": of["sku"],
        "title": of["title"],
        "variant_title": None,
        "name": of["title"],
        "quantity": quantity,
        "current_quantity": quantity,
        "fulfillable_quantity": quantity,
        "fulfillment_status": None,
        **both("price", of["price"]),
        **both("total_discount", "0"),
        "discount_allocations": [],
        "tax_lines": [],
        "requires_shipping": True,
        "gift_card": False,
        "properties": [],
    }


def order(number: int, name: str, lines: list[Json], at: datetime, *, paid: bool) -> Json:
    goods = sum((Decimal(one["price"]) * one["quantity"] for one in lines), Decimal())
    return {
        "id": number,
        "name": name,
        "order_number": int(name[1:]),
        "test": False,
        "email": "ana@example.org",
        "phone": None,
        "created_at": moment(at),
        "updated_at": moment(at),
        "processed_at": moment(at),
        "cancelled_at": None,
        "cancel_reason": None,
        "currency": "EUR",
        "presentment_currency": "EUR",
        "financial_status": "paid" if paid else "pending",
        "fulfillment_status": None,
        "payment_gateway_names": ["shopify_payments"],
        "taxes_included": True,
        **both("subtotal_price", goods),
        **both("total_discounts", "0"),
        **both("total_tax", "0"),
        **both("total_price", goods + SHIPPING),
        **both("total_shipping_price", SHIPPING),
        "total_tip_received": "0.00",
        "discount_codes": [],
        "note": None,
        "note_attributes": [],
        "shipping_lines": [{"title": "Standard", "code": "standard", **both("price", SHIPPING)}],
        "shipping_address": dict(ADDRESS),
        "billing_address": dict(ADDRESS),
        "customer": {"id": 7_000_001, "first_name": "Ana", "last_name": "Pereira"},
        "line_items": lines,
        "fulfillments": [],
        "refunds": [],
    }


def fulfilment(number: int, order_id: int, lines: list[Json], at: datetime, tracking: Json) -> Json:
    return {
        "id": number,
        "order_id": order_id,
        "status": "success",
        "created_at": moment(at),
        "tracking_company": tracking.get("company"),
        "tracking_number": tracking.get("number"),
        "tracking_url": tracking.get("url"),
        "line_items": lines,
    }


def refund(number: int, order_id: int, amount: str | None, lines: list[Json], at: datetime) -> Json:
    """Without an amount no money went back; what the lines come to tells nothing of it."""
    paid_back = {
        "id": number + 1,
        "kind": "refund",
        "status": "success",
        "gateway": "shopify_payments",
        "amount": amount,
        "currency": "EUR",
    }
    return {
        "id": number,
        "order_id": order_id,
        "created_at": moment(at),
        "processed_at": moment(at),
        "note": "",
        "refund_line_items": lines,
        "transactions": [paid_back] if amount else [],
        "order_adjustments": [],
    }
