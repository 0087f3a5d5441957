"""A client of the simulated eBay, and what is told by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from oms.channels.clients import Access, Sending, SentLine, StockLevel
from oms.channels.ebay.client import Ebay
from oms.channels.tokens import forget_all
from tests.channels.simulator.ebay_shop import World
from tests.channels.simulator.running import Simulator

KEYS = {
    "client_id": "Nordlich-shop-PRD-1",
    "client_secret": "PRD-simulated",
    "refresh_token": "v^1.1#i^1#r^simulated",
    "verification_token": "of-our-own-and-long-enough-to-be-one",
}
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
PARCEL = Sending(
    key="parcel:7",
    order_external_id="",
    order_number="",
    lines=(),
    completes=True,
    sent_at=datetime(2026, 11, 24, 15, 0, 1, 250000, tzinfo=UTC),
    carrier="RoyalMail",
    carrier_name="Royal Mail",
    tracking_number="AB 1234 56785 GB",
    tracking_url=None,
)


def client(simulator: Simulator, **keys: str) -> Ebay:
    forget_all()
    return Ebay(Access(simulator.base("ebay"), KEYS | keys))


def stocked(simulator: Simulator) -> World:
    world: World = simulator.world("ebay")
    world.add_product("LAMP", "Desk Lamp", 10)
    world.add_product("MUG", "Mug", 20)
    return world


def parcel(order: dict[str, Any], *quantities: int, **changes: Any) -> Sending:
    """A parcel with so many of each line, or all of them."""
    lines = order["lineItems"]
    units = quantities or [line["quantity"] for line in lines]
    inside = tuple(
        SentLine(line["lineItemId"], some) for line, some in zip(lines, units, strict=False) if some
    )
    return replace(
        PARCEL, order_external_id=order["orderId"], order_number=order["orderId"], lines=inside, **changes
    )


def level(sku: str, quantity: int) -> StockLevel:
    return StockLevel(sku, sku, quantity, None, "1")
