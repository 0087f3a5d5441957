"""A client of the simulated shop, and what is sent by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from oms.channels.clients import Access, Sending
from oms.channels.woocommerce.client import WooCommerce
from tests.channels.simulator.running import Simulator

KEYS = {"consumer_key": "ck_simulated", "consumer_secret": "cs_simulated"}
BEFORE = datetime(2026, 1, 1, tzinfo=UTC)
PARCEL = Sending(
    key="parcel:7",
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


def client(simulator: Simulator, **keys: str) -> WooCommerce:
    return WooCommerce(Access(simulator.base("woocommerce"), KEYS | keys))


def parcel(order: dict[str, Any], **changes: Any) -> Sending:
    """One parcel with all of an order, unless it is changed."""
    return replace(PARCEL, order_external_id=str(order["id"]), order_number=order["number"], **changes)
