"""`flask stock prove` finds a channel that goes on selling what is not there, and cries no wolf."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oms.channels.setting_up import change_channel
from oms.core import clock
from oms.core.errors import Unreachable
from oms.inventory.proving import Mismatch, prove_stock
from oms.outgoing.offers import read_offers
from tests.outgoing.market import Market, on_offer, work
from tests.outgoing.playing import sold
from tests.shop import Shop


@pytest.fixture
def account(shop: Shop, market: Market) -> int:
    """One that was told that there are five lamps."""
    shop.receive("LAMP", 5)
    channel_id = on_offer(shop, market, LAMP=0)
    work(shop)
    return channel_id


def proven(shop: Shop, **after: float) -> tuple[Mismatch, ...]:
    """What does not hold, so long after."""
    with shop.inside(), clock.travel(clock.now() + timedelta(**after)):
        return prove_stock().mismatches


def test_a_channel_that_was_told_is_right(shop: Shop, account: int) -> None:
    shop.order(("LAMP", 2))
    work(shop)

    assert proven(shop, hours=1) == ()


def test_one_that_nobody_tells_is_found_after_a_while_and_not_before(shop: Shop, account: int) -> None:
    shop.order(("LAMP", 2))

    assert proven(shop) == ()
    assert proven(shop, minutes=1) == ()
    [found] = proven(shop, minutes=3)
    assert (found.what, found.kept, found.added_up) == (f"“LAMP” on channel {account}", 5, 3)
    assert found.where == f"/channels/{account}/offers"


def test_each_change_gives_the_worker_time_again(shop: Shop, account: int) -> None:
    order_id = sold(shop, account, ("LAMP", 1))
    with shop.inside(), clock.travel(clock.now() + timedelta(minutes=5)):
        said = {"account": "Nordlicht", "release_unpaid": False, "cut_off": None, "handling_days": None}
        change_channel(account, 1, **said, stock_buffer=2, by=shop.by())

    assert order_id
    assert proven(shop, minutes=6) == ()
    assert len(proven(shop, minutes=9)) == 1


def test_what_is_on_its_way_or_was_refused_is_no_mistake_of_ours(
    shop: Shop, market: Market, account: int
) -> None:
    shop.order(("LAMP", 2))
    market.trouble = [Unreachable("It did not answer in time.")]
    work(shop)
    assert proven(shop, minutes=30) == ()

    market.refuses = {"LAMP": "Not stocked here."}
    work(shop, seconds=10)
    assert proven(shop, minutes=30) == ()


def test_a_channel_may_say_itself_that_it_has_too_many(shop: Shop, market: Market, account: int) -> None:
    market.has["LAMP"] = 9
    with shop.inside():
        read_offers(account)

    assert len(proven(shop, minutes=3)) == 1
    work(shop)
    assert proven(shop, minutes=3) == ()
