"""The simulated shop and ours: what happens there arrives here, in whatever order, and what happens here arrives there."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import select

from oms.channels.connections import Intake
from oms.channels.setting_up import add_channel
from oms.core.db import db
from oms.core.sealing import seal
from oms.orders.models import Order, Payment
from oms.outgoing.models import Offer
from oms.outgoing.offers import read_offers
from oms.shipping.tracking import set_tracking
from tests.channels.bringing import available, holds, lines, the_order
from tests.channels.shopify.connecting import KEYS
from tests.channels.simulator.running import Simulator
from tests.channels.simulator.shopify_shop import World
from tests.channels.simulator.shopify_telling import Message, Subscription
from tests.outgoing import market
from tests.outgoing.playing import confirmation, connect, picked, stocked
from tests.outgoing.playing import work as work_later
from tests.picking.floor import assert_proven
from tests.shipping.parcels import pack, send
from tests.shop import Shop


@dataclass
class Kept(Subscription):
    """Messages that are on their way."""

    waiting: list[Message] = field(default_factory=list)

    def post(self, message: Message) -> int | None:
        self.waiting.append(message)
        return 200


@dataclass
class Account:
    """The simulated shop, and what it is here."""

    shop: Shop
    world: World
    channel_id: int
    post: Kept

    def arrive(self, chance: random.Random | None = None) -> None:
        """All that is on its way arrives: as it was sent, or in any order and some of it several times."""
        messages, self.post.waiting = self.post.waiting, []
        if chance is not None:
            messages = [one for one in messages for _ in range(chance.choice((1, 1, 2)))]
            chance.shuffle(messages)
        for one in messages:
            where = f"/hooks/{self.channel_id}"
            answer = self.shop.app.test_client().post(where, data=one.body, headers=one.headers)
            assert answer.status_code == 200
        market.work(self.shop)

    def outcomes(self, last: int) -> list[str | None]:
        """Of the latest events."""
        query = select(Intake.outcome).order_by(Intake.id.desc()).limit(last)
        with self.shop.inside():
            return list(db.session.scalars(query))


@pytest.fixture
def account(shop: Shop, simulator: Simulator) -> Account:
    stocked(shop, "LAMP", "MUG")
    world: World = simulator.world("shopify")
    world.bucket.restores = 100_000
    world.add_product("LAMP", "Desk Lamp", 25)
    world.add_product("MUG", "Mug", 25)
    world.subscriptions.append(Kept("", world.secret))
    with shop.inside():
        channel_id = add_channel("shopify", "Nordlicht", shop.site, by=shop.by())
        keys = seal(KEYS | {"webhook_secret": world.secret})
        connect(channel_id, base_url=simulator.base("shopify"), sealed_keys=keys)
        read_offers(channel_id)
    return Account(shop, world, channel_id, world.subscriptions[0])


def live(world: World, clock: Any) -> str:
    """What may happen to an order in its first hour."""
    order = world.place_order(("LAMP", 3), ("MUG", 1), paid=False)
    happens = [
        lambda: world.pay(order["id"]),
        lambda: world.edit(order["id"], add=("MUG", 2)),
        lambda: world.edit(order["id"], take=("LAMP", 1)),
        lambda: world.refund(order["id"], "5.00"),
        lambda: world.refund(order["id"], "10.00", "cancel", LAMP=1),
        lambda: world.send_elsewhere(order["id"], MUG=1),
    ]
    for minute, one in enumerate(happens, 1):
        world.now = clock.replace(minute=minute)
        one()
    return str(order["name"])


def state(shop: Shop, number: str) -> tuple[Any, ...]:
    query = select(Payment).join(Order).where(Order.number == number)
    with shop.inside():
        money = sorted((one.kind, one.amount_minor or 0) for one in db.session.scalars(query))
    return the_order(shop, number).headline, lines(shop, number), money, holds(shop, number)


def test_a_story_comes_to_the_same_in_whatever_order_it_arrives(shop: Shop, account: Account) -> None:
    world, clock = account.world, account.world.moment().replace(minute=0, second=0, microsecond=0)
    states = []
    for seed in (None, 1, 2):
        world.now = clock
        number = live(world, clock)
        account.arrive(random.Random(seed) if seed else None)
        states.append(state(shop, number))

    assert states[0] == (
        "ready",
        [("LAMP", 3, 2, 0), ("MUG", 1, 0, 1), ("MUG", 2, 0, 0)],
        [("charge", 4490), ("refund", 500), ("refund", 1000)],
        [],
    )
    assert states[1:] == states[:1] * 2
    assert_proven(shop)


def test_a_parcel_is_told_and_comes_back_as_no_news(shop: Shop, account: Account) -> None:
    order = account.world.place_order(("LAMP", 2))
    account.arrive()
    order_id = the_order(shop).id
    parcel_id = pack(shop, picked(shop, order_id, "LAMP", "LAMP"), "LAMP", "LAMP")
    with shop.inside():
        set_tracking(parcel_id, "AB123456785GB", by=shop.by())
    send(shop, parcel_id, carrier="Royal Mail")

    work_later(shop)

    assert confirmation(shop).told_at is not None
    assert [one["tracking_number"] for one in order["fulfillments"]] == ["AB123456785GB"]
    assert [one.topic for one in account.post.waiting] == ["orders/updated"]
    account.arrive()
    assert account.outcomes(last=1) == ["unchanged"]
    assert (the_order(shop).headline, lines(shop)) == ("shipped", [("LAMP", 2, 0, 0)])


def test_a_cancelled_order_gives_its_units_back_once(shop: Shop, account: Account) -> None:
    order = account.world.place_order(("LAMP", 2))
    account.arrive()
    assert available(shop, "LAMP") == 18

    account.world.cancel(order["id"])
    account.arrive(random.Random(7))

    assert (the_order(shop).headline, available(shop, "LAMP")) == ("cancelled", 20)
    assert_proven(shop)


def test_what_is_left_is_told_from_what_shopify_had(shop: Shop, account: Account) -> None:
    market.work(shop)
    assert {sku: one["stock"] for sku, one in account.world.variants.items()} == {"LAMP": 20, "MUG": 20}

    account.world.place_order(("LAMP", 3))
    account.arrive()
    market.work(shop, minutes=2)

    assert account.world.variants["LAMP"]["stock"] == 17
    with shop.inside():
        assert not any(db.session.scalars(select(Offer.refusal)))
