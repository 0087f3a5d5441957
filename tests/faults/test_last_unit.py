"""Nobody is promised what somebody else was promised, and nothing stays unsold."""

from __future__ import annotations

from oms.channels.setting_up import add_channel
from oms.core.operations import By
from oms.inventory.proving import prove_stock
from tests.faults.last_unit import sell_last_units
from tests.faults.picture import take_picture
from tests.faults.promises import broken
from tests.shop import Shop


def test_of_64_buyers_exactly_as_many_as_there_are_units_get_one(shop: Shop) -> None:
    with shop.inside():
        add_channel("shopify", "", shop.site, by=By("test"))

    assert [sold for sold in sell_last_units(shop, rounds=3) if not sold.right] == []

    with shop.inside():
        assert broken(take_picture()) == []
        assert prove_stock().mismatches == ()
