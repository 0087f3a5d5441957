"""What Amazon is told by its API: parcels that left, once each, and how many are left."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from oms.channels.clients import Sending, SentLine, StockLevel, Told
from oms.core.errors import Permanent, Unreachable
from tests.channels.amazon.connecting import client
from tests.channels.amazon.parcels import parcel
from tests.channels.simulator.amazon_shop import World
from tests.channels.simulator.running import Simulator


@pytest.fixture
def amazon(simulator: Simulator) -> World:
    world = simulator.world("amazon")
    world.add_listing("MUG-5", "Mug, blue", 20)
    world.add_listing("LAMP", "Desk lamp", 5, price=6000)
    return world


def sent(order: dict[str, Any], **changes: Any) -> Sending:
    """A parcel with all of it."""
    lines = tuple(SentLine(item["orderItemId"], item["quantityOrdered"]) for item in order["orderItems"])
    return parcel(**{"order_external_id": order["orderId"], "lines": lines, **changes})


def test_a_parcel_is_told_with_its_items(simulator: Simulator, amazon: World) -> None:
    order = amazon.place_order(("MUG-5", 2), ("LAMP", 1))
    whole = sent(order)

    assert client(simulator).confirm(whole) == "7"

    assert order["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    (package,) = order["packages"]
    assert (package["packageReferenceId"], package["carrier"]) == ("7", "DHL")
    assert package["shipTime"] == "2026-09-19T15:30:00.000Z"
    assert client(simulator).is_confirmed(whole)


def test_two_parcels_of_an_order_are_two_packages(simulator: Simulator, amazon: World) -> None:
    order = amazon.place_order(("MUG-5", 2))
    line = order["orderItems"][0]["orderItemId"]
    first = sent(order, key="7", lines=(SentLine(line, 1),), completes=False)
    second = replace(first, key="8", completes=True, tracking_number="00340434161094000001")

    client(simulator).confirm(first)

    assert order["fulfillment"]["fulfillmentStatus"] == "PARTIALLY_SHIPPED"
    assert client(simulator).is_confirmed(first)
    assert not client(simulator).is_confirmed(second)
    client(simulator).confirm(second)
    assert order["fulfillment"]["fulfillmentStatus"] == "SHIPPED"


def test_a_parcel_whose_answer_was_lost_is_known_there(simulator: Simulator, amazon: World) -> None:
    order = amazon.place_order(("MUG-5", 1))
    simulator.faults.add("/amazon/orders/v0", status=504, after=True)

    with pytest.raises(Unreachable):
        client(simulator).confirm(sent(order))

    assert client(simulator).is_confirmed(sent(order))
    assert len(amazon.mails) == 1


def test_a_carrier_that_is_not_listed_is_told_by_name(simulator: Simulator, amazon: World) -> None:
    order = amazon.place_order(("MUG-5", 1))

    client(simulator).confirm(sent(order, carrier="Other", carrier_name="Evri"))

    assert order["packages"][0]["carrier"] == "Evri"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"tracking_number": None}, "no parcel without a tracking number"),
        ({"carrier": "Other", "carrier_name": ""}, "Say which carrier"),
        ({"lines": (SentLine("00000000000000", 1),)}, "Amazon says no: OrderItemId is invalid"),
        ({"order_external_id": "203-0000000-0000000"}, "Amazon says no: Invalid order id"),
    ],
)
def test_a_no_is_told_in_words(
    simulator: Simulator, amazon: World, changes: dict[str, Any], sentence: str
) -> None:
    order = amazon.place_order(("MUG-5", 1))

    with pytest.raises(Permanent, match=sentence):
        client(simulator).confirm(sent(order, **changes))
    assert amazon.mails == []


def test_what_is_listed_is_told_with_its_quantity(simulator: Simulator, amazon: World) -> None:
    for number in range(25):
        amazon.add_listing(f"SOCK {number}", "Socks", number)
    amazon.add_listing("FBA-1", "Kettle", 9, channel="AMAZON_EU")

    found = {item.key: (item.name, item.title, item.quantity) for item in client(simulator).listings()}

    assert len(found) == 27
    assert found["SOCK 24"] == ("SOCK 24", "Socks", 24)
    assert "FBA-1" not in found


def test_how_many_are_left_is_told_and_each_no_stands_alone(simulator: Simulator, amazon: World) -> None:
    amazon.add_listing("FBA-1", "Kettle", 9, channel="AMAZON_EU")
    amazon.add_listing("A/B 50%", "Odd", 9)
    levels = [StockLevel(key, key, 3, None, "1") for key in ("MUG-5", "GONE", "FBA-1", "A/B 50%")]

    told = client(simulator).set_stock(levels)

    assert told == [
        Told("MUG-5"),
        Told("GONE", "Amazon has no listing with the SKU “GONE”."),
        Told("FBA-1", "The offer is fulfilled by Amazon."),
        Told("A/B 50%"),
    ]
    assert (amazon.listings["MUG-5"]["quantity"], amazon.listings["A/B 50%"]["quantity"]) == (3, 3)
