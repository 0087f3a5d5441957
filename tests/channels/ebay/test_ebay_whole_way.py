"""An order of a simulated eBay account, from there to the parcel and back: the number, and how many are left."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from oms.channels import tokens
from oms.channels.calling import client_of
from oms.channels.ebay.webhooks import Notifications
from oms.channels.setting_up import add_channel
from oms.channels.taking_in import take_in
from oms.core.db import db
from oms.core.operations import By
from oms.core.sealing import seal
from oms.outgoing.models import Offer
from oms.outgoing.offers import read_offers
from oms.shipping.tracking import set_tracking
from tests.channels.bringing import holds, the_order
from tests.channels.ebay.connecting import KEYS, LONG_AGO
from tests.channels.simulator.ebay_shop import World
from tests.channels.simulator.running import Simulator
from tests.outgoing import market
from tests.outgoing.playing import confirmation, connect, picked, stocked, work
from tests.shipping.parcels import pack, send
from tests.shop import Shop


@dataclass
class Account:
    """The simulated account, and what we know it by."""

    shop: Shop
    world: World
    channel_id: int

    def look(self) -> dict[str, int]:
        """Take in all orders that it has; their ids here by its own."""
        found = {}
        with self.shop.inside(), client_of(self.channel_id) as client:
            for fetched in list(client.changed_orders(LONG_AGO)):
                (told,) = Notifications().read("order", fetched.body).orders
                said = {"said_at": told.version, "whole": True, "by": By(f"channel:{self.channel_id}")}
                found[fetched.external_id] = take_in(self.channel_id, told.draft, told.doubts, **said)[1]  # type: ignore[arg-type]
        return found


@pytest.fixture
def account(shop: Shop, simulator: Simulator) -> Account:
    tokens.forget_all()
    stocked(shop, "LAMP", "MUG")
    world: World = simulator.world("ebay")
    world.add_product("LAMP", "Desk Lamp", 25)
    world.add_product("MUG", "Mug", 25)
    with shop.inside():
        channel_id = add_channel("ebay", "nordlicht", shop.site, by=shop.by())
        connect(channel_id, base_url=simulator.base("ebay"), sealed_keys=seal(KEYS))
        read_offers(channel_id)
    return Account(shop, world, channel_id)


def sent(shop: Shop, order_id: int, number: str, *skus: str) -> None:
    parcel_id = pack(shop, picked(shop, order_id, *skus), *skus)
    with shop.inside():
        set_tracking(parcel_id, number, by=shop.by())
    send(shop, parcel_id, carrier="Royal Mail")


def test_a_parcel_is_told_once_and_what_ebay_says_of_it_is_no_news(shop: Shop, account: Account) -> None:
    order = account.world.place_order(("LAMP", 2))
    order_id = account.look()[order["orderId"]]
    sent(shop, order_id, "AB123456785GB", "LAMP", "LAMP")

    work(shop)

    (parcel,) = account.world.parcels[order["orderId"]]
    assert (parcel["shippingCarrierCode"], parcel["shipmentTrackingNumber"]) == ("RoyalMail", "AB123456785GB")
    assert account.world.orders[order["orderId"]]["orderFulfillmentStatus"] == "FULFILLED"
    assert (confirmation(shop).told_at is not None, confirmation(shop).remote_id) == (True, "AB123456785GB")
    assert account.look()[order["orderId"]] == order_id
    assert (the_order(shop, order["orderId"]).headline, holds(shop, order["orderId"])) == ("shipped", [])


def test_what_is_left_is_told(shop: Shop, account: Account) -> None:
    account.world.place_order(("LAMP", 3), ("MUG", 1))
    account.look()

    market.work(shop)

    assert {sku: one["stock"] for sku, one in account.world.items.items()} == {"LAMP": 17, "MUG": 19}
    query = select(Offer.name, Offer.told, Offer.refusal).order_by(Offer.name)
    with shop.inside():
        assert db.session.execute(query).all() == [("LAMP", 17, None), ("MUG", 19, None)]


def test_a_quantity_that_ebay_refuses_is_brought_before_a_person(shop: Shop, account: Account) -> None:
    account.world.refuses["MUG"] = {"statusCode": 400, "errors": [{"message": "Invalid quantity."}]}
    account.world.place_order(("MUG", 1))
    account.look()

    market.work(shop)

    with shop.inside():
        refusal = db.session.scalar(select(Offer.refusal).where(Offer.name == "MUG"))
    assert refusal == "eBay says no: Invalid quantity."


def test_a_cancelled_order_is_cancelled_here(shop: Shop, account: Account) -> None:
    order = account.world.place_order(("LAMP", 2))
    account.look()
    account.world.ask_to_cancel(order["orderId"])
    account.look()
    assert [detail for _, detail in holds(shop, order["orderId"])] == [
        "The buyer asks eBay to cancel this order. Answer that at eBay first."
    ]

    account.world.cancel(order["orderId"])
    account.look()

    assert the_order(shop, order["orderId"]).headline == "cancelled"


def test_an_order_that_is_paid_later_gets_its_id_then(shop: Shop, account: Account) -> None:
    account.world.place_order(("LAMP", 2), paid=False, orderId="110-220", legacyOrderId="110-220")
    order_id = account.look()["110-220"]
    assert the_order(shop, "110-220").headline == "unpaid"

    account.world.pay("110-220", new_id="12-00077-00077")

    assert account.look() == {"12-00077-00077": order_id}
    assert the_order(shop, "12-00077-00077").headline == "ready"
