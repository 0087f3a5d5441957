"""The channel sells too, and lowers its own number: no word of ours undoes that."""

from __future__ import annotations

from sqlalchemy import select

from oms.channels.models import Pulse
from oms.core import clock
from oms.core.db import db
from oms.outgoing.stock_telling import tell_levels
from tests.outgoing.market import Market, deliveries, offer, on_offer, work
from tests.outgoing.playing import sold
from tests.shop import Shop


def opened(shop: Shop, market: Market, units: int) -> int:
    """An account that was told that there are so many lamps."""
    shop.receive("LAMP", units)
    channel_id = on_offer(shop, market, LAMP=0)
    work(shop)
    assert (market.has, market.told) == ({"LAMP": units}, [("LAMP", units)])
    market.calls.clear()
    return channel_id


def test_its_own_sale_lowered_its_number_already_and_no_harm_is_done(shop: Shop, market: Market) -> None:
    channel_id = opened(shop, market, 10)
    market.has["LAMP"] = 9
    sold(shop, channel_id, ("LAMP", 1))

    work(shop)
    work(shop)

    assert (market.has, market.told) == ({"LAMP": 9}, [("LAMP", 9)])
    assert (offer(shop, "LAMP").told, offer(shop, "LAMP").believed) == (9, 9)


def test_a_sale_of_its_own_that_has_not_arrived_here_is_not_undone(shop: Shop, market: Market) -> None:
    channel_id = opened(shop, market, 10)
    market.has["LAMP"] = 8
    shop.order(("LAMP", 1))

    work(shop)
    assert (market.has, offer(shop, "LAMP").believed) == ({"LAMP": 8}, 8)
    with shop.inside():
        due = db.session.scalar(select(Pulse.look_due_at))
        assert due is not None
        assert due <= clock.now(), "its orders are looked for at once"

    sold(shop, channel_id, ("LAMP", 2))
    work(shop)
    assert market.has == {"LAMP": 7}


def test_where_no_order_comes_somebody_lowered_it_by_hand_and_it_is_told_again(
    shop: Shop, market: Market
) -> None:
    opened(shop, market, 10)
    market.has["LAMP"] = 3
    shop.order(("LAMP", 1))

    work(shop)
    work(shop, seconds=50)
    assert market.has == {"LAMP": 3}

    work(shop, seconds=100)
    assert market.has == {"LAMP": 9}


def test_what_somebody_raised_on_the_channel_is_lowered_in_the_same_pass(shop: Shop, market: Market) -> None:
    opened(shop, market, 10)
    market.has["LAMP"] = 50
    shop.order(("LAMP", 1))

    work(shop)

    assert (market.has, market.told) == ({"LAMP": 9}, [("LAMP", 9), ("LAMP", 9)])
    assert [level.before for levels in market.calls for level in levels] == [10, 50]


def test_one_that_says_another_number_each_time_is_not_asked_without_end(shop: Shop, market: Market) -> None:
    opened(shop, market, 10)
    shop.order(("LAMP", 1))
    market.before = lambda: market.has.update(LAMP=market.has["LAMP"] + 1)

    work(shop)
    assert (len(market.calls), market.has) == (3, {"LAMP": 13})
    [_, waiting] = deliveries(shop)
    assert (waiting.done_at, "another number each time" in (waiting.error or "")) == (None, True)

    market.before = lambda: None
    work(shop, seconds=6)
    assert market.has == {"LAMP": 9}


def test_one_that_does_not_compare_is_simply_told(shop: Shop, market: Market) -> None:
    market.compares = False
    opened(shop, market, 10)
    market.has["LAMP"] = 50
    shop.order(("LAMP", 1))

    work(shop)

    assert (market.has, len(market.calls)) == ({"LAMP": 9}, 1)


def test_a_word_that_another_worker_said_meanwhile_is_said_again(shop: Shop, market: Market) -> None:
    """Nobody knows which of the two was heard last."""
    market.compares = False
    channel_id = opened(shop, market, 10)
    shop.order(("LAMP", 1))

    def somebody_else_tells() -> None:
        market.after = lambda: None
        shop.order(("LAMP", 1))
        with shop.inside():
            tell_levels(channel_id)
        market.has["LAMP"] = 9

    market.after = somebody_else_tells
    work(shop)

    assert market.told == [("LAMP", 9), ("LAMP", 8), ("LAMP", 8)]
    assert (market.has, offer(shop, "LAMP").told) == ({"LAMP": 8}, 8)
