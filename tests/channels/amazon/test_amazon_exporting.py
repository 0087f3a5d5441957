"""What Amazon's three reports come to, printed as neutral orders: exactly this, whatever else changes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from oms.channels.exporting import jsonl
from oms.core import clock
from tests.channels.bringing import account, read, take
from tests.channels.files import SAMPLES
from tests.shop import Shop

HERE = Path(__file__).parent / "samples"
REPORTS = (
    SAMPLES / "amazon_unshipped.txt",
    SAMPLES / "amazon_new_orders.txt",
    SAMPLES / "amazon_new_orders_cp1252.txt",
    HERE / "amazon_all_orders.txt",
)


def test_the_samples_are_these_orders(shop: Shop) -> None:
    account(shop, "amazon", "eu")

    with clock.travel(datetime(2026, 9, 20, 12, tzinfo=UTC)):
        for report in REPORTS:
            take(shop, read(shop, report.read_bytes()))

    with shop.inside():
        told = [json.loads(line) for line in jsonl()]
    expected = [json.loads(line) for line in (HERE / "neutral.jsonl").read_text().splitlines()]
    assert [one | {"cancelled_at": bool(one["cancelled_at"])} for one in told] == expected
