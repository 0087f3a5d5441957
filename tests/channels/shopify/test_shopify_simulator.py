"""The simulated shop tells as the real one does: signed, several times over, and of all that happens in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.channels.shopify.messages import HOOK
from tests.channels.simulator.running import Ear
from tests.channels.simulator.shopify_shop import World

KEYS = {"webhook_secret": "shpss_simulated"}


@pytest.fixture
def shop() -> World:
    shop = World(now=datetime(2026, 11, 24, 12, 0, tzinfo=UTC))
    shop.add_product("LAMP", "Desk Lamp", 10)
    shop.add_product("MUG", "Mug", 10)
    return shop


def test_what_it_tells_is_believed_and_read(shop: World, ear: Ear) -> None:
    shop.subscribe(ear.url)
    order = shop.place_order(("LAMP", 2), ("MUG", 1), paid=False)
    shop.pay(order["id"])
    shop.edit(order["id"], add=("MUG", 1), take=("LAMP", 1))
    shop.send_elsewhere(order["id"], MUG=1)
    shop.refund(order["id"], "5.00")
    shop.cancel(order["id"])
    shop.delete(order["id"])

    topics = []
    for told in ear.heard:
        HOOK.verify(told, KEYS)
        topics.append(HOOK.label(told).topic)
        assert not HOOK.read(topics[-1], told.body).ignored
    assert topics == [
        "orders/create",
        "orders/paid",
        "orders/updated",
        "orders/edited",
        "orders/updated",
        "orders/updated",
        "refunds/create",
        "orders/updated",
        "refunds/create",
        "orders/cancelled",
        "orders/updated",
        "orders/delete",
    ]


def test_a_message_may_come_twice_under_one_delivery(shop: World, ear: Ear) -> None:
    made = shop.subscribe(ear.url, copies=2)
    shop.place_order(("LAMP", 1), paid=False)

    labels = [HOOK.label(one) for one in ear.heard]
    assert (len(labels), len(set(labels))) == (2, 1)
    message, _ = made.delivered[0]
    assert made.post(message) == 200
    assert HOOK.label(ear.heard[2]) == labels[0]


def test_eight_failures_in_a_row_are_the_end(shop: World, ear: Ear) -> None:
    made = shop.subscribe(ear.url)
    ear.status = 503
    for _ in range(7):
        shop.place_order(("LAMP", 1))

    assert (len(ear.heard), made.is_on) == (8, False)


def test_it_counts_its_own_stock(shop: World) -> None:
    lamp = shop.variants["LAMP"]
    order = shop.place_order(("LAMP", 3))
    assert lamp["stock"] == 7

    shop.refund(order["id"], None, "cancel", LAMP=1)
    assert lamp["stock"] == 8
    shop.cancel(order["id"])
    assert lamp["stock"] == 10
