"""A client of the simulated shop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from oms.channels import tokens
from oms.channels.clients import Access, Keys, keep_nothing
from oms.channels.etsy.client import Etsy
from tests.channels.simulator.running import Simulator

BEFORE = datetime(2026, 1, 1, tzinfo=UTC)


def keys(simulator: Simulator, **changes: str) -> dict[str, str]:
    world = simulator.world("etsy")
    return {
        "shop_id": str(world.shop_id),
        "keystring": world.keystring,
        "shared_secret": world.shared_secret,
        "refresh_token": "7001.refresh",
        "webhook_secret": world.webhook_secret,
        **changes,
    }


def client(simulator: Simulator, keep: Callable[[Keys, Keys], None] = keep_nothing, **changes: str) -> Etsy:
    """It has to ask for a token of its own, since each test has a simulator of its own."""
    tokens.forget_all()
    return Etsy(Access(simulator.base("etsy"), keys(simulator, **changes), keep))
