"""Channels that tell by themselves: accounts that are connected, events that are signed, and a worker that reads them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from oms.channels.connections import Connection, Intake
from oms.core import clock
from oms.core.db import db, transaction
from oms.core.sealing import seal
from oms.core.working import work_once
from tests.channels.bringing import account
from tests.shop import Shop

SECRET = "a secret that two share"
KEYS = {
    "shopify": {"access_token": "shpat_x", "location_id": "1", "webhook_secret": SECRET},
    "woocommerce": {"consumer_key": "ck_x", "consumer_secret": "cs_x", "webhook_secret": SECRET},
}


@dataclass(frozen=True)
class Event:
    """One event, as the channel calls it. `delivery` is the channel's own id of it."""

    kind: str
    topic: str
    told: dict[str, Any]
    delivery: str = "event-1"

    @property
    def body(self) -> bytes:
        return json.dumps(self.told).encode()

    def headers(self, secret: str = SECRET) -> dict[str, str]:
        digest = hmac.new(secret.encode(), self.body, hashlib.sha256).digest()
        signature = base64.b64encode(digest).decode()
        if self.kind == "shopify":
            told = {"X-Shopify-Topic": self.topic, "X-Shopify-Webhook-Id": self.delivery}
            return told | {"X-Shopify-Hmac-Sha256": signature}
        told = {"X-WC-Webhook-Topic": self.topic, "X-WC-Webhook-Delivery-ID": self.delivery}
        return told | {"X-WC-Webhook-Signature": signature}


def connected(
    shop: Shop, kind: str = "shopify", name: str = "nordlicht", *, is_on: bool = True, **keys: str
) -> int:
    """An account that is connected. One that is off is never asked, and tells all the same."""
    channel_id = account(shop, kind, name)
    with shop.inside(), transaction() as session:
        sealed = seal({**KEYS[kind], **keys})
        told: dict[str, Any] = {
            "base_url": "https://nordlicht.example",
            "sealed_keys": sealed,
            "since": clock.now(),
        }
        told["is_on"] = is_on
        session.add(Connection(channel_id=channel_id, **told))
    return channel_id


def send(shop: Shop, channel_id: int, event: Event, **changes: Any) -> TestResponse:
    told: dict[str, Any] = {"data": event.body, "headers": event.headers()}
    told |= {"content_type": "application/json"} | changes
    return shop.app.test_client().post(f"/hooks/{channel_id}", **told)


def tell(shop: Shop, channel_id: int, *events: Event) -> None:
    """Each is sent and answered, then the worker does what is due."""
    for event in events:
        answer = send(shop, channel_id, event)
        assert answer.status_code == 200, answer.text
    work(shop)


def work(shop: Shop) -> None:
    with shop.inside():
        work_once(shop.app)


def events(shop: Shop, channel_id: int | None = None) -> Sequence[Intake]:
    """All that was kept, oldest first."""
    query = select(Intake).order_by(Intake.id)
    if channel_id is not None:
        query = query.where(Intake.channel_id == channel_id)
    with shop.inside():
        found = db.session.scalars(query).all()
        for one in found:
            db.session.expunge(one)
    return found


def outcomes(shop: Shop) -> list[tuple[str, str | None, str | None]]:
    """Of each event: its topic, what became of it, and why."""
    return [(one.topic, one.outcome, one.sentence) for one in events(shop)]


SHIP_TO = {
    "name": "Ana Pereira",
    "address1": "Große Straße 5",
    "city": "Köln",
    "zip": "50667",
    "country_code": "DE",
}


def shopify_order(number: int = 1001, at: str = "2026-11-23T10:00:00Z", **changes: Any) -> dict[str, Any]:
    """Two lamps, paid; `at` is when it was changed last."""
    told = {
        "id": 5_550_000_000 + number,
        "name": f"#{number}",
        "created_at": "2026-11-23T09:00:00Z",
        "updated_at": at,
        "currency": "EUR",
        "financial_status": "paid",
        "total_price": "20.00",
        "shipping_address": SHIP_TO,
        "line_items": [shopify_line()],
        "refunds": [],
    }
    return told | changes


def shopify_line(line_id: int = 11, sku: str = "LAMP", quantity: int = 2, **changes: Any) -> dict[str, Any]:
    return {"id": line_id, "sku": sku, "name": sku.title(), "quantity": quantity, "price": "10.00"} | changes


def shopify_refund(number: int = 1001, **changes: Any) -> dict[str, Any]:
    """Five euros back, and no units."""
    money = {"kind": "refund", "status": "success", "amount": "5.00", "currency": "EUR"}
    told = {"id": 77, "order_id": 5_550_000_000 + number, "processed_at": "2026-11-23T11:00:00Z"}
    return told | {"refund_line_items": [], "transactions": [money]} | changes


def shopify(topic: str, told: dict[str, Any], delivery: str = "event-1") -> Event:
    return Event("shopify", topic, told, delivery)
