"""A web store that calls the API: its account, its tokens, and short ways to say things."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any

from werkzeug.test import Client, TestResponse

from oms.channels.setting_up import add_channel
from oms.channels.webstore.calls import SCOPES
from oms.channels.webstore.tokens import digest_of, make_token, new_secret
from oms.core.pacing import Paces
from tests.shop import Shop

KEYS = count(1)
ANA = {
    "name": "Ana Pereira",
    "line1": "Große Straße 5",
    "city": "Köln",
    "postcode": "50667",
    "country": "DE",
    "email": "ana@example.org",
}


def said(*lines: tuple[str, int], id_: str = "1001", paid: bool = True, **changes: Any) -> dict[str, Any]:
    """An order that nothing is wrong with, unless told otherwise."""
    told: dict[str, Any] = {
        "id": id_,
        "number": f"#{id_}",
        "placed_at": "2026-11-25T09:30:00+01:00",
        "ship_to": ANA,
        "lines": [{"id": str(n), "sku": sku, "quantity": q} for n, (sku, q) in enumerate(lines, 1)],
    }
    return told | ({"payment": {}} if paid else {}) | changes


@contextmanager
def unpaced(shop: Shop) -> Iterator[None]:
    """A clock on which each call is a second later."""
    before, shop.app.extensions["paces"] = shop.app.extensions["paces"], Paces(count(0.0).__next__)
    yield
    shop.app.extensions["paces"] = before


@dataclass
class Store:
    """A web store with a token."""

    shop: Shop
    channel_id: int
    secret: str
    token_id: int

    @classmethod
    def open(
        cls, shop: Shop, name: str = "nordlicht.example", scopes: Sequence[str] = tuple(SCOPES)
    ) -> Store:
        with shop.inside():
            channel_id = add_channel("webstore", name, shop.site, by=shop.by())
        return cls.of(shop, channel_id, scopes)

    @classmethod
    def of(cls, shop: Shop, channel_id: int, scopes: Sequence[str]) -> Store:
        """Another token for it."""
        secret = new_secret()
        with shop.inside():
            told = (channel_id, "The store", tuple(scopes), digest_of(secret), secret[-4:])
            return cls(shop, channel_id, secret, make_token(*told, by=shop.by()))

    def call(self, method: str, path: str, said: Any = None, **told: Any) -> TestResponse:
        """`key` is the Idempotency-Key; a new one for each POST, unless told otherwise."""
        headers = {"Authorization": f"Bearer {self.secret}"} | told.pop("headers", {})
        key = told.pop("key", f"key-{next(KEYS)}" if method == "POST" else None)
        headers |= {"Idempotency-Key": key} if key else {}
        body = {} if said is None else {"json": said}
        return Client(self.shop.app).open(f"/api/v1{path}", method=method, headers=headers, **body, **told)

    def get(self, path: str, **told: Any) -> TestResponse:
        return self.call("GET", path, **told)

    def post(self, path: str, said: Any = None, **told: Any) -> TestResponse:
        return self.call("POST", path, said, **told)

    def patch(self, path: str, said: Any = None, **told: Any) -> TestResponse:
        return self.call("PATCH", path, said, **told)
