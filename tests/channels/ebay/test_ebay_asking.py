"""What eBay's API is asked for: tokens, orders page by page, its public key; and answers that are none."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from oms.channels.clients import Access
from oms.channels.ebay.client import Ebay
from oms.core.errors import Permanent, Unreachable
from tests.channels.ebay.connecting import KEYS, LONG_AGO, client, parcel, stocked
from tests.channels.simulator.running import Simulator

TOKENS = ("POST", "/ebay/identity/v1/oauth2/token")
ORDERS = "/ebay/sell/fulfillment/v1/order"


def asked(simulator: Simulator, what: tuple[str, str]) -> int:
    return simulator.faults.calls.count(what)


def test_the_account_is_named(simulator: Simulator) -> None:
    assert client(simulator).greet() == "An eBay account without orders so far"
    stocked(simulator).place_order(("LAMP", 1))

    assert client(simulator).greet() == "eBay seller nordlicht"


def test_a_token_is_asked_for_once_and_again_when_it_is_not_taken_any_more(simulator: Simulator) -> None:
    ebay = client(simulator)
    ebay.greet()
    Ebay(Access(simulator.base("ebay"), KEYS)).greet()
    assert asked(simulator, TOKENS) == 1

    simulator.world("ebay").tokens.clear()
    ebay.greet()
    assert asked(simulator, TOKENS) == 2


@pytest.mark.parametrize(
    ("keys", "why"), [({"client_secret": "x"}, "invalid_client"), ({"refresh_token": "x"}, "invalid_grant")]
)
def test_wrong_keys_are_told_to_a_person(simulator: Simulator, keys: dict[str, str], why: str) -> None:
    with pytest.raises(Permanent, match=f"does not accept the keys of this account: {why}. Enter them again"):
        client(simulator, **keys).greet()


def test_keys_are_not_sent_where_anybody_could_read_them() -> None:
    with pytest.raises(Permanent, match="does not begin with https://"):
        Ebay(Access("http://api.ebay.example.org", KEYS))


def test_orders_that_changed_are_read_page_by_page(simulator: Simulator) -> None:
    world = stocked(simulator)
    world.now = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
    old = world.place_order(("LAMP", 1))
    world.now += timedelta(hours=1)
    orders = [world.place_order(("MUG", 1)) for _ in range(5)]
    world.page = 2

    found = list(client(simulator).changed_orders(world.now - timedelta(minutes=10)))

    assert [one.external_id for one in found] == [order["orderId"] for order in orders]
    assert found[0].changed_at == world.now
    assert json.loads(found[0].body)["salesRecordReference"] == orders[0]["salesRecordReference"]
    everything = list(client(simulator).changed_orders(LONG_AGO))
    assert everything[0].external_id == old["orderId"]
    assert len(everything) == 6


def test_a_page_elsewhere_is_not_asked(simulator: Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    ebay = client(simulator)
    page = {"orders": [], "next": "https://elsewhere.example.org/sell/fulfillment/v1/order?offset=100"}
    monkeypatch.setattr(
        ebay._api,
        "get",
        lambda address, **_: page if address.startswith("sell") else ebay._api.ask("GET", address).data,
    )

    with pytest.raises(Permanent, match=r"not below .*It was not asked"):
        list(ebay.changed_orders(LONG_AGO))


def test_one_order_is_read_or_there_is_none(simulator: Simulator) -> None:
    order = stocked(simulator).place_order(("LAMP", 2))
    found = client(simulator).order(order["orderId"])

    assert found is not None
    assert found.external_id == order["orderId"]
    assert client(simulator).order("12-99999-99999") is None
    assert client(simulator).order("../../account") is None


def test_of_an_order_that_is_partly_sent_the_parcels_are_read_too(simulator: Simulator) -> None:
    order = stocked(simulator).place_order(("LAMP", 3))
    ebay = client(simulator)
    ebay.confirm(parcel(order, 1))

    (found,) = ebay.changed_orders(LONG_AGO)

    (sent,) = json.loads(found.body)["fulfillments"]
    assert sent["lineItems"] == [{"lineItemId": order["lineItems"][0]["lineItemId"], "quantity": 1}]


def test_the_public_key_is_shown_to_an_application(simulator: Simulator) -> None:
    key = simulator.world("ebay").key

    assert json.loads(client(simulator).public_key(key.key_id)) == key.shown()
    with pytest.raises(Permanent, match="does not know it"):
        client(simulator).public_key("another")


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ({"status": 503}, "answered 503"),
        ({"status": 429, "retry_after": "30"}, "answered 429"),
        ({"html": True}, "is not JSON"),
        ({"cut": True, "after": True}, "not JSON, or it is cut off"),
    ],
)
def test_half_an_answer_is_worth_another_try(
    simulator: Simulator, fault: dict[str, object], why: str
) -> None:
    stocked(simulator).place_order(("LAMP", 1))
    ebay = client(simulator)
    simulator.faults.add(ORDERS, **fault)

    with pytest.raises(Unreachable, match=why):
        list(ebay.changed_orders(LONG_AGO))


@pytest.mark.parametrize(
    "body", [[], {"orders": 7}, {"orders": [7]}, {"orders": [{"orderId": 1.5}]}, {"orders": [], "next": 7.5}]
)
def test_an_answer_of_another_shape_is_worth_another_try(
    simulator: Simulator, monkeypatch: pytest.MonkeyPatch, body: object
) -> None:
    ebay = client(simulator)
    monkeypatch.setattr(ebay._api, "get", lambda *_, **__: body)

    with pytest.raises(Unreachable, match="eBay answered otherwise than it should"):
        list(ebay.changed_orders(LONG_AGO))
