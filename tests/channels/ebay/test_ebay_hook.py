"""What a simulated eBay sends to the address that we gave it: the address proves itself, the key is asked for once."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from oms.channels import tokens
from oms.channels.believing import forget_questions
from oms.channels.models import Connection, Intake, SigningKey
from oms.channels.setting_up import add_channel
from oms.core.db import db, transaction
from oms.core.sealing import seal
from tests.channels.bringing import lines
from tests.channels.ebay.connecting import KEYS, stocked
from tests.channels.simulator.ebay_shop import World
from tests.channels.simulator.ebay_telling import Destination
from tests.channels.simulator.ebay_telling import SigningKey as KeyPair
from tests.channels.simulator.running import Simulator
from tests.outgoing.playing import connect, work
from tests.shop import Shop

TOKEN = KEYS["verification_token"]


@pytest.fixture
def world(simulator: Simulator) -> World:
    tokens.forget_all()
    forget_questions()
    return stocked(simulator)


@pytest.fixture
def address(shop: Shop, simulator: Simulator, world: World) -> Iterator[str]:
    """Where we listen, as a real server."""
    with shop.inside():
        channel_id = add_channel("ebay", "nordlicht", shop.site, by=shop.by())
        connect(channel_id, base_url=simulator.base("ebay"), sealed_keys=seal(KEYS))
    server = make_server("127.0.0.1", 0, shop.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}/hooks/{channel_id}"
    server.shutdown()
    thread.join(5)


def kept(shop: Shop) -> list[tuple[str, str]]:
    """The topic of each event, and the order that it is about."""
    with shop.inside():
        return [(one.topic, one.resource) for one in db.session.scalars(select(Intake).order_by(Intake.id))]


def questions(simulator: Simulator) -> int:
    return sum("/public_key/" in path for _, path in simulator.faults.calls)


def test_the_address_proves_itself(world: World, address: str) -> None:
    assert world.subscribe(address, TOKEN).delivered == []
    with pytest.raises(ValueError, match="does not prove itself"):
        world.subscribe(address, "another token")


def test_each_line_is_told_twice_and_the_key_is_asked_for_once(
    shop: Shop, simulator: Simulator, world: World, address: str
) -> None:
    heard = world.subscribe(address, TOKEN)

    order = world.place_order(("LAMP", 1), ("MUG", 2))

    assert [status for _, status in heard.delivered] == [200] * 4
    assert kept(shop) == [("ORDER_CONFIRMATION", order["orderId"])] * 4
    assert questions(simulator) == 1
    with shop.inside():
        (key,) = db.session.scalars(select(SigningKey))
        assert (key.key_id, json.loads(key.told)) == (world.key.key_id, world.key.shown())


def test_what_it_tells_of_an_order_makes_one_order(shop: Shop, world: World, address: str) -> None:
    world.subscribe(address, TOKEN)
    order = world.place_order(("LAMP", 1), ("MUG", 2))

    work(shop)

    assert lines(shop, order["orderId"]) == [("LAMP", 1, 0, 0), ("MUG", 2, 0, 0)]
    with shop.inside():
        done = [(one.source, one.outcome) for one in db.session.scalars(select(Intake).order_by(Intake.id))]
    assert done == [*[("webhook", "new")] * 4, ("fetch", "new")]


def test_what_another_signed_is_not_believed(shop: Shop, world: World, address: str) -> None:
    heard = world.subscribe(address, TOKEN)
    world.place_order(("LAMP", 1))
    true, world.key = world.key, KeyPair()
    world.key.key_id = true.key_id

    world.place_order(("LAMP", 1))

    assert [status for _, status in heard.delivered] == [200, 200, *[401] * 6]
    assert len(kept(shop)) == 2


def test_a_key_that_ebay_does_not_know_is_asked_for_once_a_minute(
    shop: Shop, simulator: Simulator, world: World, address: str
) -> None:
    heard = world.subscribe(address, TOKEN)
    forged = Destination(address, TOKEN)
    forged.deliver({"notification": {"notificationId": "1"}}, KeyPair())
    asked = questions(simulator)

    world.place_order(("LAMP", 1))

    assert ([status for _, status in forged.delivered], asked) == ([401] * 3, 1)
    assert {status for _, status in heard.delivered} == {401}, "eBay tries it again later"
    forget_questions()
    world.place_order(("LAMP", 1))
    assert heard.delivered[-1][1] == 200
    assert {topic for topic, _ in kept(shop)} == {"ORDER_CONFIRMATION"}


def test_while_ebay_shows_no_key_nothing_is_believed_and_nothing_breaks(
    shop: Shop, simulator: Simulator, world: World, address: str
) -> None:
    heard = world.subscribe(address, TOKEN)
    simulator.faults.add("/ebay/commerce/notification/v1/public_key", status=503)

    world.place_order(("LAMP", 1))

    assert heard.delivered[0][1] == 401
    assert kept(shop) == []


def test_of_an_account_that_is_switched_off_what_comes_is_kept_by_a_key_that_we_have(
    shop: Shop, world: World, address: str
) -> None:
    heard = world.subscribe(address, TOKEN)
    world.place_order(("LAMP", 1))
    with shop.inside(), transaction() as session:
        for connection in session.scalars(select(Connection)):
            connection.is_on = False

    world.place_order(("LAMP", 1))

    assert heard.delivered[-1][1] == 200
    assert len(kept(shop)) == 4
