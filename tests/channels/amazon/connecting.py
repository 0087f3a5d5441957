"""A client of the simulated account."""

from __future__ import annotations

from datetime import UTC, datetime

from oms.channels import tokens
from oms.channels.amazon.client import Amazon
from oms.channels.clients import Access
from tests.channels.simulator.running import Simulator

BEFORE = datetime(2026, 1, 1, tzinfo=UTC)


def keys(simulator: Simulator, **changes: str) -> dict[str, str]:
    world = simulator.world("amazon")
    return {
        "client_id": world.client_id,
        "client_secret": world.client_secret,
        "refresh_token": world.refresh_token,
        "seller_id": world.seller,
        "marketplace_id": world.marketplace,
        "token_url": simulator.base("amazon"),
        **changes,
    }


def client(simulator: Simulator, **changes: str) -> Amazon:
    """It has to ask for a token of its own, since each test has a simulator of its own."""
    tokens.forget_all()
    return again(simulator, **changes)


def again(simulator: Simulator, **changes: str) -> Amazon:
    return Amazon(Access(simulator.base("amazon"), keys(simulator, **changes)))
