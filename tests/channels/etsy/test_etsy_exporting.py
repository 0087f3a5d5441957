"""What Etsy's two files come to, printed as neutral orders: exactly this, whatever else changes."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from oms.channels.exporting import jsonl
from oms.core import clock
from tests.channels.bringing import account, read, take
from tests.channels.etsy.files import SAMPLES
from tests.shop import Shop


def test_the_samples_are_these_orders(shop: Shop) -> None:
    account(shop, "etsy", "kiln")

    with clock.travel(datetime(2026, 9, 20, 12, tzinfo=UTC)):
        for name in ("EtsySoldOrderItems.csv", "EtsySoldOrders.csv"):
            take(shop, read(shop, (SAMPLES / name).read_bytes()))

    with shop.inside():
        told = [json.loads(line) for line in jsonl()]
    expected = [json.loads(line) for line in (SAMPLES / "neutral.jsonl").read_text().splitlines()]
    assert [one | {"cancelled_at": bool(one["cancelled_at"])} for one in told] == expected
