"""The simulated shop tells as the real one does: signed, without a second try, and with ids that are no ids."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask import Response

from oms.channels.woocommerce.webhooks import Webhooks
from tests.channels.simulator.running import Ear
from tests.channels.simulator.woocommerce_shop import World

KEYS = {"webhook_secret": "of the shop"}


@pytest.fixture
def shop() -> World:
    world = World(now=datetime(2026, 11, 24, 12, 0, tzinfo=UTC))
    world.add_product("LAMP", "Desk Lamp", 10)
    return world


def test_a_webhook_that_is_saved_pings_without_a_signature(shop: World, ear: Ear) -> None:
    made = shop.subscribe(ear.url, KEYS["webhook_secret"])

    (ping,) = ear.heard
    assert (Webhooks().greeting(ping, KEYS) or Response(status=500)).status == 200
    assert made.delivered == [("ping", "", 200)]


def test_what_it_tells_is_believed_and_read(shop: World, ear: Ear) -> None:
    shop.subscribe(ear.url, KEYS["webhook_secret"])
    order = shop.place_order(("LAMP", 2))
    shop.refund(order["id"], "10.00", LAMP=1)
    shop.cancel(order["id"])
    shop.trash(order["id"])
    shop.restore(order["id"])

    hook, topics = Webhooks(), []
    for told in ear.heard[1:]:
        hook.verify(told, KEYS)
        topics.append(hook.label(told).topic)
        assert hook.label(told).resource == str(order["id"])
        assert hook.read(topics[-1], told.body).ignored == ""
    assert topics == [
        "order.created",
        *["order.updated"] * 3,
        "order.deleted",
        "order.restored",
    ]


def test_created_and_updated_are_one_body_and_two_orders_of_a_second_one_delivery(
    shop: World, ear: Ear
) -> None:
    shop.subscribe(ear.url, KEYS["webhook_secret"])
    for _ in range(2):
        shop.place_order(("LAMP", 1))

    told = ear.heard[1:]
    labels = {Webhooks().label(one) for one in told}
    assert [one.body for one in told[::2]] == [one.body for one in told[1::2]]
    assert (len({label.delivery for label in labels}), len({label.resource for label in labels})) == (1, 2)


def test_what_fails_is_never_sent_again_and_six_failures_are_the_end(shop: World, ear: Ear) -> None:
    made = shop.subscribe(ear.url, KEYS["webhook_secret"])
    ear.status = 500
    for _ in range(4):
        shop.place_order(("LAMP", 1))

    assert (len(ear.heard), made.is_on) == (1 + 6, False)


def test_it_counts_its_own_stock(shop: World) -> None:
    (lamp,) = shop.products.values()
    order = shop.place_order(("LAMP", 3))
    assert lamp["stock_quantity"] == 7

    shop.cancel(order["id"])
    assert lamp["stock_quantity"] == 10
