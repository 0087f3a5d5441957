"""An order of which a part is on its way, missing or to be put back leads to where that is done."""

from __future__ import annotations

from oms.orders.cancelling import cancel_order
from oms.orders.holding import ship_the_rest
from tests.desk.test_order_page import at, banner, big_buttons, picked
from tests.orders.seen import do, kept, pack, pick
from tests.shop import Shop


def test_what_came_in_meanwhile_may_be_picked_while_the_first_part_waits(shop: Shop) -> None:
    shop.receive("LAMP", 1)
    do(shop, ship_the_rest, order := shop.order(("LAMP", 1), ("MUG", 1)))
    pick(shop, order, "A-01-1", "LAMP")

    assert banner(at(shop, order)).startswith("Part of it is picked and ready to pack.")
    assert "Pick the rest" not in banner(at(shop, order))

    shop.receive("MUG", 1)

    assert "Pick the rest" in banner(at(shop, order))


def test_a_rest_that_is_there_is_picked_before_the_carrier_comes(shop: Shop) -> None:
    shop.receive("LAMP", 1)
    do(shop, ship_the_rest, order := shop.order(("LAMP", 1), ("MUG", 1)))
    pick(shop, order, "A-01-1", "LAMP")
    pack(shop, order, "LAMP")
    assert banner(at(shop, order)).startswith("Part of it is packed and ready to leave.")

    shop.receive("MUG", 1)

    assert banner(at(shop, order)).startswith("The rest is there: pick it.")
    assert kept(shop, order).number in shop.client("Ben").get("/pick").text


def test_what_is_missing_leads_to_where_it_is_received(shop: Shop) -> None:
    assert f'href="/stock/{shop.skus["MUG"]}"' in at(shop, shop.order(("MUG", 1)))


def test_a_cancelled_order_that_was_picked_says_where_to_put_it_back(shop: Shop) -> None:
    shop.receive("LAMP", 1)
    do(shop, cancel_order, order := picked(shop), "no")

    assert big_buttons(at(shop, order)) == ["Put back what was picked"]
