"""What Shopify says, as it would send it: the sample order with changes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

from oms.channels.events import Incoming, Reading, RefundTold, Told
from oms.channels.shopify.webhooks import ShopifyWebhook
from oms.orders.drafts import LineDraft, OrderDraft

SAMPLES = Path(__file__).parent / "samples"
SECRET = "shpss_one"
KEYS = {"webhook_secret": SECRET}
HOOK = ShopifyWebhook()
LAMP, GIFT_CARD = "14900000000101", "14900000000102"


def order(**changes: Any) -> dict[str, Any]:
    return json.loads((SAMPLES / "order.json").read_text()) | changes


def refund(**changes: Any) -> dict[str, Any]:
    return json.loads((SAMPLES / "refund.json").read_text()) | changes


def item(**changes: Any) -> dict[str, Any]:
    """The lamp of the sample order."""
    return order()["line_items"][0] | changes


def sent(quantity: int, status: str = "success", **changes: Any) -> dict[str, Any]:
    """A fulfilment by which so many of the lamps left."""
    return {"id": 5_400_000_000_001, "status": status, "line_items": [item(quantity=quantity)]} | changes


def taken(quantity: int, restock: str) -> dict[str, Any]:
    """A refund of so many of the lamps, without money."""
    line = {"id": 1, "line_item_id": int(LAMP), "quantity": quantity, "restock_type": restock}
    return refund(refund_line_items=[line], transactions=[])


def read(topic: str, told: dict[str, Any]) -> Reading:
    return HOOK.read(topic, json.dumps(told).encode())


def told(topic: str = "orders/updated", **changes: Any) -> Told:
    (one,) = read(topic, order(**changes)).orders
    return one


def draft(**changes: Any) -> OrderDraft:
    return told(**changes).draft


def lamp(order_changes: dict[str, Any] | None = None, **changes: Any) -> LineDraft:
    """The line of the lamp, where the order says it with these changes."""
    return draft(line_items=[item(**changes)], **(order_changes or {})).lines[0]


def refunded(**changes: Any) -> RefundTold:
    (one,) = read("refunds/create", refund(**changes)).refunds
    return one


def signed(body: bytes, secret: str = SECRET, **headers: str) -> Incoming:
    """A request as it arrives; underscores in names of headers stand for hyphens."""
    digest = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
    names = {
        "x_shopify_topic": "orders/updated",
        "x_shopify_webhook_id": "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043",
        "x_shopify_hmac_sha256": digest,
        **headers,
    }
    told = {name.replace("_", "-"): value for name, value in names.items()}
    return Incoming("POST", "https://backroom.example.org/hooks/1", told, {}, body)
