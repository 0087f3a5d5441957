"""Accounts without a connection learn how many are left by a file that somebody uploads."""

from __future__ import annotations

import pytest

from oms.channels.listings import map_listing
from oms.core.errors import Refused
from oms.orders.cancelling import cancel_order
from oms.orders.placing import Part
from oms.outgoing.offers import say_whose, take_stock_file
from oms.outgoing.stock_files import make_stock_file
from oms.reading.content import Content
from oms.reading.problems import UnreadableFile
from tests.outgoing.market import Market, offer, on_offer
from tests.outgoing.playing import account, picked, play, sold
from tests.outgoing.stock_paper import StockFile, give, lines, make, promised, told_of
from tests.shipping.parcels import BINS, pack, send
from tests.shop import Shop


def test_the_channels_own_file_says_what_is_on_offer_and_ours_how_many_are_left(
    shop: Shop, stock_upload: StockFile
) -> None:
    shop.receive("LAMP", 5)
    channel_id = account(shop, connected=False)
    assert give(shop, channel_id, LAMP=9, CANDLE=2) == 2

    file = make(shop, channel_id)

    assert lines(shop, file) == ["LAMP 5 0"]
    assert (file.filename, file.rows, file.made_by) == ("stock-0001.txt", 1, "user:2")
    assert file.left_out == {"CANDLE": "Nobody has said yet what it is here, or it was never counted."}
    told = offer(shop, "LAMP")
    assert (told.told, told.said, told.believed, stock_upload.rows[0].remote) == (5, 9, 5, {"id": "LAMP"})


def test_each_file_is_kept_as_it_was_and_the_next_says_what_is_true_then(
    shop: Shop, stock_upload: StockFile
) -> None:
    shop.receive("LAMP", 5)
    channel_id = account(shop, connected=False)
    give(shop, channel_id, LAMP=9)
    first = make(shop, channel_id)
    shop.order(("LAMP", 2))

    second = make(shop, channel_id)

    assert (lines(shop, first), lines(shop, second)) == (["LAMP 5 0"], ["LAMP 3 0"])
    assert [first.filename, second.filename] == ["stock-0001.txt", "stock-0002.txt"]


def test_what_lies_here_for_the_channels_own_orders_is_said_apart(
    shop: Shop, stock_upload: StockFile
) -> None:
    """A channel that is told what lies on the shelf takes its own open orders off by itself."""
    for sku in ("LAMP", "MUG"):
        shop.receive(sku, 10, BINS[sku])
    channel_id = account(shop, connected=False)
    with shop.inside():
        map_listing(channel_id, "SET", (Part(shop.skus["LAMP"], 2), Part(shop.skus["MUG"])), by=shop.by())
    give(shop, channel_id, LAMP=0, SET=0)
    order_id = sold(shop, channel_id, ("LAMP", 1), ("SET", 2), number="#1")
    cancelled = sold(shop, channel_id, ("LAMP", 1), number="#2")
    shop.order(("LAMP", 1))
    with shop.inside():
        cancel_order(cancelled, "customer asked", by=shop.by())

    assert promised(shop, channel_id) == {"LAMP": 1, "SET": 2}
    assert lines(shop, make(shop, channel_id)) == ["LAMP 4 1", "SET 2 2"]

    picked(shop, order_id, "LAMP", "LAMP", "LAMP", "LAMP", "LAMP", "MUG", "MUG")
    assert promised(shop, channel_id) == {"LAMP": 1, "SET": 2}
    send(shop, pack(shop, order_id, "LAMP", "LAMP", "LAMP", "LAMP", "LAMP", "MUG", "MUG"))
    assert promised(shop, channel_id) == {}


def test_what_is_sold_and_not_there_is_not_promised(shop: Shop, stock_upload: StockFile) -> None:
    shop.receive("LAMP", 2)
    channel_id = account(shop, connected=False)
    give(shop, channel_id, LAMP=0)
    sold(shop, channel_id, ("LAMP", 5))

    assert lines(shop, make(shop, channel_id)) == ["LAMP 0 2"]


def test_where_two_offers_have_one_name_rather_too_few_are_told(
    shop: Shop, stock_upload: StockFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.receive("LAMP", 5)
    channel_id = account(shop, connected=False)
    two = {"offers": [told_of("LAMP", 1), told_of("LAMP", 1) | {"key": "again"}]}
    monkeypatch.setattr(stock_upload, "read_template", lambda _content: two)
    give(shop, channel_id)
    sold(shop, channel_id, ("LAMP", 2))

    assert lines(shop, make(shop, channel_id)) == ["LAMP 3 0", "LAMP 3 0"]


def test_what_a_newer_file_does_not_name_is_not_written(shop: Shop, stock_upload: StockFile) -> None:
    shop.receive("LAMP", 5)
    shop.receive("MUG", 5)
    channel_id = account(shop, connected=False)
    give(shop, channel_id, LAMP=1, MUG=1)
    give(shop, channel_id, MUG=1)

    assert lines(shop, make(shop, channel_id)) == ["MUG 5 0"]


def test_a_channel_whose_file_looks_the_same_for_all_is_told_what_it_sold_and_what_is_mapped(
    shop: Shop, stock_upload: StockFile
) -> None:
    stock_upload.wants_template = False
    shop.receive("LAMP", 5)
    shop.receive("MUG", 5)
    channel_id = account(shop, connected=False)
    sold(shop, channel_id, ("LAMP", 1), ("NOBODY-KNOWS", 1))
    with shop.inside():
        map_listing(channel_id, "BLUE-MUG", (Part(shop.skus["MUG"]),), by=shop.by())

    file = make(shop, channel_id)

    assert lines(shop, file) == ["BLUE-MUG 5 0", "LAMP 4 1"]
    assert list(file.left_out or ()) == ["NOBODY-KNOWS"]
    with shop.inside():
        say_whose(offer(shop, "LAMP").id, False, by=shop.by())
    assert lines(shop, make(shop, channel_id)) == ["BLUE-MUG 5 0"]


def test_what_the_channel_cannot_take_says_why(shop: Shop, stock_upload: StockFile) -> None:
    shop.receive("LAMP", 5)
    channel_id = account(shop, connected=False)
    with shop.inside():
        map_listing(channel_id, "!LAMP", (Part(shop.skus["LAMP"]),), by=shop.by())
    give(shop, channel_id, **{"LAMP": 1, "!LAMP": 1})

    file = make(shop, channel_id)

    assert (lines(shop, file), file.left_out) == (["LAMP 5 0"], {"!LAMP": "It has a bang."})
    assert (offer(shop, "LAMP").told, offer(shop, "!LAMP").told) == (5, None)


def test_without_the_channels_file_or_anything_to_write_there_is_none(
    shop: Shop, stock_upload: StockFile
) -> None:
    channel_id = account(shop, connected=False)
    refused(shop, channel_id, "Give the channel's own stock file first")
    with pytest.raises(UnreadableFile, match="not the channel's file"), shop.inside():
        take_stock_file(channel_id, "orders.csv", Content(b"Order"), by=shop.by())

    give(shop, channel_id, CANDLE=1)
    refused(shop, channel_id, "None of what is on offer there can go into a file yet")


def test_an_account_that_is_told_by_itself_takes_no_files(
    shop: Shop, market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    play(monkeypatch, client=market, stock_upload=StockFile())
    channel_id = on_offer(shop, market, LAMP=1)

    refused(shop, channel_id, "told by itself")
    with shop.inside(), pytest.raises(Refused, match="told by itself"):
        take_stock_file(channel_id, "stock.txt", Content(b"NAME COUNT\n"), by=shop.by())


def refused(shop: Shop, channel_id: int, sentence: str) -> None:
    with shop.inside(), pytest.raises(Refused, match=sentence):
        make_stock_file(channel_id, by=shop.by())
