"""An eBay seller's account: what is on offer, what was ordered and sent, and whom eBay tells of it."""

from __future__ import annotations

import hashlib
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

import httpx

from tests.channels.simulator import ebay_goods as goods
from tests.channels.simulator.ebay_goods import Json
from tests.channels.simulator.ebay_telling import Destination, SigningKey


@dataclass
class World:
    """Everything that eBay knows of one account. Its clock runs unless `now` is set."""

    client_id: str = "Nordlich-shop-PRD-1"
    client_secret: str = "PRD-simulated"
    refresh_token: str = "v^1.1#i^1#r^simulated"
    currency: str = "EUR"
    page: int = 0
    """How many things are on a page at the most; 0 for as many as are asked for."""
    now: datetime | None = None
    tokens: dict[str, str] = field(default_factory=dict)
    """Those that were lent, and what for."""
    items: dict[str, Json] = field(default_factory=dict)
    orders: dict[str, Json] = field(default_factory=dict)
    parcels: dict[str, list[Json]] = field(default_factory=dict)
    refuses: dict[str, Json] = field(default_factory=dict)
    """SKUs whose quantity is refused, with the error."""
    key: SigningKey = field(default_factory=SigningKey)
    destinations: list[Destination] = field(default_factory=list)
    lock: threading.RLock = field(default_factory=threading.RLock)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def moment(self) -> datetime:
        return (self.now or datetime.now(UTC)).replace(microsecond=0)

    def add_product(self, sku: str, title: str, stock: int, price: str = "10.00") -> Json:
        self.items[sku] = goods.item(sku, title, price, stock, 110_000_000_000 + next(self.numbers))
        return self.items[sku]

    def place_order(self, *lines: tuple[str, int], paid: bool = True, **changes: Any) -> Json:
        """Somebody buys so many of each SKU: eBay counts its own stock down, and tells each line twice."""
        with self.lock:
            number, at = next(self.numbers), self.moment()
            bought = [
                goods.line(
                    10_000_000_000_000 + next(self.numbers), self.items[sku], quantity, self.currency, at
                )
                for sku, quantity in lines
            ]
            order_id = f"12-{number:05d}-{40_000 + number:05d}"
            order = goods.order(order_id, number, bought, self.currency, at, paid=paid) | changes
            self.orders[order["orderId"]] = order
            for sku, quantity in lines:
                self.items[sku]["stock"] -= quantity
        self.tell(order)
        return order

    def pay(self, order_id: str, new_id: str | None = None) -> Json:
        """What was not paid at once may get another id then."""
        order = self.orders[order_id]
        payment = goods.payment(order["pricingSummary"]["total"], self.moment())
        with self.lock:
            order["paymentSummary"]["payments"] = [payment]
            if new_id:
                self.orders[new_id] = self.orders.pop(order_id)
                order["orderId"] = new_id
        return self._change(order["orderId"], orderPaymentStatus="PAID")

    def ask_to_cancel(self, order_id: str) -> Json:
        return self._change(order_id, cancelStatus={"cancelState": "IN_PROGRESS", "cancelRequests": []})

    def cancel(self, order_id: str) -> Json:
        order = self.orders[order_id]
        for line in order["lineItems"]:
            self.items[line["sku"]]["stock"] += line["quantity"]
        status = {
            "cancelState": "CANCELED",
            "cancelledDate": goods.moment(self.moment()),
            "cancelRequests": [],
        }
        return self._change(order_id, cancelStatus=status)

    def refund(self, order_id: str, value: str) -> Json:
        summary = self.orders[order_id]["paymentSummary"]
        summary["refunds"].append(goods.refund(next(self.numbers), value, self.currency, self.moment()))
        return self._change(order_id, orderPaymentStatus="PARTIALLY_REFUNDED")

    def send(self, order_id: str, told: Json) -> str:
        """A parcel is told: its number. The same tracking number again is the same parcel."""
        with self.lock:
            order, parcels = self.orders[order_id], self.parcels.setdefault(order_id, [])
            number = told.get("trackingNumber")
            known = next(
                (one for one in parcels if number and one.get("shipmentTrackingNumber") == number), None
            )
            parcel = known or {"fulfillmentId": number or f"99999{next(self.numbers)}"}
            parcel |= {"shippedDate": told["shippedDate"], "lineItems": told["lineItems"]}
            if number:
                parcel |= {
                    "shipmentTrackingNumber": number,
                    "shippingCarrierCode": told["shippingCarrierCode"],
                }
            if known is None:
                parcels.append(parcel)
            self._count_sent(order)
        return str(parcel["fulfillmentId"])

    def subscribe(self, address: str, token: str) -> Destination:
        """Only an address that can prove that it knows the token is told."""
        code = uuid.uuid4().hex
        told = httpx.get(address, params={"challenge_code": code}, timeout=60)
        proof = hashlib.sha256(f"{code}{token}{address}".encode()).hexdigest()
        if told.status_code != 200 or told.json() != {"challengeResponse": proof}:
            raise ValueError(f"the address does not prove itself: {told.status_code} {told.text}")
        made = Destination(address, token)
        self.destinations.append(made)
        return made

    def tell(self, order: Json) -> None:
        """Each line by itself, and each of them twice."""
        for line in order["lineItems"] * 2:
            told = goods.notification(order, line, f"{uuid.uuid4()}_{uuid.uuid4()}", self.moment())
            for one in self.destinations:
                one.deliver(told, self.key)

    def _change(self, order_id: str, **changes: Any) -> Json:
        """Only a new order is told. Of what becomes of it eBay says nothing by itself."""
        with self.lock:
            order = self.orders[order_id]
            order.update(changes, lastModifiedDate=goods.moment(self.moment()))
        return order

    def _count_sent(self, order: Json) -> None:
        sent: dict[str, int] = {}
        for parcel in self.parcels[order["orderId"]]:
            for line in parcel["lineItems"]:
                sent[line["lineItemId"]] = sent.get(line["lineItemId"], 0) + line["quantity"]
        for line in order["lineItems"]:
            done = sent.get(line["lineItemId"], 0)
            status = "FULFILLED" if done >= line["quantity"] else "IN_PROGRESS" if done else "NOT_STARTED"
            line["lineItemFulfillmentStatus"] = status
        states = {line["lineItemFulfillmentStatus"] for line in order["lineItems"]}
        whole = next(iter(states)) if len(states) == 1 else "IN_PROGRESS"
        self._change(order["orderId"], orderFulfillmentStatus=whole)
