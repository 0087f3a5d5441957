"""What several tests of the queue start from."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oms.core import clock
from tests.shop import Shop


@pytest.fixture
def three(shop: Shop) -> Shop:
    shop.receive("LAMP", 3)
    for hours in (2, 3, 4):
        shop.order(("LAMP", 1), promise_by=clock.now() + timedelta(hours=hours))
    return shop
