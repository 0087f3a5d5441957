"""Amazon's API, asked and told: its tokens, pages, quotas and orders."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from oms.channels.amazon.client import Amazon
from oms.channels.amazon.webhooks import Webhooks
from oms.channels.clients import Access
from oms.core import clock
from oms.core.errors import Permanent, Unreachable, Waits
from tests.channels.amazon.connecting import BEFORE, again, client
from tests.channels.simulator.amazon_shop import World
from tests.channels.simulator.running import Simulator


@pytest.fixture
def amazon(simulator: Simulator) -> World:
    world = simulator.world("amazon")
    world.add_listing("MUG-5", "Mug, blue", 20)
    world.add_listing("LAMP", "Desk lamp", 5, price=6000)
    return world


def test_a_greeting_names_the_account(simulator: Simulator, amazon: World) -> None:
    assert client(simulator).greet() == "Nordlicht · Amazon.co.uk"


def test_a_token_is_asked_for_once_and_again_before_it_ends(simulator: Simulator, amazon: World) -> None:
    client(simulator).greet()
    again(simulator).greet()
    assert amazon.lent == 1

    with clock.travel(datetime.now(UTC) + timedelta(minutes=59, seconds=30)):
        again(simulator).greet()
    assert amazon.lent == 2


def test_a_token_that_amazon_takes_back_is_replaced_once(simulator: Simulator, amazon: World) -> None:
    client(simulator).greet()
    amazon.tokens.clear()

    assert again(simulator).greet()
    assert amazon.lent == 2


@pytest.mark.parametrize("wrong", ["client_id", "client_secret", "refresh_token"])
def test_keys_that_are_not_accepted_stop_at_once(simulator: Simulator, amazon: World, wrong: str) -> None:
    with pytest.raises(Permanent, match=r"does not accept the keys of this account: invalid_"):
        client(simulator, **{wrong: "stolen"}).greet()


def test_a_marketplace_where_the_account_does_not_sell_is_named(simulator: Simulator, amazon: World) -> None:
    with pytest.raises(Permanent, match="does not sell on the marketplace ATVPDKIKX0DER"):
        client(simulator, marketplace_id="ATVPDKIKX0DER").greet()


@pytest.mark.parametrize("keys", [{}, {"token_url": "http://tokens.example.org"}])
def test_keys_go_over_no_line_that_others_can_read(keys: dict[str, str]) -> None:
    base = "https://api.example.org" if keys else "http://api.example.org"

    with pytest.raises(Permanent, match="does not begin with https"):
        Amazon(Access(base, keys))


def test_orders_that_changed_come_page_by_page(simulator: Simulator, amazon: World) -> None:
    amazon.page = 2
    placed = [amazon.place_order(("MUG-5", 1)) for _ in range(5)]
    amazon.place_order(("MUG-5", 1), by="AMAZON")

    found = list(client(simulator).changed_orders(BEFORE))

    assert [one.external_id for one in found] == [order["orderId"] for order in placed]
    (told,) = Webhooks().read("order", found[0].body).orders
    assert (told.draft.lines[0].sku, told.version) == ("MUG-5", found[0].changed_at)
    assert told.draft.ship_to.postcode == "SW1A 1AA"


def test_what_did_not_change_is_not_asked_for_again(simulator: Simulator, amazon: World) -> None:
    amazon.now = datetime(2026, 9, 1, 12, tzinfo=UTC)
    amazon.place_order(("MUG-5", 1))

    assert list(client(simulator).changed_orders(amazon.now + timedelta(hours=1))) == []
    assert len(list(client(simulator).changed_orders(amazon.now + timedelta(minutes=4)))) == 1


def test_one_order_is_told_as_it_is_now(simulator: Simulator, amazon: World) -> None:
    order = amazon.place_order(("LAMP", 1))
    amazon.cancel(order["orderId"])

    found = client(simulator).order(order["orderId"])

    assert found is not None
    assert Webhooks().read("order", found.body).orders[0].draft.cancelled_at == found.changed_at
    assert client(simulator).order("203-9999999-9999999") is None


def test_who_searches_too_often_waits_and_nothing_is_wrong(simulator: Simulator, amazon: World) -> None:
    amazon.quotas["search"].burst = 1
    asking = client(simulator)
    list(asking.changed_orders(BEFORE))

    with pytest.raises(Waits) as told:
        list(asking.changed_orders(BEFORE))
    assert told.value.seconds == 180


def test_any_other_quota_is_worth_another_try(simulator: Simulator, amazon: World) -> None:
    amazon.quotas["order"].burst = 1
    asking = client(simulator)
    asking.greet()

    with pytest.raises(Unreachable, match="429"):
        asking.greet()


@pytest.mark.parametrize("fault", [{"html": True}, {"cut": True}, {"status": 503}])
def test_half_an_answer_is_worth_another_try(
    simulator: Simulator, amazon: World, fault: dict[str, Any]
) -> None:
    amazon.place_order(("LAMP", 1))
    simulator.faults.add("/amazon/orders", **fault)

    with pytest.raises(Unreachable):
        list(client(simulator).changed_orders(BEFORE))
    assert len(list(client(simulator).changed_orders(BEFORE))) == 1
