"""What a WooCommerce shop says, as it would send it: the sample order with changes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

from oms.channels.events import Incoming, Reading, Told
from oms.channels.woocommerce.webhooks import Webhooks
from oms.orders.drafts import OrderDraft

SAMPLES = Path(__file__).parent / "samples"
SECRET = "s3cret & <more>"
KEYS = {"webhook_secret": SECRET}
NOT_PAID = {"date_paid": None, "date_paid_gmt": None}


def order(**changes: Any) -> dict[str, Any]:
    return json.loads((SAMPLES / "order.json").read_text()) | changes


def item(**changes: Any) -> dict[str, Any]:
    """The lamp of the sample order."""
    return order()["line_items"][0] | changes


def refund(number: int, total: str, **units: int) -> dict[str, Any]:
    """A refund as the shop tells it when it is asked: so many units of each line, `line_501=1`."""
    lines = [
        {
            "id": number * 10 + place,
            "quantity": -count,
            "total": "-1.00",
            "meta_data": [
                {"id": 1, "key": "_reduced_stock", "value": {"not": "of interest"}},
                {"id": 2, "key": "_refunded_item_id", "value": name.removeprefix("line_")},
            ],
        }
        for place, (name, count) in enumerate(units.items())
    ]
    return {"id": number, "reason": "", "total": total, "line_items": lines}


def read(topic: str = "order.updated", **changes: Any) -> Reading:
    return Webhooks().read(topic, json.dumps(order(**changes)).encode())


def told(topic: str = "order.updated", **changes: Any) -> Told:
    (one,) = read(topic, **changes).orders
    return one


def draft(**changes: Any) -> OrderDraft:
    return told(**changes).draft


def signed(body: bytes, secret: str = SECRET, **headers: str) -> Incoming:
    """A request as it arrives; underscores in names of headers stand for hyphens."""
    digest = base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest()).decode()
    names = {
        "x_wc_webhook_topic": "order.updated",
        "x_wc_webhook_delivery_id": "d41d8cd98f",
        "x_wc_webhook_signature": digest,
        **headers,
    }
    told = {name.replace("_", "-"): value for name, value in names.items()}
    return Incoming("POST", "https://backroom.example.org/hooks/1", told, {}, body)
