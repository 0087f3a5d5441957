"""What a shop sells, and telling it how many are left: only of what it counts."""

from __future__ import annotations

import pytest

from oms.channels.clients import ListedItem, StockLevel, Told
from oms.channels.http import TurnedDown
from oms.core.errors import Unreachable
from tests.channels.simulator.running import Simulator
from tests.channels.simulator.woocommerce_shop import World
from tests.channels.woocommerce.connecting import client

BATCH = "/woocommerce/wp-json/wc/v3/products"


@pytest.fixture
def shop(simulator: Simulator) -> World:
    return simulator.world("woocommerce")


def listed(simulator: Simulator) -> dict[str, ListedItem]:
    """By the name that the shop gives it."""
    return {one.name: one for one in client(simulator).listings()}


def level(item: ListedItem, quantity: int) -> StockLevel:
    return StockLevel(item.key, item.name, quantity, item.quantity, "1", item.remote)


def socks(shop: World, stock: int | None = None) -> int:
    """With two variations that are counted by themselves, and one that is not."""
    parent = shop.add_product("SOCK", "Merino Socks", stock)
    for sku, size, counted in (("SOCK-39", "39–42", 4), ("SOCK-43", "43–46", 6), ("SOCK-XL", "47", "parent")):
        shop.add_product(sku, size, counted, parent, attributes=[{"name": "Size", "option": size}])
    return parent


def test_everything_on_offer_is_listed_with_what_the_shop_believes(simulator: Simulator, shop: World) -> None:
    lamp = shop.add_product("LAMP", "Desk Lamp &ndash; Brass", 12)
    parent = socks(shop)
    twine = shop.add_product("", "Garden Twine", None)

    found = listed(simulator)

    assert [*found] == ["LAMP", "SOCK-39", "SOCK-43", "SOCK-XL", f"id:{twine}"]
    assert (found["LAMP"].key, found["LAMP"].title, found["LAMP"].quantity) == (
        str(lamp),
        "Desk Lamp – Brass",
        12,
    )
    assert (found["SOCK-39"].title, found["SOCK-39"].quantity) == ("Merino Socks – 39–42", 4)
    assert found["SOCK-39"].remote["product"] == str(parent)
    assert [found[name].quantity for name in ("SOCK-XL", f"id:{twine}")] == [None, None]


def test_a_product_that_counts_for_its_variations_is_an_offer_too(simulator: Simulator, shop: World) -> None:
    socks(shop, 30)

    assert listed(simulator)["SOCK"].quantity == 30


def test_what_has_no_stock_of_its_own_is_no_offer(simulator: Simulator, shop: World) -> None:
    shop.add_product("SET", "Two lamps", None, type="grouped")
    shop.add_product("ELSEWHERE", "Sold by a friend", None, type="external")

    assert listed(simulator) == {}


def test_stock_that_is_half_a_piece_is_unknown(simulator: Simulator, shop: World) -> None:
    shop.add_product("TWINE", "Garden Twine", 1, stock_quantity=2.5)

    assert listed(simulator)["TWINE"].quantity is None


def test_many_products_are_many_pages(simulator: Simulator, shop: World) -> None:
    for number in range(130):
        shop.add_product(f"P-{number}", "Thing", 1)

    assert len(listed(simulator)) == 130


def test_products_and_variations_are_told_in_one_call_each(simulator: Simulator, shop: World) -> None:
    lamp, mug, parent = shop.add_product("LAMP", "Lamp", 12), shop.add_product("MUG", "Mug", 1), socks(shop)
    found = listed(simulator)
    levels = [
        level(found[name], left) for name, left in (("LAMP", 7), ("SOCK-43", 0), ("MUG", 3), ("SOCK-39", 2))
    ]
    simulator.faults.calls.clear()

    told = client(simulator).set_stock(levels)

    assert told == [Told(one.key) for one in levels]
    assert [shop.products[number]["stock_quantity"] for number in (lamp, mug)] == [7, 3]
    assert {sku: one.quantity for sku, one in listed(simulator).items()} == {
        "LAMP": 7,
        "MUG": 3,
        "SOCK-39": 2,
        "SOCK-43": 0,
        "SOCK-XL": None,
    }
    posts = [path for method, path in simulator.faults.calls if method == "POST"]
    assert posts == [f"{BATCH}/batch", f"{BATCH}/{parent}/variations/batch"]


def test_what_the_shop_does_not_count_is_left_alone(simulator: Simulator, shop: World) -> None:
    socks(shop)
    shop.add_product("TWINE", "Garden Twine", None)
    found = listed(simulator)

    told = client(simulator).set_stock([level(found["SOCK-XL"], 1), level(found["TWINE"], 1)])

    assert [one.refusal and one.refusal[:42] for one in told] == [
        "Its stock is kept on the product for all v",
        "WooCommerce does not keep stock of it. Tic",
    ]
    assert listed(simulator)["TWINE"].quantity is None


def test_one_that_is_gone_spoils_nothing_for_the_others(simulator: Simulator, shop: World) -> None:
    lamp, mug, parent = shop.add_product("LAMP", "Lamp", 12), shop.add_product("MUG", "Mug", 1), socks(shop)
    found = listed(simulator)
    for number in (lamp, parent):
        del shop.products[number]

    told = client(simulator).set_stock([level(found[name], 5) for name in ("LAMP", "MUG", "SOCK-39")])

    gone = "WooCommerce does not have it any more."
    assert [one.refusal for one in told] == [gone, None, gone]
    assert shop.products[mug]["stock_quantity"] == 5


@pytest.mark.parametrize(
    ("fault", "raised"),
    [({"status": 503}, Unreachable), ({"html": True}, Unreachable), ({"status": 401}, TurnedDown)],
)
def test_trouble_leaves_all_of_it_to_be_told_again(
    simulator: Simulator, shop: World, fault: dict[str, object], raised: type[Exception]
) -> None:
    shop.add_product("LAMP", "Lamp", 12)
    levels = [level(one, 7) for one in listed(simulator).values()]
    simulator.faults.add(f"{BATCH}/batch", **fault)

    with pytest.raises(raised):
        client(simulator).set_stock(levels)
    assert client(simulator).set_stock(levels) == [Told(levels[0].key)]
