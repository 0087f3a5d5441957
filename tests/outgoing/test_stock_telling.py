"""Channels are told how many are left: at once, of what differs, and what is true when it leaves."""

from __future__ import annotations

from oms.channels.listings import map_listing
from oms.channels.models import Connection
from oms.channels.setting_up import change_channel
from oms.core.db import transaction
from oms.orders.placing import Part
from tests.outgoing.market import Market, deliveries, offer, on_offer, stock, work
from tests.shop import Shop


def test_a_sale_anywhere_lowers_what_the_channel_has(shop: Shop, market: Market) -> None:
    shop.receive("LAMP", 5)
    on_offer(shop, market, LAMP=5)
    shop.order(("LAMP", 2))

    work(shop)

    assert market.has == {"LAMP": 3}
    told = offer(shop, "LAMP")
    assert (told.told, told.refusal, told.told_at is not None) == (3, None, True)
    assert told.believed == 3


def test_nothing_is_told_again_while_nothing_differs(shop: Shop, market: Market) -> None:
    shop.receive("LAMP", 5)
    on_offer(shop, market, LAMP=4)

    for _ in range(3):
        work(shop)

    assert market.told == [("LAMP", 5)]
    assert len(deliveries(shop)) == 1


def test_what_the_channel_has_right_is_not_told(shop: Shop, market: Market) -> None:
    shop.receive("LAMP", 5)
    on_offer(shop, market, LAMP=5)

    work(shop)

    assert market.told == []


def test_a_burst_of_sales_is_few_words_and_the_last_one_is_true(shop: Shop, market: Market) -> None:
    shop.receive("LAMP", 200)
    on_offer(shop, market, LAMP=200)
    for sale in range(100):
        shop.order(("LAMP", 1))
        if sale % 40 == 0:
            work(shop)

    work(shop)

    assert market.has == {"LAMP": 100}
    assert len(market.told) == 4


def test_a_sale_while_the_word_is_on_its_way_is_told_in_the_same_pass(shop: Shop, market: Market) -> None:
    shop.receive("LAMP", 5)
    on_offer(shop, market, LAMP=9)
    sales = [1]

    def sell() -> None:
        if sales:
            sales.pop()
            shop.order(("LAMP", 1))

    market.before = sell
    work(shop)

    assert market.told == [("LAMP", 5), ("LAMP", 4)]


def test_packs_and_sets_are_told_by_their_parts(shop: Shop, market: Market) -> None:
    shop.receive("LAMP", 7)
    shop.receive("MUG", 4)
    channel_id = on_offer(shop, market, PACK=0, SET=0, MUG=0)
    parts = {
        "PACK": (Part(shop.skus["LAMP"], 3),),
        "SET": (Part(shop.skus["LAMP"]), Part(shop.skus["MUG"], 2)),
    }
    with shop.inside():
        for name, one in parts.items():
            map_listing(channel_id, name, one, by=shop.by())

    work(shop)

    assert market.has == {"PACK": 2, "SET": 2, "MUG": 4}


def test_some_are_kept_back_and_more_than_the_cap_is_never_told(shop: Shop, market: Market) -> None:
    shop.receive("LAMP", 9)
    channel_id = on_offer(shop, market, LAMP=50)
    said = {"account": "Nordlicht", "release_unpaid": False, "cut_off": None, "handling_days": None}
    with shop.inside():
        change_channel(channel_id, 1, **said, stock_buffer=2, stock_cap=5, by=shop.by())

    work(shop)
    assert market.has == {"LAMP": 5}
    shop.order(("LAMP", 4))
    work(shop)
    assert market.has == {"LAMP": 3}
    shop.order(("LAMP", 4))
    work(shop)
    assert market.has == {"LAMP": 0}


def test_what_we_do_not_know_never_counted_or_is_not_ours_is_never_told(shop: Shop, market: Market) -> None:
    shop.receive("LAMP", 5)
    on_offer(shop, market, NOBODY_KNOWS=3, lamp=3, TWINE=3)

    work(shop)

    assert market.told == []


def test_what_is_too_many_is_told_first(shop: Shop, market: Market) -> None:
    market.most_levels = 1
    for sku, count in (("LAMP", 90), ("MUG", 0), ("TWINE", 5)):
        stock(shop, sku, count)
    on_offer(shop, market, LAMP=1, MUG=3, TWINE=6)

    work(shop)

    assert market.told == [("MUG", 0), ("TWINE", 5), ("LAMP", 90)]


def test_an_account_is_told_nothing_while_it_is_off_and_all_once_it_is_on(shop: Shop, market: Market) -> None:
    shop.receive("LAMP", 5)
    channel_id = on_offer(shop, market, LAMP=9)
    for switched in ({"is_on": False}, {"is_on": True, "tells_stock": False}):
        switch(shop, channel_id, **switched)
        work(shop)
    assert (market.told, deliveries(shop)) == ([], [])

    switch(shop, channel_id, tells_stock=True)
    work(shop)

    assert market.has == {"LAMP": 5}


def switch(shop: Shop, channel_id: int, **values: bool) -> None:
    with shop.inside(), transaction() as session:
        connection = session.get_one(Connection, channel_id)
        for name, value in values.items():
            setattr(connection, name, value)
