"""Etsy calls an order sent with its first parcel: what we sent of it in part is no news of the rest."""

from __future__ import annotations

from typing import Any

import pytest

from oms.channels.taking_in import take_in
from oms.core.operations import By
from tests.channels.bringing import account, holds, lines, wanted
from tests.channels.etsy.told import PLACED, told, transaction
from tests.channels.working import handed_over
from tests.shop import Shop

TWO = (transaction(quantity=1), transaction(transaction_id=4100000002, sku="MUG", quantity=1))
SENT = {"is_shipped": True, "status": "completed", "updated_timestamp": PLACED + 3600}


@pytest.fixture
def etsy(shop: Shop) -> int:
    shop.receive("LAMP", 10)
    shop.receive("MUG", 10)
    return account(shop, "etsy", "kiln")


def tell(shop: Shop, channel: int, **changes: Any) -> str:
    found = told(*TWO, **{"receipt_id": "#1001", **changes})
    with shop.inside():
        return take_in(channel, found.draft, found.doubts, said_at=found.version, by=By("channel"))[0]


def test_the_rest_of_an_order_that_left_in_part_is_still_to_be_sent(shop: Shop, etsy: int) -> None:
    tell(shop, etsy)
    handed_over(shop, "LAMP")

    tell(shop, etsy, **SENT)

    assert lines(shop) == [("LAMP", 1, 0, 0), ("MUG", 1, 0, 0)]
    assert (wanted(shop, "MUG"), holds(shop)) == ((1, 1), [])


def test_what_was_sent_by_etsys_own_labels_is_not_sent_again(shop: Shop, etsy: int) -> None:
    tell(shop, etsy)

    tell(shop, etsy, **SENT)

    assert lines(shop) == [("LAMP", 1, 0, 1), ("MUG", 1, 0, 1)]
    assert wanted(shop, "MUG") == (0, 0)


def test_our_own_word_comes_back_and_changes_nothing(shop: Shop, etsy: int) -> None:
    tell(shop, etsy)
    handed_over(shop, "LAMP", "MUG")

    tell(shop, etsy, **SENT)

    assert lines(shop) == [("LAMP", 1, 0, 0), ("MUG", 1, 0, 0)]
