"""A Shopify shop: what it sells, what was ordered and sent, and whom it tells of it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

from tests.channels.simulator import shopify_goods as goods
from tests.channels.simulator.shopify_goods import Json
from tests.channels.simulator.shopify_quota import Bucket
from tests.channels.simulator.shopify_telling import Subscription

HOME, AWAY = 655_441_491, 655_441_492


@dataclass
class World:
    """Everything that one shop knows. Its clock runs unless `now` is set."""

    token: str = "shpat_simulated"
    secret: str = "shpss_simulated"
    name: str = "Nordlicht"
    now: datetime | None = None
    places: dict[int, str] = field(default_factory=lambda: {HOME: "Back room", AWAY: "Pop-up store"})
    variants: dict[str, Json] = field(default_factory=dict)
    orders: dict[int, Json] = field(default_factory=dict)
    to_send: list[Json] = field(default_factory=list)
    """Fulfilment orders: what is left to send of an order, by place."""
    keys: dict[str, tuple[str, Any]] = field(default_factory=dict)
    forgets_keys: bool = False
    refuses: str = ""
    """Why nothing may be fulfilled just now."""
    subscriptions: list[Subscription] = field(default_factory=list)
    bucket: Bucket = field(default_factory=Bucket)
    lock: threading.RLock = field(default_factory=threading.RLock)
    numbers: Iterator[int] = field(default_factory=lambda: count(5_990_000_000_001))
    names: Iterator[int] = field(default_factory=lambda: count(1001))

    def moment(self) -> datetime:
        return self.now or datetime.now(UTC)

    def next_id(self) -> int:
        return next(self.numbers)

    def add_product(self, sku: str, title: str, stock: int, price: str = "10.00", place: int = HOME) -> Json:
        made = goods.variant(self.next_id(), sku, title, price, stock)
        self.variants[sku] = {**made, "place": place, "tracked": True}
        return self.variants[sku]

    def place_order(self, *lines: tuple[str, int], paid: bool = True, **changes: Any) -> Json:
        """Somebody buys so many of each SKU: the shop counts its own stock down, and tells the same twice."""
        with self.lock:
            items = [goods.line(self.next_id(), self.variants[sku], quantity) for sku, quantity in lines]
            name = f"#{next(self.names)}"
            order = goods.order(self.next_id(), name, items, self.moment(), paid=paid) | changes
            self.orders[order["id"]] = order
            for item in items:
                self._want(order, item)
        self.tell("orders/create", order)
        if paid:
            self.tell("orders/paid", order)
        return order

    def pay(self, order_id: int) -> Json:
        return self._change(order_id, "orders/paid", financial_status="paid")

    def cancel(self, order_id: int, *, gives_back: bool = True) -> Json:
        """What has not left is taken off, and what was paid goes back: told as a refund too."""
        with self.lock:
            order = self.orders[order_id]
            units = {one["sku"]: one["fulfillable_quantity"] for one in order["line_items"]}
            paid_back = order["total_price"] if gives_back and order["financial_status"] == "paid" else None
            order |= {"cancelled_at": goods.moment(self.moment()), "cancel_reason": "customer"}
            self._refund(order, paid_back, "cancel", units)
        self.tell("refunds/create", order["refunds"][-1])
        return self._change(order_id, "orders/cancelled")

    def refund(self, order_id: int, amount: str | None, restock: str = "no_restock", /, **units: int) -> Json:
        """Money, units, or both: the units by SKU, by default still to be sent."""
        with self.lock:
            order = self.orders[order_id]
            self._refund(order, amount, restock, units)
        self.tell("refunds/create", order["refunds"][-1])
        return self._change(order_id)

    def edit(
        self, order_id: int, *, add: tuple[str, int] | None = None, take: tuple[str, int] | None = None
    ) -> Json:
        """One line more, or fewer of one: what is taken off is a refund without money."""
        with self.lock:
            order = self.orders[order_id]
            if add:
                order["line_items"].append(goods.line(self.next_id(), self.variants[add[0]], add[1]))
                self._want(order, order["line_items"][-1])
            if take:
                self._refund(order, None, "cancel", dict([take]))
        self.tell("orders/edited", {"order_edit": {"id": self.next_id(), "order_id": order_id}})
        return self._change(order_id)

    def send_elsewhere(self, order_id: int, number: str = "", **units: int) -> Json:
        """Somebody marks it as sent on Shopify's own pages."""
        for sending in [one for one in self.to_send if one["order_id"] == order_id]:
            items = [(one, units.pop(one["sku"], 0)) for one in sending["lines"] if one["remaining"]]
            leaving = [(one, wanted) for one, wanted in items if wanted]
            if leaving:
                self.send(sending, leaving, {"number": number or None})
        return self.orders[order_id]

    def send(self, sending: Json, items: list[tuple[Json, int]], tracking: Json) -> Json:
        """So many of each item of a fulfilment order leave."""
        with self.lock:
            order = self.orders[sending["order_id"]]
            lines = {one["id"]: one for one in order["line_items"]}
            for item, units in items:
                item["remaining"] -= units
                line = lines[item["line_id"]]
                line["fulfillable_quantity"] -= units
                line["fulfillment_status"] = "partial" if line["fulfillable_quantity"] else "fulfilled"
            sending["status"] = "open" if any(one["remaining"] for one in sending["lines"]) else "closed"
            left = [{**lines[item["line_id"]], "quantity": units} for item, units in items]
            made = goods.fulfilment(self.next_id(), order["id"], left, self.moment(), tracking)
            order["fulfillments"].append(made)
            is_over = all(one["fulfillment_status"] == "fulfilled" for one in order["line_items"])
        self._change(order["id"], fulfillment_status="fulfilled" if is_over else "partial")
        return made

    def delete(self, order_id: int) -> None:
        self.orders.pop(order_id)
        self.tell("orders/delete", {"id": order_id})

    def subscribe(self, address: str, *, copies: int = 1) -> Subscription:
        self.subscriptions.append(Subscription(address, self.secret, copies))
        return self.subscriptions[-1]

    def tell(self, topic: str, about: Json) -> None:
        body = json.dumps(about).encode()
        for one in self.subscriptions:
            if one.is_on:
                one.deliver(topic, body, self.moment())

    def _change(self, order_id: int, topic: str = "", **changes: Any) -> Json:
        with self.lock:
            order = self.orders[order_id]
            order |= {**changes, "updated_at": goods.moment(self.moment())}
        if topic:
            self.tell(topic, order)
        self.tell("orders/updated", order)
        return order

    def _want(self, order: Json, line: Json) -> None:
        variant = self.variants[line["sku"]]
        variant["stock"] -= line["quantity"]
        item = {
            "id": self.next_id(),
            "line_id": line["id"],
            "sku": line["sku"],
            "remaining": line["quantity"],
        }
        for one in self.to_send:
            if (one["order_id"], one["place"]) == (order["id"], variant["place"]):
                one["lines"].append(item)
                return
        told = {"order_id": order["id"], "place": variant["place"], "status": "open", "lines": [item]}
        self.to_send.append({"id": self.next_id(), **told})

    def _refund(self, order: Json, amount: str | None, restock: str, units: dict[str, int]) -> None:
        """Only what is cancelled is not to be sent any more; what comes back is on the shelf again."""
        lines = [(one, units[one["sku"]]) for one in order["line_items"] if units.get(one["sku"])]
        for line, quantity in lines:
            line["current_quantity"] -= quantity
            if restock != "no_restock":
                self.variants[line["sku"]]["stock"] += quantity
            if restock == "cancel":
                line["fulfillable_quantity"] -= quantity
                [item] = (one for s in self.to_send for one in s["lines"] if one["line_id"] == line["id"])
                item["remaining"] -= quantity
        told = [
            {"id": self.next_id(), "line_item_id": line["id"], "quantity": quantity, "restock_type": restock}
            for line, quantity in lines
        ]
        number = self.next_id()
        order["refunds"].append(goods.refund(number, order["id"], amount, told, self.moment()))
        self.next_id()
        if amount:
            order["financial_status"] = "refunded" if amount == order["total_price"] else "partially_refunded"
