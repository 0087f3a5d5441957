"""Whatever is in an answer or a message of Etsy, it is understood or refused with a sentence."""

from __future__ import annotations

import contextlib
import json

import pytest

from oms.channels.etsy.webhooks import Webhooks
from oms.channels.events import Unreadable
from tests.channels.etsy.told import PLACED, money, reading, receipt, transaction
from tests.channels.nonsense import spoilt

WHOLE = receipt(
    transaction(variations=[{"formatted_name": "Size", "formatted_value": "A4"}]),
    refunds=[{"amount": money(100), "created_timestamp": PLACED, "status": "success"}],
    shipments=[{"tracking_code": "AB123456785GB"}],
)
THIN = {"event_type": "order.paid", "resource_url": "https://x/receipts/1", "data": {"receipt_id": 1}}


@pytest.mark.parametrize("seed", range(8))
def test_one_thing_after_the_other_is_nonsense(seed: int) -> None:
    read = 0
    for told in spoilt(WHOLE, seed):
        with contextlib.suppress(Unreadable):
            reading(told)
            read += 1
    assert read


@pytest.mark.parametrize("seed", range(8))
def test_so_are_thin_messages(seed: int) -> None:
    for told in spoilt(THIN, seed):
        with contextlib.suppress(Unreadable):
            Webhooks().read("order.paid", json.dumps(told).encode())
