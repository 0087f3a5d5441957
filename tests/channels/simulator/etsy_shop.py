"""An Etsy shop: what it lists, its receipts, whom it mails, and whom it tells of a payment."""

from __future__ import annotations

import base64
import json
import threading
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from tests.channels.simulator.etsy_signing import signed

Json = dict[str, Any]


def seconds(moment: datetime) -> int:
    return int(moment.timestamp())


@dataclass
class World:
    """Everything that one shop knows. Its clock runs unless `now` is set. Each renewal gives another refresh token;
    those before it hold on.
    """

    keystring: str = "keystring-simulated"
    shared_secret: str = "shared-simulated"
    shop_id: int = 7001
    name: str = "KilnAndLoom"
    currency: str = "EUR"
    now: datetime | None = None
    lent: int = 0
    per_day: int = 10_000
    refresh_tokens: set[str] = field(default_factory=lambda: {"7001.refresh"})
    tokens: set[str] = field(default_factory=set)
    listings: dict[int, Json] = field(default_factory=dict)
    receipts: dict[int, Json] = field(default_factory=dict)
    mails: list[tuple[int, str | None]] = field(default_factory=list)
    webhook_url: str | None = None
    webhook_secret: str = "whsec_" + base64.b64encode(b"a secret of the simulator").decode()
    answers: list[int] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    numbers: Iterator[int] = field(default_factory=lambda: count(3001))

    def moment(self) -> datetime:
        return (self.now or datetime.now(UTC)).replace(microsecond=0)

    def money(self, minor: int) -> Json:
        return {"amount": minor, "divisor": 100, "currency_code": self.currency}

    def add_listing(self, title: str, *products: tuple[str, int], price: int = 1500) -> int:
        """Each product by its SKU with its quantity; several are the sizes of one thing."""
        listing_id = 1_500_000_000 + next(self.numbers)
        sizes = ("S", "M", "L", "XL")
        self.listings[listing_id] = {
            "listing_id": listing_id,
            "title": title,
            "state": "active",
            "price": price,
            "products": [
                {
                    "product_id": listing_id * 10 + place,
                    "sku": sku,
                    "is_deleted": False,
                    "offerings": [{"quantity": quantity, "is_enabled": True, "is_deleted": False}],
                    "property_values": [
                        {"property_id": 100, "property_name": "Size", "values": [sizes[place]]}
                    ]
                    if len(products) > 1
                    else [],
                }
                for place, (sku, quantity) in enumerate(products)
            ],
        }
        return listing_id

    def place_order(self, *lines: tuple[str, int], is_paid: bool = True, **changes: Any) -> Json:
        """Somebody buys so many of each SKU; the shop counts its own stock down and tells of the payment."""
        with self.lock:
            at = seconds(self.moment())
            transactions = [self._transaction(turn, at, *line) for turn, line in enumerate(lines)]
            goods = sum(one["price"]["amount"] * one["quantity"] for one in transactions)
            receipt = {
                "receipt_id": next(self.numbers),
                "status": "paid" if is_paid else "payment processing",
                "is_paid": is_paid,
                "is_shipped": False,
                "created_timestamp": at,
                "updated_timestamp": at,
                **ADDRESS,
                "buyer_email": None,
                "payment_method": "cc",
                "message_from_buyer": None,
                "gift_message": "",
                "grandtotal": self.money(goods + 500),
                "subtotal": self.money(goods),
                "total_price": self.money(goods),
                "total_shipping_cost": self.money(500),
                "total_tax_cost": self.money(0),
                "total_vat_cost": self.money(0),
                "discount_amt": self.money(0),
                "gift_wrap_price": self.money(0),
                "transactions": transactions,
                "shipments": [],
                "refunds": [],
                **changes,
            }
            for one in transactions:
                one["paid_timestamp"] = at if is_paid else None
            self.receipts[receipt["receipt_id"]] = receipt
        if is_paid:
            self.tell(receipt)
        return receipt

    def _transaction(self, turn: int, at: int, sku: str, quantity: int) -> Json:
        listing, product = next(
            (listing, product)
            for listing in self.listings.values()
            for product in listing["products"]
            if product["sku"] == sku
        )
        offering = product["offerings"][0]
        offering["quantity"] = max(0, offering["quantity"] - quantity)
        if not any(one["offerings"][0]["quantity"] for one in listing["products"]):
            listing["state"] = "sold_out"
        return {
            "transaction_id": 4_100_000_000 + next(self.numbers) * 10 + turn,
            "title": listing["title"],
            "quantity": quantity,
            "listing_id": listing["listing_id"],
            "product_id": product["product_id"],
            "sku": sku,
            "is_digital": False,
            "price": self.money(listing["price"]),
            "shipped_timestamp": None,
            "expected_ship_date": at + 2 * 86_400,
            "variations": [
                {"formatted_name": one["property_name"], "formatted_value": one["values"][0]}
                for one in product["property_values"]
            ],
        }

    def cancel(self, receipt_id: int) -> None:
        self._change(self.receipts[receipt_id], status="canceled")

    def refund(self, receipt_id: int, minor: int) -> None:
        receipt, at = self.receipts[receipt_id], seconds(self.moment())
        refund = {"amount": self.money(minor), "created_timestamp": at, "status": "success"}
        receipt["refunds"].append(refund)
        self._change(receipt, status="partially refunded")

    def ship(self, receipt: Json, carrier: str | None, number: str | None) -> None:
        """Each time it marks the whole receipt, and mails the buyer."""
        with self.lock:
            at = seconds(self.moment())
            receipt["shipments"].append(
                {
                    "receipt_shipping_id": 9_000_000 + len(self.mails),
                    "shipment_notification_timestamp": at,
                    "carrier_name": carrier or "",
                    "tracking_code": number or "",
                }
            )
            for one in receipt["transactions"]:
                one["shipped_timestamp"] = at
            self.mails.append((receipt["receipt_id"], number))
            self._change(receipt, status="completed", is_shipped=True)

    def _change(self, receipt: Json, **changes: Any) -> None:
        receipt |= changes | {"updated_timestamp": seconds(self.moment())}

    def tell(self, receipt: Json, at: datetime | None = None) -> None:
        """ORDER_PAID, to whom it may concern: thin, and signed."""
        if self.webhook_url is None:
            return
        address = (
            f"https://openapi.etsy.com/v3/application/shops/{self.shop_id}/receipts/{receipt['receipt_id']}"
        )
        told = {"event_type": "order.paid", "resource_url": address, "shop_id": str(self.shop_id)}
        body = json.dumps(told).encode()
        headers = signed(body, self.webhook_secret, at or self.moment())
        asked = urllib.request.Request(self.webhook_url, body, headers, method="POST")
        with urllib.request.urlopen(asked, timeout=5) as answer:
            self.answers.append(answer.status)


ADDRESS = {
    "name": "Ana Pereira",
    "first_line": "Große Straße 5",
    "second_line": None,
    "city": "Köln",
    "state": None,
    "zip": "50667",
    "country_iso": "DE",
}
