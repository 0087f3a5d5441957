"""What a channel cancels is cancelled here, unless it is too late; money that comes afterwards is kept."""

from __future__ import annotations

import pytest

from tests.channels.bringing import account, available, bring, holds, order, the_order, wanted
from tests.channels.working import closed_parcel, picked
from tests.picking.floor import assert_proven
from tests.shop import Shop

PENDING = {"Financial_Status": "pending", "Paid_at": ""}
CANCELLED = {"Cancelled_at": "2026-04-06 10:00:00 +0400"}


@pytest.fixture(autouse=True)
def stocked(shop: Shop) -> None:
    account(shop)
    shop.receive("LAMP", 10)


def test_a_cancelled_order_gives_its_goods_back(shop: Shop) -> None:
    bring(shop, order())
    assert available(shop, "LAMP") == 8

    bring(shop, order(**CANCELLED))

    assert (the_order(shop).headline, available(shop, "LAMP")) == ("cancelled", 10)
    assert_proven(shop)


def test_paid_after_it_was_cancelled_is_kept_as_money_that_came(shop: Shop) -> None:
    bring(shop, order(**PENDING))
    bring(shop, order(**PENDING, **CANCELLED))

    bring(shop, order(**CANCELLED))

    assert (the_order(shop).headline, the_order(shop).paid_at is not None) == ("cancelled", True)
    assert holds(shop) == []
    assert available(shop, "LAMP") == 10


def test_cancelled_after_picking_the_goods_are_put_back(shop: Shop) -> None:
    bring(shop, order())
    picked(shop, "LAMP", "LAMP")

    bring(shop, order(**CANCELLED))

    assert the_order(shop).headline == "cancelled"
    assert wanted(shop, "LAMP") == (0, 0)
    assert_proven(shop)


def test_cancelled_after_packing_the_parcel_must_not_leave(shop: Shop) -> None:
    bring(shop, order())
    closed_parcel(shop, "LAMP", "LAMP")

    bring(shop, order(**CANCELLED))

    assert the_order(shop).headline == "needs_you"
    ((reason, detail),) = holds(shop)
    assert reason == "manual"
    assert detail.startswith("The channel cancelled this order. Some of it is already in a parcel.")
    assert_proven(shop)


def test_a_later_word_does_not_say_again_that_it_is_cancelled(shop: Shop) -> None:
    bring(shop, order())
    closed_parcel(shop, "LAMP", "LAMP")
    bring(shop, order(**CANCELLED))

    bring(shop, order(**CANCELLED, Notes="Sorry!"))

    assert len(holds(shop)) == 1
