"""How a Shopify shop tells: signed with the app's secret, and told again where the answer was not good enough."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

import httpx


@dataclass(frozen=True)
class Message:
    """A webhook as it goes out. Each copy of it is the same, down to its delivery id."""

    topic: str
    body: bytes
    headers: dict[str, str]

    @property
    def delivery(self) -> str:
        return self.headers["X-Shopify-Webhook-Id"]


@dataclass
class Subscription:
    """Where it goes, and how often: Shopify may tell the same twice at once. Eight failures end it."""

    address: str
    secret: str
    copies: int = 1
    failures: int = 0
    delivered: list[tuple[Message, int | None]] = field(default_factory=list)
    """Each message with what was answered, None where nobody did."""

    @property
    def is_on(self) -> bool:
        return self.failures < 8

    def deliver(self, topic: str, body: bytes, at: datetime) -> list[int | None]:
        message = signed(topic, body, self.secret, at)
        return [self.post(message) for _ in range(self.copies)]

    def post(self, message: Message) -> int | None:
        """Also one that was told before: five seconds, and any 2xx will do."""
        try:
            answer = httpx.post(self.address, content=message.body, headers=message.headers, timeout=5)
            status: int | None = answer.status_code
        except httpx.HTTPError:
            status = None
        self.failures = 0 if status and 200 <= status < 300 else self.failures + 1
        self.delivered.append((message, status))
        return status


def signed(topic: str, body: bytes, secret: str, at: datetime) -> Message:
    digest = hmac.new(secret.encode(), body, hashlib.sha256).digest()
    headers = {
        "Content-Type": "application/json",
        "X-Shopify-Topic": topic,
        "X-Shopify-Hmac-SHA256": base64.b64encode(digest).decode(),
        "X-Shopify-Shop-Domain": "nordlicht.myshopify.com",
        "X-Shopify-API-Version": "2026-04",
        "X-Shopify-Webhook-Id": str(uuid4()),
        "X-Shopify-Event-Id": str(uuid4()),
        "X-Shopify-Triggered-At": at.isoformat(),
    }
    return Message(topic, body, headers)
