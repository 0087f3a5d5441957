"""Orders that Shopify's API is asked for: the same as its webhooks tell, whole, and in the order of their changes."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from oms.channels.clients import FetchedOrder
from oms.channels.events import Told
from oms.core.errors import Permanent
from tests.channels.shopify.connecting import BEFORE, client
from tests.channels.shopify.messages import HOOK
from tests.channels.simulator.running import Simulator
from tests.channels.simulator.shopify_goods import Json
from tests.channels.simulator.shopify_shop import World

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def shop(simulator: Simulator) -> World:
    shop = simulator.world("shopify")
    shop.now = AT
    for sku, title in (("LAMP", "Desk Lamp"), ("MUG", "Mug")):
        shop.add_product(sku, title, 100)
    return shop


def read(fetched: FetchedOrder | None) -> Told:
    assert fetched is not None
    (one,) = HOOK.read("order", fetched.body).orders
    return one


def as_webhook(order: Json) -> Told:
    (one,) = HOOK.read("orders/updated", json.dumps(order).encode()).orders
    return one


def test_the_account_says_its_name_and_from_where_it_sends(simulator: Simulator, shop: World) -> None:
    assert client(simulator).greet() == "Nordlicht (nordlicht.myshopify.com), stock at Back room"
    with pytest.raises(Permanent, match="no location with the number"):
        client(simulator, location_id="5").greet()


def test_an_order_is_the_same_as_its_webhook_tells_it(simulator: Simulator, shop: World) -> None:
    gift = [{"name": "Engraving", "value": "Für Oma"}]
    order = shop.place_order(("LAMP", 3), ("MUG", 1), note="Ring twice", note_attributes=gift)
    shop.send_elsewhere(order["id"], "AB1", LAMP=1)
    shop.refund(order["id"], "5.00")
    shop.refund(order["id"], "10.00", "cancel", LAMP=1)

    fetched = read(client(simulator).order(str(order["id"])))

    assert fetched == as_webhook(order)
    lamp = fetched.draft.lines[0]
    assert (lamp.quantity, lamp.cancelled, lamp.shipped_by_channel) == (3, 1, 1)


def test_a_long_order_is_fetched_whole(simulator: Simulator, shop: World) -> None:
    order = shop.place_order(*[("LAMP", 1)] * 60)

    assert read(client(simulator).order(str(order["id"]))) == as_webhook(order)


def test_an_order_may_be_asked_for_by_its_number(simulator: Simulator, shop: World) -> None:
    """As a file calls it that has no ids."""
    order = shop.place_order(("LAMP", 1))
    fetched = client(simulator).order("#1001")

    assert fetched is not None
    assert fetched.external_id == str(order["id"])


def test_an_order_that_is_not_there_is_none(simulator: Simulator, shop: World) -> None:
    shop.place_order(("LAMP", 1), name="#7")
    shop.place_order(("LAMP", 1), name="#7")

    assert [client(simulator).order(name) for name in ("404", "#404", "#7")] == [None] * 3


def test_changed_orders_come_in_the_order_of_their_changes(simulator: Simulator, shop: World) -> None:
    first, second = shop.place_order(("LAMP", 1)), shop.place_order(("MUG", 1))
    shop.now = AT + timedelta(minutes=5)
    shop.refund(first["id"], "1.00")

    found = list(client(simulator).changed_orders(BEFORE))

    assert [one.external_id for one in found] == [str(second["id"]), str(first["id"])]
    assert [one.changed_at for one in found] == [AT, AT + timedelta(minutes=5)]


def test_only_what_changed_since_is_asked_for_with_a_minute_more(simulator: Simulator, shop: World) -> None:
    shop.place_order(("LAMP", 1))

    def found(seconds: int) -> int:
        return len(list(client(simulator).changed_orders(AT + timedelta(seconds=seconds))))

    assert (found(0), found(60), found(61)) == (1, 1, 0)


def test_there_may_be_more_than_a_page(simulator: Simulator, shop: World) -> None:
    shop.bucket.restores = 100_000
    for _ in range(27):
        shop.place_order(("LAMP", 1))

    assert len({one.external_id for one in client(simulator).changed_orders(BEFORE)}) == 27
