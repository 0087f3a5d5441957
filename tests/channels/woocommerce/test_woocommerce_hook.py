"""What a simulated shop sends to the address that we gave it: greeted, believed, kept once each."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from oms.channels.models import Intake
from oms.channels.setting_up import add_channel
from oms.core.db import db
from oms.core.sealing import seal
from tests.channels.simulator.woocommerce_shop import World
from tests.channels.woocommerce.connecting import KEYS
from tests.outgoing.playing import connect
from tests.shop import Shop

SECRET = "of the shop"


@pytest.fixture
def world() -> World:
    told = World()
    told.add_product("LAMP", "Desk Lamp", 10)
    return told


@pytest.fixture
def address(shop: Shop) -> Iterator[str]:
    """Where we listen, as a real server."""
    with shop.inside():
        channel_id = add_channel("woocommerce", "Nordlicht", shop.site, by=shop.by())
        connect(channel_id, sealed_keys=seal({**KEYS, "webhook_secret": SECRET}))
    server = make_server("127.0.0.1", 0, shop.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/hooks/{channel_id}"
    server.shutdown()
    thread.join(5)


def kept(shop: Shop) -> list[tuple[str, str, int]]:
    """The topic of each event, the order that it is about, and how often the very same came again."""
    with shop.inside():
        events = db.session.scalars(select(Intake).order_by(Intake.id))
        return [(one.topic, one.resource, one.again) for one in events]


def test_the_ping_of_a_new_webhook_gets_its_200_and_leaves_nothing(
    shop: Shop, world: World, address: str
) -> None:
    saved = world.subscribe(address, SECRET)

    assert (saved.delivered, kept(shop)) == ([("ping", "", 200)], [])


def test_two_orders_of_one_second_are_kept_though_they_share_their_id(
    shop: Shop, world: World, address: str
) -> None:
    world.now = world.moment()
    world.subscribe(address, SECRET)

    first, second = (str(world.place_order(("LAMP", 1))["id"]) for _ in range(2))

    assert kept(shop) == [
        ("order.created", first, 0),
        ("order.updated", first, 0),
        ("order.created", second, 0),
        ("order.updated", second, 0),
    ]


def test_the_very_same_again_is_counted_and_what_is_forged_is_not_kept(
    shop: Shop, world: World, address: str
) -> None:
    world.now = world.moment()
    saved = world.subscribe(address, SECRET)
    order = world.place_order(("LAMP", 1))
    world.tell("order.created", order)
    world.subscriptions = [world.subscribe(address, "of somebody else")]
    world.tell("order.updated", order)

    assert [again for _, _, again in kept(shop)] == [1, 0]
    assert [status for _, _, status in saved.delivered] == [200] * 4
    assert world.subscriptions[0].delivered[-1][2] == 401
