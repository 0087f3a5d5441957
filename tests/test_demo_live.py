"""The live demo: customers come to five channels that are played, and each hears of what the others sold."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from oms.channels.models import Channel, ChannelOrder
from oms.core.db import db
from oms.core.errors import Refused
from oms.core.working import work_once
from oms.demo.live import Live
from tests.picking.floor import assert_proven
from tests.shop import Shop

KINDS = {"shopify", "woocommerce", "ebay", "amazon", "etsy"}


@pytest.fixture
def address(shop: Shop) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, shop.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join(5)


def test_orders_come_from_everywhere_and_all_hear_of_what_is_left(shop: Shop, address: str) -> None:
    for sku in ("LAMP", "MUG"):
        shop.receive(sku, 40)
    with shop.inside():
        live = Live.begin(address, local_allowed=True, seed=5)
        work_once(shop.app)
        said = [live.step() for _ in range(14)]
        work_once(shop.app)
        work_once(shop.app)
        told = live.news()
        live.end()
        kinds = db.session.scalars(
            select(Channel.kind).join(ChannelOrder, ChannelOrder.channel_id == Channel.id)
        )
        assert set(kinds) == KINDS

    assert any("is called off" in sentence for sentence in said)
    assert {sentence.split()[0] for sentence in told} >= {"Shopify", "WooCommerce", "eBay", "Amazon"}
    assert_proven(shop)


def test_a_second_start_goes_on_with_the_same_accounts(shop: Shop, address: str) -> None:
    shop.receive("LAMP", 4)
    with shop.inside():
        for _ in range(2):
            Live.begin(address, local_allowed=True).end()
        assert len(db.session.scalars(select(Channel.id)).all()) == len(KINDS)


def test_it_plays_only_where_channels_may_be_on_this_machine(shop: Shop) -> None:
    with shop.inside(), pytest.raises(Refused, match="ALLOW_LOCAL_CHANNELS=1"):
        Live.begin("http://localhost:8000", local_allowed=False)


def test_without_goods_there_is_nothing_to_buy(shop: Shop) -> None:
    with shop.inside(), pytest.raises(Refused, match="nothing to sell"):
        Live.begin("http://localhost:8000", local_allowed=True)
