"""Parcels of orders that came in a file, which has no ids of lines, and perhaps none of the order."""

from __future__ import annotations

import pytest

from oms.channels.clients import SentLine
from oms.core.errors import Permanent
from tests.channels.shopify.connecting import client, parcel
from tests.channels.simulator.running import Simulator
from tests.channels.simulator.shopify_goods import Json
from tests.channels.simulator.shopify_shop import World


@pytest.fixture
def shop(simulator: Simulator) -> World:
    shop = simulator.world("shopify")
    for sku in ("LAMP", "MUG"):
        shop.add_product(sku, sku.title(), 10)
    return shop


def sent(order: Json) -> list[dict[str, int]]:
    """Of each fulfilment, how many of which SKU."""
    return [{line["sku"]: line["quantity"] for line in one["line_items"]} for one in order["fulfillments"]]


def test_lines_that_came_in_a_file_are_told_by_their_place(simulator: Simulator, shop: World) -> None:
    order = shop.place_order(("LAMP", 2), ("MUG", 1), ("LAMP", 1))
    lines = (SentLine("2", 1, "MUG"), SentLine("3", 1, "LAMP"))
    client(simulator).confirm(parcel(order, lines=lines))

    assert [item["id"] for item in order["fulfillments"][0]["line_items"]] == [
        order["line_items"][1]["id"],
        order["line_items"][2]["id"],
    ]


@pytest.mark.parametrize(
    ("line", "sku"),
    [(SentLine("2", 1, "LAMP"), "LAMP"), (SentLine("9", 1, "MUG"), "MUG"), (SentLine("1", 1), "LAMP")],
)
def test_where_something_else_stands_at_that_place_the_item_counts(
    simulator: Simulator, shop: World, line: SentLine, sku: str
) -> None:
    order = shop.place_order(("LAMP", 2), ("MUG", 1))
    client(simulator).confirm(parcel(order, lines=(line,)))

    assert sent(order) == [{sku: 1}]


@pytest.mark.parametrize("line", [SentLine("3", 1, "LAMP"), SentLine("1", 1, "SOCK"), SentLine("4", 1)])
def test_a_line_that_cannot_be_told_among_the_others_is_for_a_person(
    simulator: Simulator, shop: World, line: SentLine
) -> None:
    order = shop.place_order(("LAMP", 2), ("LAMP", 1), ("MUG", 1))

    with pytest.raises(Permanent, match=f"Line {line.external_id} of the file"):
        client(simulator).confirm(parcel(order, lines=(line,)))
    assert order["fulfillments"] == []


def test_an_order_that_came_in_a_file_without_ids_is_found_by_its_number(
    simulator: Simulator, shop: World
) -> None:
    order = shop.place_order(("LAMP", 1))
    client(simulator).confirm(parcel(order, order_external_id="#1001"))

    assert len(order["fulfillments"]) == 1
    with pytest.raises(Permanent, match="no order #9"):
        client(simulator).confirm(parcel(order, order_external_id="#9", order_number="#9"))
