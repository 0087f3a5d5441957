"""What channels have on offer: read from their API now and then, and from their own stock file."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from oms.channels.clients import ListedItem
from oms.channels.connecting import switch_account
from oms.core.db import db
from oms.core.errors import Missing, Refused, Unreachable
from oms.core.undoing import undo_operation
from oms.outgoing.models import Offer
from oms.outgoing.offers import CHUNK, ask_for_offers, read_offers, say_whose, tell_all_again
from tests.outgoing.market import Market, deliveries, offer, on_offer, work
from tests.outgoing.playing import account
from tests.shop import Shop

READER = "outgoing.read_what_is_offered"


def offers(shop: Shop) -> dict[str, int | None]:
    """What is on offer, and what the channel said of it last."""
    query = select(Offer.key, Offer.said).where(Offer.gone_at.is_(None)).order_by(Offer.key)
    with shop.inside():
        return {key: said for key, said in db.session.execute(query)}


def test_a_connected_account_is_read_by_itself_and_then_told(shop: Shop, market: Market) -> None:
    shop.receive("LAMP", 5)
    market.has = {"LAMP": 3, "CANDLE": 8}
    account(shop)

    work(shop)
    assert offers(shop) == {"CANDLE": 8, "LAMP": 3}
    kept = offer(shop, "LAMP")
    assert (kept.name, kept.title, kept.remote, kept.is_ours) == ("LAMP", "LAMP here", {"id": "LAMP"}, True)

    work(shop)
    assert market.has == {"LAMP": 5, "CANDLE": 8}


def test_nothing_is_told_before_all_was_read(shop: Shop, market: Market) -> None:
    shop.receive("LAMP", 5)
    market.has = {"LAMP": 3}
    market.silence = [Unreachable("It did not answer in time.")]
    account(shop)

    work(shop)
    work(shop)

    assert (market.told, offers(shop)) == ([], {})


def test_it_is_read_again_after_an_hour_and_when_somebody_asks(shop: Shop, market: Market) -> None:
    channel_id = on_offer(shop, market, LAMP=3)
    work(shop)
    work(shop)
    assert len(deliveries(shop, READER)) == 1

    market.has["LAMP"] = 2
    with shop.inside():
        ask_for_offers(channel_id, by=shop.by())
        ask_for_offers(channel_id, by=shop.by())
    work(shop)
    assert (len(deliveries(shop, READER)), offers(shop)) == (2, {"LAMP": 2})

    market.has["LAMP"] = 1
    work(shop, minutes=61)
    assert offers(shop) == {"LAMP": 1}


def test_one_that_is_connected_otherwise_is_read_before_it_is_told(shop: Shop, market: Market) -> None:
    shop.receive("LAMP", 5)
    channel_id = on_offer(shop, market, LAMP=9)
    with shop.inside():
        switch_account(channel_id, on=False, by=shop.by())
        switch_account(channel_id, on=True, by=shop.by())
    market.silence = [Unreachable("It did not answer in time.")]
    work(shop)
    assert market.calls == []

    work(shop, minutes=1)
    work(shop, minutes=1)
    assert market.has == {"LAMP": 5}


def test_what_is_not_on_offer_any_more_is_gone_and_comes_back(shop: Shop, market: Market) -> None:
    channel_id = on_offer(shop, market, LAMP=3, MUG=3)
    del market.has["MUG"]
    read(shop, channel_id)
    assert offers(shop) == {"LAMP": 3}
    shop.receive("MUG", 9)
    work(shop)
    assert market.told == []

    market.has["MUG"] = 1
    read(shop, channel_id)
    work(shop)
    assert market.has["MUG"] == 9


def test_half_a_reading_takes_nothing_away_and_an_empty_one_is_not_believed(
    shop: Shop, market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel_id = on_offer(shop, market, LAMP=3, MUG=3)
    whole = listed(shop, market)

    def cut_off() -> object:
        yield whole[0]
        raise Unreachable("It did not answer in time.")

    for listings in (cut_off, lambda: iter(())):
        monkeypatch.setattr(market, "listings", listings)
        with shop.inside():
            try:
                read_offers(channel_id)
            except Unreachable:
                db.session.rollback()

    assert offers(shop) == {"LAMP": 3, "MUG": 3}


def test_thousands_are_read_in_turns_and_one_that_comes_twice_is_one(
    shop: Shop, market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel_id = on_offer(shop, market, **{f"K{number}": number for number in range(2 * CHUNK + 1)})
    twice = listed(shop, market)
    monkeypatch.setattr(market, "listings", lambda: iter([*twice, *twice[:3]]))
    read(shop, channel_id)

    with shop.inside():
        assert db.session.scalar(select(func.count()).select_from(Offer)) == 2 * CHUNK + 1


def test_all_is_told_again_when_somebody_says_so_also_what_was_refused(shop: Shop, market: Market) -> None:
    shop.receive("LAMP", 5)
    shop.receive("MUG", 5)
    channel_id = on_offer(shop, market, LAMP=5, MUG=1)
    market.refuses = {"MUG": "Not stocked here."}
    work(shop)
    assert market.told == [("MUG", 5)]

    market.refuses, market.has["LAMP"] = {}, 77
    with shop.inside():
        tell_all_again(channel_id, by=shop.by())
    work(shop)

    assert market.has == {"LAMP": 5, "MUG": 5}


def test_what_waits_for_another_try_goes_at_once_when_somebody_says_so(shop: Shop, market: Market) -> None:
    shop.receive("LAMP", 5)
    channel_id = on_offer(shop, market, LAMP=9)
    market.trouble = [Unreachable("Too many calls (429).", 3000.0)]
    work(shop)

    with shop.inside():
        tell_all_again(channel_id, by=shop.by())
    work(shop)

    assert (market.has, len(deliveries(shop))) == ({"LAMP": 5}, 1)


def test_an_account_that_is_not_connected_is_neither_asked_nor_told(shop: Shop, market: Market) -> None:
    channel_id = account(shop, is_on=False)

    work(shop)
    assert deliveries(shop, READER) == []
    for act in (ask_for_offers, tell_all_again):
        with shop.inside(), pytest.raises(Refused, match="not told by itself"):
            act(channel_id, by=shop.by())


def test_what_somebody_else_sends_is_left_alone_until_it_is_ours_again(shop: Shop, market: Market) -> None:
    shop.receive("LAMP", 5)
    on_offer(shop, market, LAMP=9)
    by = shop.by()
    with shop.inside():
        say_whose(offer(shop, "LAMP").id, False, by=by)
    work(shop)
    assert market.told == []

    with shop.inside():
        undo_operation(by.operation_id, by=shop.by())
    work(shop)
    assert market.has == {"LAMP": 5}
    with shop.inside(), pytest.raises(Missing):
        say_whose(99, False, by=shop.by())


def listed(shop: Shop, market: Market) -> list[ListedItem]:
    with shop.inside():
        return list(market.listings())


def read(shop: Shop, channel_id: int) -> None:
    with shop.inside():
        read_offers(channel_id)
