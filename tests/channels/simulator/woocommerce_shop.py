"""A WooCommerce shop: what it sells, what was ordered, and whom it tells of it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from tests.channels.simulator import woocommerce_goods as goods
from tests.channels.simulator.woocommerce_goods import Json, stamps
from tests.channels.simulator.woocommerce_telling import Subscription


@dataclass
class World:
    """Everything that one shop knows. Its clock runs unless `now` is set."""

    key: str = "ck_simulated"
    secret: str = "cs_simulated"
    name: str = "Nordlicht"
    has_tracking: bool = True
    now: datetime | None = None
    products: dict[int, Json] = field(default_factory=dict)
    orders: dict[int, Json] = field(default_factory=dict)
    refunds: dict[int, list[Json]] = field(default_factory=dict)
    notes: dict[int, list[Json]] = field(default_factory=dict)
    trackings: dict[int, list[Json]] = field(default_factory=dict)
    subscriptions: list[Subscription] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    numbers: Iterator[int] = field(default_factory=lambda: count(8001))

    def moment(self) -> datetime:
        return (self.now or datetime.now(UTC)).replace(microsecond=0)

    def next_id(self) -> int:
        return next(self.numbers)

    def add_product(self, sku: str, name: str, stock: int | str | None, parent: int = 0, **more: Any) -> int:
        """Stock is None where nobody counts it, and `parent` where a variation leaves it to its product."""
        number = self.next_id()
        self.products[number] = goods.product(number, sku, name, stock, parent) | more
        if parent:
            self.products[parent]["type"] = "variable"
        return number

    def place_order(self, *lines: tuple[str, int], paid: bool = True, **changes: Any) -> Json:
        """Somebody buys so many of each SKU: the shop counts its own stock down, and tells the same twice."""
        status = "processing" if paid else "on-hold"
        with self.lock:
            bought = [(self._sold_as(sku), quantity) for sku, quantity in lines]
            items = [goods.item(self.next_id(), product, quantity) for product, quantity in bought]
            order = goods.order(self.next_id(), items, status, self.moment()) | changes
            self.orders[order["id"]] = order
            self._count(order, -1)
        self.tell("order.created", order)
        self.tell("order.updated", order)
        return order

    def change(self, order_id: int, topic: str = "order.updated", **changes: Any) -> Json:
        with self.lock:
            order = self.orders[order_id]
            order.update(changes, **stamps(self.moment(), "modified"))
        self.tell(topic, order)
        return order

    def cancel(self, order_id: int) -> Json:
        self._count(self.orders[order_id], 1)
        return self.change(order_id, status="cancelled")

    def complete(self, order_id: int) -> Json:
        return self.change(order_id, status="completed", **stamps(self.moment(), "completed"))

    def refund(self, order_id: int, amount: str, **units: int) -> Json:
        """Money goes back, with so many units of each SKU where they are told. The webhook tells the sum alone."""
        order = self.orders[order_id]
        back = [
            {**item, "quantity": units[item["sku"]]} for item in order["line_items"] if item["sku"] in units
        ]
        made = goods.refund(self.next_id(), amount, back, self.moment(), self.next_id)
        self.refunds.setdefault(order_id, []).insert(0, made)
        told = [{"id": made["id"], "reason": "", "total": f"-{amount}"}, *order["refunds"]]
        return self.change(order_id, refunds=told)

    def trash(self, order_id: int) -> None:
        with self.lock:
            self.orders[order_id].update(status="trash", **stamps(self.moment(), "modified"))
        self.tell("order.deleted", {"id": order_id})

    def restore(self, order_id: int, status: str = "processing") -> Json:
        return self.change(order_id, "order.restored", status=status)

    def subscribe(self, address: str, secret: str) -> Subscription:
        """Save a webhook, which pings its address at once."""
        made = Subscription(len(self.subscriptions) + 1, address, secret)
        self.subscriptions.append(made)
        made.ping()
        return made

    def tell(self, topic: str, about: Json) -> None:
        body = json.dumps(about).encode()
        for one in self.subscriptions:
            if one.is_on:
                one.deliver(topic, body, self.moment())

    def _sold_as(self, sku: str) -> Json:
        return next(product for product in self.products.values() if product["sku"] == sku)

    def _count(self, order: Json, sign: int) -> None:
        for item in order["line_items"]:
            product = self.products[item["variation_id"] or item["product_id"]]
            counted = self.products[product["parent_id"]] if product["manage_stock"] == "parent" else product
            if counted["manage_stock"] is True:
                counted["stock_quantity"] += sign * item["quantity"]
