"""The last unit is on offer everywhere: one buyer gets it, the others wait with a reason, and every channel hears."""

from __future__ import annotations

from sqlalchemy import select

from oms.channels.setting_up import add_channel
from oms.core.db import db
from oms.core.sealing import seal
from oms.inventory.proving import prove_stock
from oms.orders.models import Order
from oms.outgoing.models import Offer
from oms.outgoing.offers import read_offers
from tests.channels.ebay import connecting as ebay
from tests.channels.shopify import connecting as shopify
from tests.channels.simulator.running import Simulator
from tests.channels.woocommerce import connecting as woocommerce
from tests.faults.picture import take_picture
from tests.faults.promises import broken
from tests.faults.three_channels import BUYERS, KINDS, PROCESSES, Raced, race, three_channels
from tests.outgoing.market import work
from tests.outgoing.playing import connect, sold
from tests.shop import Shop

KEYS = {"shopify": shopify.KEYS, "woocommerce": woocommerce.KEYS, "ebay": ebay.KEYS}


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


def test_the_last_one_sold_on_one_of_them_is_off_sale_on_the_others_one_pass_later(
    shop: Shop, simulator: Simulator
) -> None:
    shop.receive("LAMP", 1)
    accounts = {kind: opened(shop, simulator, kind) for kind in KINDS}
    simulator.world("shopify").place_order(("LAMP", 1))
    sold(shop, accounts["shopify"], ("LAMP", 1))

    work(shop)

    assert simulator.world("shopify").variants["LAMP"]["stock"] == 0
    assert [product["stock_quantity"] for product in simulator.world("woocommerce").products.values()] == [0]
    assert simulator.world("ebay").items["LAMP"]["stock"] == 0
    with shop.inside():
        assert [offer.believed for offer in db.session.scalars(select(Offer))] == [0, 0, 0]


def opened(shop: Shop, simulator: Simulator, kind: str) -> int:
    """An account there with one lamp, that we have read; its id."""
    simulator.world(kind).add_product("LAMP", "Desk Lamp", 1)
    with shop.inside():
        channel_id: int = add_channel(kind, "Nordlicht", shop.site, by=shop.by())
        connect(channel_id, base_url=simulator.base(kind), sealed_keys=seal(KEYS[kind]))
        read_offers(channel_id)
    return channel_id
