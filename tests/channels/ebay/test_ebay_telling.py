"""What eBay's API is told: parcels and quantities, and what becomes of each."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from oms.channels.clients import SentLine, Told
from oms.core.errors import Permanent, Unreachable
from tests.channels.ebay.connecting import client, level, parcel, stocked
from tests.channels.simulator.running import Simulator

ORDERS = "/ebay/sell/fulfillment/v1/order"


def test_a_parcel_is_told_with_its_lines_and_a_number_of_letters_and_digits(simulator: Simulator) -> None:
    world = stocked(simulator)
    order = world.place_order(("LAMP", 2), ("MUG", 1))
    ebay, sending = client(simulator), parcel(order)
    assert not ebay.is_confirmed(sending)

    assert ebay.confirm(sending) == "AB123456785GB"

    (told,) = world.parcels[order["orderId"]]
    assert told["lineItems"] == [
        {"lineItemId": order["lineItems"][0]["lineItemId"], "quantity": 2},
        {"lineItemId": order["lineItems"][1]["lineItemId"], "quantity": 1},
    ]
    assert (told["shippingCarrierCode"], told["shippedDate"]) == ("RoyalMail", "2026-11-24T15:00:01.000Z")
    assert order["orderFulfillmentStatus"] == "FULFILLED"
    assert ebay.is_confirmed(sending)


def test_a_parcel_without_a_number_is_told_without_a_carrier(simulator: Simulator) -> None:
    order = stocked(simulator).place_order(("LAMP", 2))
    ebay, sending = client(simulator), parcel(order, tracking_number=None)
    assert not ebay.is_confirmed(sending)

    ebay.confirm(sending)

    assert "shippingCarrierCode" not in simulator.world("ebay").parcels[order["orderId"]][0]
    assert ebay.is_confirmed(sending)
    assert not ebay.is_confirmed(replace(sending, lines=(SentLine(sending.lines[0].external_id, 1),)))
    assert not ebay.is_confirmed(replace(sending, sent_at=sending.sent_at + timedelta(minutes=1)))


def test_a_parcel_whose_answer_was_lost_is_found_again(simulator: Simulator) -> None:
    order = stocked(simulator).place_order(("LAMP", 2))
    ebay, sending = client(simulator), parcel(order)
    simulator.faults.add(f"{ORDERS}/{order['orderId']}/shipping_fulfillment", status=503, after=True)

    with pytest.raises(Unreachable):
        ebay.confirm(sending)

    assert ebay.is_confirmed(sending)


def test_a_line_that_came_in_a_file_is_found_by_what_was_sold(simulator: Simulator) -> None:
    world = stocked(simulator)
    order = world.place_order(("LAMP", 2))
    by_item = replace(parcel(order), lines=(SentLine(world.items["LAMP"]["number"], 2),))

    client(simulator).confirm(by_item)

    assert (
        world.parcels[order["orderId"]][0]["lineItems"][0]["lineItemId"]
        == order["lineItems"][0]["lineItemId"]
    )


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"lines": (SentLine("777", 1),)}, "eBay's order has no line 777 any more"),
        ({"order_external_id": "12-99999-99999"}, "eBay has no order 12-99999-99999"),
        ({"lines": ()}, "eBay says no: Invalid line item ID."),
    ],
)
def test_what_ebay_does_not_take_is_told_to_a_person(
    simulator: Simulator, changes: dict[str, object], why: str
) -> None:
    order = stocked(simulator).place_order(("LAMP", 2))

    with pytest.raises(Permanent, match=why):
        client(simulator).confirm(replace(parcel(order), **changes))  # type: ignore[arg-type]


def test_what_is_on_offer_is_read_page_by_page(simulator: Simulator) -> None:
    world = stocked(simulator)
    world.add_product("SOAP", "Soap", 0)
    world.page = 2

    found = list(client(simulator).listings())

    assert [(one.key, one.name, one.title, one.quantity) for one in found] == [
        ("LAMP", "LAMP", "Desk Lamp", 10),
        ("MUG", "MUG", "Mug", 20),
        ("SOAP", "SOAP", "Soap", 0),
    ]


def test_quantities_are_told_each_with_what_became_of_it(simulator: Simulator) -> None:
    world = stocked(simulator)
    world.refuses["MUG"] = {"statusCode": 400, "errors": [{"errorId": 25004, "message": "Invalid quantity."}]}

    told = client(simulator).set_stock([level("LAMP", 3), level("MUG", 0), level("GONE", 5)])

    assert told == [
        Told("LAMP"),
        Told("MUG", "eBay says no: Invalid quantity."),
        Told("GONE", "eBay says no: GONE could not be found or is not available in the system."),
    ]
    assert world.items["LAMP"]["stock"] == 3


def test_a_quantity_of_which_nothing_is_said_is_tried_again(simulator: Simulator) -> None:
    world = stocked(simulator)
    world.refuses["MUG"] = {"statusCode": 500, "errors": []}

    with pytest.raises(Unreachable, match="does not say what became of MUG"):
        client(simulator).set_stock([level("LAMP", 3), level("MUG", 0)])
