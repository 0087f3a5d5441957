"""The last unit is on offer everywhere: one buyer gets it, the others wait with a reason, and every channel hears."""

from __future__ import annotations

from sqlalchemy import select

from oms.core.db import db
from oms.inventory.proving import prove_stock
from oms.orders.models import Order
from tests.faults.picture import take_picture
from tests.faults.promises import broken
from tests.faults.three_channels import BUYERS, KINDS, PROCESSES, Raced, race, three_channels
from tests.shop import Shop


def test_of_200_buyers_on_three_channels_one_gets_it_and_all_channels_are_told_at_once(shop: Shop) -> None:
    with three_channels(shop) as channels:
        [raced] = race(shop, channels, rounds=1)

    assert raced == Raced(1, 199, {"ready": 1, "short": 199}, dict.fromkeys(KINDS, 0), ())
    assert (raced.right, PROCESSES * BUYERS) == (True, 200)
    with shop.inside():
        badges = db.session.scalars(select(Order.badge).where(Order.headline == "short").distinct()).all()
        assert badges == ["Short 1"]
        assert broken(take_picture()) == []
        assert prove_stock().mismatches == ()
