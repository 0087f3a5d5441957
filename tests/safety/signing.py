"""How each channel signs what it tells by itself, worked out here anew."""

from __future__ import annotations

import base64
import hashlib
import hmac

from oms.core import clock
from tests.channels.simulator.ebay_telling import SigningKey

SECRET = "a secret that two share"
EBAY = SigningKey()
BY = {
    "shopify": "X-Shopify-Hmac-Sha256",
    "woocommerce": "X-WC-Webhook-Signature",
    "etsy": "webhook-signature",
    "ebay": "X-EBAY-SIGNATURE",
    "amazon": "",
}
"""The header that holds the signature; Amazon tells nothing by itself."""


def headers(kind: str, topic: str, number: int, body: bytes) -> dict[str, str]:
    """Those of an event, true to its body."""
    seconds = str(int(clock.now().timestamp()))
    told = {
        "shopify": {"X-Shopify-Topic": topic, "X-Shopify-Webhook-Id": f"event-{number}"},
        "woocommerce": {"X-WC-Webhook-Topic": topic, "X-WC-Webhook-Delivery-ID": f"{number // 2}"},
        "etsy": {"webhook-id": f"msg-{number}", "webhook-timestamp": seconds},
    }.get(kind, {})
    signed = f"msg-{number}.{seconds}.".encode() + body if kind == "etsy" else body
    signature = EBAY.header(body) if kind == "ebay" else _sha256(signed)
    return told | ({BY[kind]: signature} if BY[kind] else {})


def _sha256(body: bytes) -> str:
    return base64.b64encode(hmac.new(SECRET.encode(), body, hashlib.sha256).digest()).decode()
