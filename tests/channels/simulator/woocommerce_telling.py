"""How a WooCommerce shop tells: a delivery id for each second, signed with the secret, once and never again."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime

import httpx

POST = httpx.Client(timeout=60)
AGENT = "WooCommerce/9.4.2 Hookshot (WordPress/6.7)"


@dataclass
class Subscription:
    """A webhook as the shop keeps it. More than five failures in a row switch it off."""

    number: int
    address: str
    secret: str
    failures: int = 0
    delivered: list[tuple[str, str, int | None]] = field(default_factory=list)
    """Each topic with its delivery id and what was answered, None where nobody did."""

    @property
    def is_on(self) -> bool:
        return self.failures <= 5

    def ping(self) -> int | None:
        """Of a webhook that is saved: a form without a signature. Only 200 is a good answer."""
        return self._post("ping", "", f"webhook_id={self.number}".encode(), {}, "x-www-form-urlencoded")

    def deliver(self, topic: str, body: bytes, at: datetime) -> int | None:
        delivery = hashlib.md5(f"{self.number}{int(at.timestamp())}".encode()).hexdigest()  # noqa: S324
        digest = hmac.new(self.secret.encode(), body, hashlib.sha256).digest()
        resource, _, event = topic.partition(".")
        headers = {
            "X-WC-Webhook-Source": "https://shop.example.org/",
            "X-WC-Webhook-Topic": topic,
            "X-WC-Webhook-Resource": resource,
            "X-WC-Webhook-Event": event,
            "X-WC-Webhook-Signature": base64.b64encode(digest).decode(),
            "X-WC-Webhook-ID": str(self.number),
            "X-WC-Webhook-Delivery-ID": delivery,
        }
        status = self._post(topic, delivery, body, headers, "json")
        self.failures = 0 if status and 200 <= status < 303 else self.failures + 1
        return status

    def _post(self, topic: str, delivery: str, body: bytes, headers: dict[str, str], kind: str) -> int | None:
        told = {"Content-Type": f"application/{kind}", "User-Agent": AGENT, **headers}
        try:
            status = POST.post(self.address, content=body, headers=told).status_code
        except httpx.HTTPError:
            status = None
        self.delivered.append((topic, delivery, status))
        return status
