"""An Amazon account: what it lists, what was ordered, which packages it knows, and how much may be asked of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

Json = dict[str, Any]


def moment_told(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def money(minor: int, currency: str) -> Json:
    amount = str(minor) if currency == "JPY" else f"{minor // 100}.{minor % 100:02}"
    return {"amount": amount, "currencyCode": currency}


@dataclass
class Quota:
    """So many calls at once; each second gives some back."""

    burst: float
    per_second: float
    left: float = -1.0
    at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def take(self) -> bool:
        now = datetime.now(UTC)
        before = self.burst if self.left < 0 else self.left
        self.left = min(self.burst, before + (now - self.at) / timedelta(seconds=1) * self.per_second)
        self.at = now
        if self.left < 1:
            return False
        self.left -= 1
        return True


@dataclass
class World:
    """Everything that one account knows. Its clock runs unless `now` is set. `lent` is how many tokens it gave."""

    client_id: str = "amzn1.application.simulated"
    client_secret: str = "amzn1.oa2.simulated"
    refresh_token: str = "Atzr|simulated"
    seller: str = "A1SIMULATED"
    marketplace: str = "A1F83G8C2ARO7P"
    marketplace_name: str = "Amazon.co.uk"
    currency: str = "GBP"
    page: int = 100
    now: datetime | None = None
    token_lasts: int = 3600
    lent: int = 0
    tokens: set[str] = field(default_factory=set)
    orders: dict[str, Json] = field(default_factory=dict)
    listings: dict[str, Json] = field(default_factory=dict)
    mails: list[str] = field(default_factory=list)
    quotas: dict[str, Quota] = field(
        default_factory=lambda: {
            "search": Quota(20, 0.0056),
            "order": Quota(30, 0.5),
            "confirm": Quota(10, 2),
            "listings": Quota(5, 5),
            "patch": Quota(25, 25),
        }
    )
    lock: threading.RLock = field(default_factory=threading.RLock)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def moment(self) -> datetime:
        return (self.now or datetime.now(UTC)).replace(microsecond=0)

    def add_listing(
        self, sku: str, name: str, quantity: int, price: int = 1500, channel: str = "DEFAULT"
    ) -> None:
        """`channel` is where the goods lie: with the seller, or in Amazon's warehouses (AMAZON_EU)."""
        self.listings[sku] = {"name": name, "quantity": quantity, "price": price, "channel": channel}

    def place_order(
        self, *lines: tuple[str, int], status: str = "UNSHIPPED", by: str = "MERCHANT", **changes: Any
    ) -> Json:
        """Somebody buys so many of each SKU; the account counts its own stock down."""
        with self.lock:
            number, placed = next(self.numbers), moment_told(self.moment())
            items = [self._item(number, turn, *line) for turn, line in enumerate(lines, 1)]
            total = sum(self.listings[sku]["price"] * quantity for sku, quantity in lines)
            order = {
                "orderId": f"203-{number:07}-{number * 7 % 10_000_000:07}",
                "createdTime": placed,
                "lastUpdatedTime": placed,
                "salesChannel": {
                    "channelName": "AMAZON",
                    "marketplaceId": self.marketplace,
                    "marketplaceName": self.marketplace_name,
                },
                "buyer": {"buyerName": "Ana Pereira", "buyerEmail": "ana-1@marketplace.example.org"},
                "recipient": {"deliveryAddress": ADDRESS},
                "proceeds": {"grandTotal": money(total, self.currency)},
                "fulfillment": {
                    "fulfillmentStatus": status,
                    "fulfilledBy": by,
                    "fulfillmentServiceLevel": "STANDARD",
                    "shipByWindow": {"latestDateTime": moment_told(self.moment() + timedelta(days=2))},
                },
                "orderItems": items,
                "packages": [],
                **changes,
            }
            if status == "PENDING":
                order |= {"recipient": {}, "buyer": {}}
            self.orders[order["orderId"]] = order
            return order

    def _item(self, number: int, turn: int, sku: str, quantity: int) -> Json:
        listing = self.listings[sku]
        listing["quantity"] = max(0, listing["quantity"] - quantity)
        goods = money(listing["price"] * quantity, self.currency)
        return {
            "orderItemId": f"{number * 100 + turn:014}",
            "quantityOrdered": quantity,
            "product": {
                "asin": f"B{abs(hash(sku)) % 10**9:09}",
                "title": listing["name"],
                "sellerSku": sku,
                "price": {"unitPrice": money(listing["price"], self.currency)},
            },
            "proceeds": {"proceedsTotal": goods, "breakdowns": [{"type": "ITEM", "subtotal": goods}]},
            "fulfillment": {"quantityFulfilled": 0, "quantityUnfulfilled": quantity},
        }

    def pay(self, order_id: str) -> None:
        """What was pending is to be sent now, and says where to."""
        order = self.orders[order_id]
        order["recipient"] = {"deliveryAddress": ADDRESS}
        order["buyer"] = {"buyerName": "Ana Pereira", "buyerEmail": "ana-1@marketplace.example.org"}
        self._change(order, "UNSHIPPED")

    def cancel(self, order_id: str) -> None:
        order = self.orders[order_id]
        for item in order["orderItems"]:
            item["fulfillment"]["quantityUnfulfilled"] = 0
        self._change(order, "CANCELLED")

    def ask_to_cancel(self, order_id: str, reason: str = "Found it elsewhere") -> None:
        order = self.orders[order_id]
        for item in order["orderItems"]:
            item["cancellation"] = {"cancellationRequest": {"requester": "BUYER", "cancelReason": reason}}
        self._change(order, order["fulfillment"]["fulfillmentStatus"])

    def confirm(self, order: Json, package: Json) -> str | None:
        """What is wrong with it, or nothing. The same reference again changes the package and mails nobody."""
        with self.lock:
            items = {item["orderItemId"]: item for item in order["orderItems"]}
            known = [
                one for one in order["packages"] if one["packageReferenceId"] == package["packageReferenceId"]
            ]
            if unknown := [one for one in package["packageItems"] if one["orderItemId"] not in items]:
                return f"OrderItemId is invalid: {unknown[0]['orderItemId']}"
            if known:
                known[0].update(package)
                return None
            for one in package["packageItems"]:
                counts = items[one["orderItemId"]]["fulfillment"]
                if one["quantity"] > counts["quantityUnfulfilled"]:
                    return "Failed to create package due to not finding a matching package or order already fulfilled."
            for one in package["packageItems"]:
                counts = items[one["orderItemId"]]["fulfillment"]
                counts["quantityFulfilled"] += one["quantity"]
                counts["quantityUnfulfilled"] -= one["quantity"]
            order["packages"].append(package)
            self.mails.append(order["orderId"])
            left = any(item["fulfillment"]["quantityUnfulfilled"] for item in items.values())
            self._change(order, "PARTIALLY_SHIPPED" if left else "SHIPPED")
            return None

    def _change(self, order: Json, status: str) -> None:
        order["fulfillment"]["fulfillmentStatus"] = status
        order["lastUpdatedTime"] = moment_told(self.moment())


ADDRESS = {
    "name": "Ana Pereira",
    "addressLine1": "45 Oak Avenue",
    "addressLine2": "Flat 2A",
    "city": "London",
    "postalCode": "SW1A 1AA",
    "countryCode": "GB",
    "phone": "+44 20 7946 0958",
}
