"""How many are left: what Shopify offers, and what it is told, each from the quantity that it had before."""

from __future__ import annotations

import pytest

from oms.channels.clients import ListedItem, StockLevel, Told
from tests.channels.shopify.connecting import GRAPH, client, level
from tests.channels.simulator.running import Simulator
from tests.channels.simulator.shopify_shop import AWAY, World


@pytest.fixture
def shop(simulator: Simulator) -> World:
    shop = simulator.world("shopify")
    for sku, stock in (("LAMP", 8), ("MUG", 4), ("SOCK", 2)):
        shop.add_product(sku, sku.title(), stock)
    return shop


def listed(simulator: Simulator) -> dict[str, ListedItem]:
    return {item.name: item for item in client(simulator).listings()}


def stock(shop: World) -> dict[str, int]:
    return {sku: variant["stock"] for sku, variant in shop.variants.items()}


def test_everything_that_is_counted_at_our_location_is_listed(simulator: Simulator, shop: World) -> None:
    shop.add_product("POP", "Elsewhere", 3, place=AWAY)
    shop.add_product("PDF", "Not counted", 0)["tracked"] = False
    shop.add_product("", "Without an SKU", 5)

    assert [(item.name, item.title, item.quantity) for item in client(simulator).listings()] == [
        ("LAMP", "Lamp", 8),
        ("MUG", "Mug", 4),
        ("SOCK", "Sock", 2),
    ]


def test_there_may_be_more_than_a_page(simulator: Simulator, shop: World) -> None:
    for number in range(120):
        shop.add_product(f"MANY-{number}", "Many", number)

    assert len(listed(simulator)) == 123


def test_quantities_are_told_in_one_go(simulator: Simulator, shop: World) -> None:
    items = listed(simulator)
    told = client(simulator).set_stock([level(items["LAMP"], 7, 8), level(items["MUG"], 0, None)])

    assert told == [Told(items["LAMP"].key), Told(items["MUG"].key)]
    assert stock(shop) == {"LAMP": 7, "MUG": 0, "SOCK": 2}
    assert len(simulator.faults.calls) == 2


def test_a_quantity_that_changed_meanwhile_is_not_overwritten(simulator: Simulator, shop: World) -> None:
    items = listed(simulator)
    shop.place_order(("MUG", 1))
    told = client(simulator).set_stock([level(items[sku], 1, items[sku].quantity) for sku in items])

    assert {one.key: one.now for one in told} == {
        items["LAMP"].key: None,
        items["MUG"].key: 3,
        items["SOCK"].key: None,
    }
    assert stock(shop) == {"LAMP": 1, "MUG": 3, "SOCK": 1}


def test_what_shopify_does_not_know_is_refused_and_spoils_nothing_for_the_others(
    simulator: Simulator, shop: World
) -> None:
    shop.add_product("POP", "Elsewhere", 3, place=AWAY)
    items = listed(simulator)
    away = StockLevel(str(shop.variants["POP"]["item"]), "POP", 1, 3, "1")
    gone = StockLevel("99", "GONE", 1, 3, "1")
    told = {one.key: one for one in client(simulator).set_stock([away, gone, level(items["LAMP"], 5, 8)])}

    assert told[away.key].refusal == "The inventory item is not stocked at the location."
    assert told[gone.key].refusal == "The inventory item could not be found."
    assert told[items["LAMP"].key] == Told(items["LAMP"].key)
    assert stock(shop)["LAMP"] == 5


@pytest.mark.parametrize("forgets_keys", [False, True])
def test_a_word_whose_answer_was_lost_is_told_again_and_counts_once(
    simulator: Simulator, shop: World, *, forgets_keys: bool
) -> None:
    shop.forgets_keys = forgets_keys
    items = listed(simulator)
    word = [level(items["LAMP"], 5, 8)]
    assert client(simulator).set_stock(word) == [Told(items["LAMP"].key)]

    assert client(simulator).set_stock(word) == [Told(items["LAMP"].key)]
    assert stock(shop)["LAMP"] == 5


def test_the_same_word_in_a_new_attempt_has_a_new_key(simulator: Simulator, shop: World) -> None:
    item = listed(simulator)["LAMP"]
    for attempt, quantity, before in (("1", 5, 8), ("2", 8, 5), ("3", 5, 8)):
        client(simulator).set_stock([level(item, quantity, before, attempt)])

    assert stock(shop)["LAMP"] == 5
    assert len(shop.keys) == 3


def test_where_nothing_of_it_is_taken_each_is_refused(simulator: Simulator, shop: World) -> None:
    """A no that blames no item of the message."""
    items = listed(simulator)
    ask = client(simulator, location_id="1")
    told = ask.set_stock([level(items["LAMP"], 5, 8), level(items["MUG"], 5, 4)])

    assert {one.refusal for one in told} == {"The inventory item is not stocked at the location."}
    shop.keys = {key: ("other", answer) for key, (_, answer) in shop.keys.items()}
    told = ask.set_stock([level(items["LAMP"], 5, 8), level(items["MUG"], 5, 4)])
    assert {one.refusal for one in told} == {"The key was used for something else."}


def test_the_address_names_the_version(simulator: Simulator, shop: World) -> None:
    listed(simulator)

    assert simulator.faults.calls == [("POST", f"{GRAPH}/2026-04/graphql.json")]
