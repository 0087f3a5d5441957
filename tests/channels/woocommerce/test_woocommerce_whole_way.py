"""An order of a simulated shop, from there to the parcel and back: the number, the end of it, and what is left."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from oms.channels.calling import client_of
from oms.channels.setting_up import add_channel
from oms.channels.taking_in import take_in
from oms.channels.woocommerce.webhooks import Webhooks
from oms.core.db import db
from oms.core.operations import By
from oms.core.sealing import seal
from oms.outgoing.models import Offer
from oms.outgoing.offers import read_offers
from oms.shipping.tracking import set_tracking
from tests.channels.simulator.running import Simulator
from tests.channels.simulator.woocommerce_shop import World
from tests.channels.woocommerce.connecting import BEFORE, KEYS
from tests.outgoing import market
from tests.outgoing.playing import confirmation, connect, picked, stocked, work
from tests.shipping.parcels import pack, send
from tests.shop import Shop


@dataclass
class Account:
    """The simulated shop, and what we know it by."""

    shop: Shop
    world: World
    channel_id: int

    def look(self) -> dict[str, int]:
        """Take in all orders that it has; their ids here by its own."""
        found = {}
        with self.shop.inside(), client_of(self.channel_id) as client:
            for fetched in list(client.changed_orders(BEFORE)):
                for told in Webhooks().read("order", fetched.body).orders:
                    by = By(f"channel:{self.channel_id}")
                    _, order_id = take_in(self.channel_id, told.draft, said_at=told.version, by=by)
                    found[fetched.external_id] = order_id
        return found


@pytest.fixture
def account(shop: Shop, simulator: Simulator) -> Account:
    stocked(shop, "LAMP", "MUG")
    world: World = simulator.world("woocommerce")
    world.add_product("LAMP", "Desk Lamp", 25)
    world.add_product("MUG", "Mug", None)
    with shop.inside():
        channel_id = add_channel("woocommerce", "Nordlicht", shop.site, by=shop.by())
        connect(channel_id, base_url=simulator.base("woocommerce"), sealed_keys=seal(KEYS))
        read_offers(channel_id)
    return Account(shop, world, channel_id)


def test_a_parcel_is_told_by_number_and_the_order_completed(shop: Shop, account: Account) -> None:
    order = account.world.place_order(("LAMP", 2))
    order_id = account.look()[str(order["id"])]
    parcel_id = pack(shop, picked(shop, order_id, "LAMP", "LAMP"), "LAMP", "LAMP")
    with shop.inside():
        set_tracking(parcel_id, "AB123456785GB", by=shop.by())
    send(shop, parcel_id, carrier="Royal Mail")

    work(shop)

    (tracking,) = account.world.trackings[order["id"]]
    assert (tracking["tracking_provider"], tracking["tracking_number"]) == ("Royal Mail", "AB123456785GB")
    assert account.world.orders[order["id"]]["status"] == "completed"
    assert confirmation(shop).told_at is not None
    assert account.look()[str(order["id"])] == order_id


def test_what_is_left_is_told_only_where_the_shop_counts(shop: Shop, account: Account) -> None:
    account.world.place_order(("LAMP", 3), ("MUG", 1))
    account.look()

    market.work(shop)

    left = {one["sku"]: one["stock_quantity"] for one in account.world.products.values()}
    assert left == {"LAMP": 17, "MUG": None}
    query = select(Offer.name, Offer.told, Offer.refusal).order_by(Offer.name)
    with shop.inside():
        (lamp, mug) = db.session.execute(query).all()
    assert (lamp.told, lamp.refusal) == (17, None)
    assert (mug.refusal or "").startswith("WooCommerce does not keep stock of it")
