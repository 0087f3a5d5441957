"""A client of the simulated shop, and what is told by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from oms.channels.clients import Access, ListedItem, Sending, SentLine, StockLevel
from oms.channels.shopify.client import ShopifyClient
from tests.channels.simulator.running import Simulator
from tests.channels.simulator.shopify_shop import HOME

KEYS = {"access_token": "shpat_simulated", "location_id": str(HOME)}
GRAPH = "/shopify/admin/api"
BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
PARCEL = Sending(
    key="7",
    order_external_id="",
    order_number="",
    lines=(),
    completes=True,
    sent_at=datetime(2026, 11, 24, 15, 0, tzinfo=UTC),
    carrier="Royal Mail",
    carrier_name="Royal Mail",
    tracking_number="AB123456785GB",
    tracking_url="https://www.royalmail.example.org/AB123456785GB",
)


def client(simulator: Simulator, **keys: str) -> ShopifyClient:
    return ShopifyClient(Access(simulator.base("shopify"), KEYS | keys))


def parcel(order: dict[str, Any], *units: int, **changes: Any) -> Sending:
    """A parcel with so many units of each line of the order, all of them where nothing is said."""
    lines = order["line_items"]
    counts = units or tuple(line["quantity"] for line in lines)
    sent = tuple(SentLine(str(line["id"]), count) for line, count in zip(lines, counts, strict=True) if count)
    told = {"order_external_id": str(order["id"]), "order_number": order["name"], "lines": sent}
    return replace(PARCEL, **(told | changes))


def level(item: ListedItem, quantity: int, before: int | None, attempt: str = "1") -> StockLevel:
    return StockLevel(item.key, item.name, quantity, before, attempt, dict(item.remote))
