"""Orders of a simulated shop: told by a signed message or found by looking, and each mail sent once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oms.channels import tokens
from oms.core import clock
from oms.core.sealing import seal
from tests.channels.bringing import account, numbers, the_order, wanted
from tests.channels.etsy.connecting import keys
from tests.channels.hooks import outcomes, work
from tests.channels.simulator.etsy_shop import World
from tests.channels.simulator.etsy_signing import signed
from tests.channels.simulator.running import Ear, Simulator
from tests.outgoing.playing import connect
from tests.shop import Shop


@pytest.fixture
def etsy(shop: Shop, simulator: Simulator) -> int:
    tokens.forget_all()
    shop.receive("LAMP", 10)
    simulator.world("etsy").add_listing("Desk lamp", ("LAMP", 10))
    channel_id = account(shop, "etsy", "kiln")
    with shop.inside():
        connect(channel_id, base_url=simulator.base("etsy"), sealed_keys=seal(keys(simulator)))
    return channel_id


@pytest.fixture
def there(simulator: Simulator, etsy: int) -> World:
    del etsy
    world: World = simulator.world("etsy")
    return world


def test_a_payment_that_is_told_asks_for_the_order(shop: Shop, there: World, etsy: int, ear: Ear) -> None:
    work(shop)
    there.webhook_url = ear.url
    receipt = there.place_order(("LAMP", 2))
    (heard,) = ear.heard
    browser = shop.app.test_client()
    assert browser.post(f"/hooks/{etsy}", data=heard.body, headers=dict(heard.headers)).status_code == 200

    work(shop)

    assert the_order(shop, str(receipt["receipt_id"])).headline == "ready"
    assert wanted(shop, "LAMP") == (2, 2)
    assert {topic for topic, _, _ in outcomes(shop)} == {"order.paid", "order"}


def test_a_message_of_somebody_else_is_not_kept(shop: Shop, there: World, etsy: int) -> None:
    headers = signed(b"{}", "whsec_c29tZWJvZHkgZWxzZQ==", clock.now())

    answer = shop.app.test_client().post(f"/hooks/{etsy}", data=b"{}", headers=headers)

    assert (answer.status_code, outcomes(shop)) == (401, [])


def test_without_messages_orders_are_found_by_looking(shop: Shop, there: World) -> None:
    receipt = there.place_order(("LAMP", 1))
    work(shop)
    number = str(receipt["receipt_id"])
    assert (numbers(shop), the_order(shop, number).headline) == ([number], "ready")

    there.now = clock.now() + timedelta(minutes=1)
    there.cancel(receipt["receipt_id"])
    with clock.travel(clock.now() + timedelta(minutes=6)):
        work(shop)

    assert the_order(shop, number).headline == "cancelled"
