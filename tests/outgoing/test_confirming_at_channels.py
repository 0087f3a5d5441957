"""At each channel, as it is: an order is asked for, leaves in two parcels, and each is known there once, also where
the answer to the first was lost.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from oms.channels import tokens
from oms.channels.calling import client_of
from oms.channels.clients import Access, Client, Sending
from oms.channels.kinds import all_kinds, find_kind
from oms.channels.setting_up import add_channel
from oms.channels.taking_in import take_in
from oms.core.errors import Unreachable
from oms.core.sealing import seal
from oms.shipping.tracking import set_tracking
from tests.channels.amazon import connecting as amazon
from tests.channels.ebay import connecting as ebay
from tests.channels.etsy import connecting as etsy
from tests.channels.shopify import connecting as shopify
from tests.channels.simulator.running import Simulator
from tests.channels.woocommerce import connecting as woocommerce
from tests.outgoing.playing import confirmations, connect, picked, stocked, work
from tests.picking.floor import assert_proven
from tests.shipping.parcels import pack, send
from tests.shop import Shop

NUMBERS = ("00340434161094042557", "00340434161094042564")
Json = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """What the owner enters, how an order is placed there, and under which numbers its parcels are known."""

    keys: Callable[[Simulator], dict[str, str]]
    stock: Callable[[Any], object]
    id_name: str
    known: Callable[[Any, Json], list[str | None]]


PLACES = {
    "amazon": Place(
        amazon.keys,
        lambda world: world.add_listing("LAMP", "Lamp", 9),
        "orderId",
        lambda _, order: [one["trackingNumber"] for one in order["packages"]],
    ),
    "ebay": Place(
        lambda _: ebay.KEYS,
        lambda world: world.add_product("LAMP", "Lamp", 9),
        "orderId",
        lambda world, order: [one["shipmentTrackingNumber"] for one in world.parcels[order["orderId"]]],
    ),
    "etsy": Place(
        etsy.keys,
        lambda world: world.add_listing("Lamp", ("LAMP", 9)),
        "receipt_id",
        lambda world, _: [number for _, number in world.mails],
    ),
    "shopify": Place(
        lambda _: shopify.KEYS,
        lambda world: world.add_product("LAMP", "Lamp", 9),
        "id",
        lambda _, order: [one["tracking_number"] for one in order["fulfillments"]],
    ),
    "woocommerce": Place(
        lambda _: woocommerce.KEYS,
        lambda world: world.add_product("LAMP", "Lamp", 9),
        "id",
        lambda world, order: [one["tracking_number"] for one in world.trackings[order["id"]]],
    ),
}


@dataclass
class Losing:
    """The client of a channel, whose first answer never arrives."""

    make: Callable[[Access], Client]
    lost: list[str] = field(default_factory=list)
    can_confirm: bool = True

    def __call__(self, access: Access) -> Losing:
        self.client = self.make(access)
        return self

    def confirm(self, sending: Sending) -> str | None:
        told = self.client.confirm(sending)
        if not self.lost:
            self.lost.append(sending.key)
            raise Unreachable("The answer was lost.")
        return told

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)


@pytest.mark.parametrize("name", PLACES)
def test_each_parcel_is_known_there_once(
    shop: Shop, simulator: Simulator, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    place, world = PLACES[name], simulator.world(name)
    kind = find_kind(name)
    assert kind.client is not None
    losing = Losing(kind.client)
    monkeypatch.setitem(all_kinds(), name, replace(kind, client=losing))
    place.stock(world)
    order = world.place_order(("LAMP", 2))
    order_id = taken_in(shop, simulator, name, str(order[place.id_name]))

    stocked(shop, "LAMP")
    picked(shop, order_id, "LAMP", "LAMP")
    for number in NUMBERS:
        parcel_id = pack(shop, order_id, "LAMP")
        with shop.inside():
            set_tracking(parcel_id, number, by=shop.by())
        send(shop, parcel_id)
    work(shop)
    work(shop, minutes=10)

    assert len(losing.lost) == 1
    assert [one.told_at is not None for one in confirmations(shop)] == [True, True]
    assert place.known(world, order) == list(NUMBERS)
    assert_proven(shop)


def taken_in(shop: Shop, simulator: Simulator, name: str, external_id: str) -> int:
    """The order as the API of the account gives it; ours of it."""
    tokens.forget_all()
    with shop.inside():
        keys = seal(PLACES[name].keys(simulator))
        channel_id = add_channel(name, "Nordlicht", shop.site, by=shop.by())
        connect(channel_id, base_url=simulator.base(name), sealed_keys=keys)
        with client_of(channel_id) as client:
            fetched = client.order(external_id)
        webhook = find_kind(name).webhook
        assert fetched is not None
        assert webhook is not None
        [told] = webhook.read("order", fetched.body).orders
        _, order_id = take_in(channel_id, told.draft, by=shop.by())
    return order_id
