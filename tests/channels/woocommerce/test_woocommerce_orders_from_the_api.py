"""Looking through the orders of a shop: all that changed, each as if it had come by itself."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from oms.channels.clients import Access
from oms.channels.http import NoSuchThing, TurnedDown
from oms.channels.woocommerce.client import WooCommerce
from oms.channels.woocommerce.webhooks import Webhooks
from oms.core.errors import Permanent, Unreachable
from tests.channels.simulator.running import Simulator
from tests.channels.simulator.woocommerce_shop import World
from tests.channels.woocommerce.connecting import BEFORE, KEYS, client

ORDERS = "/woocommerce/wp-json/wc/v3/orders"
NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def shop(simulator: Simulator) -> World:
    world: World = simulator.world("woocommerce")
    world.now = NOON
    world.add_product("LAMP", "Desk Lamp", 500)
    return world


def test_it_says_whose_shop_it_is_once_the_keys_are_good(simulator: Simulator, shop: World) -> None:
    assert client(simulator).greet() == "Nordlicht"
    with pytest.raises(TurnedDown, match="does not accept the keys"):
        client(simulator, consumer_secret="cs_wrong").greet()


def test_keys_are_sent_only_where_nobody_can_read_them() -> None:
    with pytest.raises(Permanent, match="does not begin with https"):
        WooCommerce(Access("http://shop.example.org", KEYS))
    WooCommerce(Access("https://shop.example.org", KEYS))


def test_orders_that_changed_since_then_come_with_a_little_overlap(simulator: Simulator, shop: World) -> None:
    placed = [shop.place_order(("LAMP", 1)) for _ in range(2)]
    shop.now = NOON + timedelta(hours=1)
    shop.change(placed[0]["id"], customer_note="Ring twice")

    def since(minutes: int) -> list[str]:
        return [
            one.external_id for one in client(simulator).changed_orders(NOON + timedelta(minutes=minutes))
        ]

    assert since(-1) == since(4) == [str(one["id"]) for one in placed]
    assert since(6) == [str(placed[0]["id"])]
    assert since(70) == []


def test_what_is_fetched_reads_as_what_comes_by_itself(simulator: Simulator, shop: World) -> None:
    placed = shop.place_order(("LAMP", 2))

    (fetched,) = client(simulator).changed_orders(BEFORE)

    read = Webhooks().read
    assert fetched.changed_at == NOON
    assert read("order", fetched.body) == read("order.updated", json.dumps(placed).encode())


def test_pages_are_turned_until_the_last(simulator: Simulator, shop: World) -> None:
    placed = [str(shop.place_order(("LAMP", 1))["id"]) for _ in range(201)]

    assert [one.external_id for one in client(simulator).changed_orders(BEFORE)] == placed
    assert simulator.faults.calls.count(("GET", ORDERS)) == 3


def test_an_order_that_goes_meanwhile_hides_no_other(simulator: Simulator, shop: World) -> None:
    placed = [shop.place_order(("LAMP", 1))["id"] for _ in range(150)]
    walk = client(simulator).changed_orders(BEFORE)
    seen = {next(walk).external_id}
    shop.trash(placed[5])

    seen |= {one.external_id for one in walk}

    assert seen == {str(number) for number in placed}


def test_refunds_come_with_their_units(simulator: Simulator, shop: World) -> None:
    placed = shop.place_order(("LAMP", 3))
    shop.refund(placed["id"], "10.00", LAMP=1)
    shop.refund(placed["id"], "2.50")

    fetched = client(simulator).order(str(placed["id"]))

    assert fetched is not None
    reading = Webhooks().read("order", fetched.body)
    ((line,), payments) = reading.orders[0].draft.lines, reading.orders[0].draft.payments
    assert (line.quantity, line.cancelled, reading.fetch) == (3, 1, ())
    assert [(one.kind, one.amount_minor) for one in payments] == [
        ("charge", 3500),
        ("refund", 1000),
        ("refund", 250),
    ]


def test_an_order_that_the_shop_does_not_have_is_none(simulator: Simulator, shop: World) -> None:
    assert client(simulator).order("99") is client(simulator).order("../products") is None


def test_an_api_that_has_moved_away_does_not_say_that_there_is_no_order(
    simulator: Simulator, shop: World
) -> None:
    placed = shop.place_order(("LAMP", 1))
    simulator.faults.add(ORDERS, times=2, status=404)

    with pytest.raises(NoSuchThing):
        client(simulator).order(str(placed["id"]))


def test_an_order_in_the_bin_is_told_as_gone(simulator: Simulator, shop: World) -> None:
    placed = shop.place_order(("LAMP", 1))
    shop.trash(placed["id"])

    fetched = client(simulator).order(str(placed["id"]))

    assert fetched is not None
    assert Webhooks().read("order", fetched.body).gone == (str(placed["id"]),)


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        ({"status": 500}, Unreachable),
        ({"status": 429, "retry_after": "7"}, Unreachable),
        ({"html": True}, Unreachable),
        ({"cut": True}, Unreachable),
        ({"status": 400}, Permanent),
        ({"status": 403}, Permanent),
    ],
)
def test_trouble_is_told_apart_by_whether_another_try_may_help(
    simulator: Simulator, shop: World, fault: dict[str, object], raised: type[Exception]
) -> None:
    shop.place_order(("LAMP", 1))
    simulator.faults.add(ORDERS, **fault)

    with pytest.raises(raised):
        list(client(simulator).changed_orders(BEFORE))
    assert len(list(client(simulator).changed_orders(BEFORE))) == 1


@pytest.mark.parametrize("order", [{"number": "1"}, {"id": 9, "date_modified_gmt": "soon", "refunds": []}])
def test_an_answer_that_makes_no_sense_is_asked_for_again(
    simulator: Simulator, shop: World, order: dict[str, object]
) -> None:
    shop.orders[9] = {"id": 9, "status": "processing", "date_modified_gmt": "2026-11-24"} | order
    shop.orders[9]["refunds"] = [7]

    with pytest.raises(Unreachable, match="The shop answered otherwise than it should"):
        client(simulator).order("9")
