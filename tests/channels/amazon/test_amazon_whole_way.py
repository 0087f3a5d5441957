"""Orders of a simulated account: found by looking, changed there and here, and met by the reports on the same ids."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oms.channels import tokens
from oms.core import clock
from oms.core.sealing import seal
from tests.channels.amazon.connecting import keys
from tests.channels.amazon.reports import all_orders, status
from tests.channels.bringing import account, holds, lines, numbers, read, staged, the_order, wanted
from tests.channels.files import UNSHIPPED, amazon, amazon_item
from tests.channels.hooks import outcomes, work
from tests.channels.simulator.amazon_shop import World
from tests.channels.simulator.running import Simulator
from tests.outgoing.playing import connect
from tests.shop import Shop


@pytest.fixture
def there(shop: Shop, simulator: Simulator) -> World:
    tokens.forget_all()
    shop.receive("MUG", 10)
    shop.receive("LAMP", 10)
    world: World = simulator.world("amazon")
    world.add_listing("MUG", "Mug", 10)
    world.add_listing("LAMP", "Desk lamp", 10)
    channel_id = account(shop, "amazon", "uk")
    with shop.inside():
        connect(channel_id, base_url=simulator.base("amazon"), sealed_keys=seal(keys(simulator)))
    return world


def look(shop: Shop, minutes: int = 0) -> None:
    with clock.travel(clock.now() + timedelta(minutes=minutes)):
        work(shop)


def test_an_order_comes_in_ready_to_be_picked(shop: Shop, there: World) -> None:
    order = there.place_order(("MUG", 2), ("LAMP", 1))

    look(shop)

    number = order["orderId"]
    assert (numbers(shop), the_order(shop, number).headline) == ([number], "ready")
    assert (wanted(shop, "MUG"), wanted(shop, "LAMP")) == ((2, 2), (1, 1))


def test_the_reports_tell_the_same_order_and_nothing_new(shop: Shop, there: World) -> None:
    order = there.place_order(("MUG", 2))
    look(shop)
    address, item = order["recipient"]["deliveryAddress"], order["orderItems"][0]
    where = {
        "recipient-name": address["name"],
        "ship-address-1": address["addressLine1"],
        "ship-address-2": address["addressLine2"],
        "ship-city": address["city"],
        "ship-postal-code": address["postalCode"],
        "ship-country": address["countryCode"],
        "ship-phone-number": address["phone"],
        "buyer-name": order["buyer"]["buyerName"],
        "buyer-email": order["buyer"]["buyerEmail"],
    }
    ids = {"order_id": order["orderId"], "order_item_id": item["orderItemId"]}
    units = {"quantity_purchased": "2", "quantity_to_ship": "2", "ship_service_level": "Standard"}
    times = {"purchase_date": order["createdTime"], "payments_date": "", "promise_date": ""}

    row = where | amazon_item(**ids, **units, **times)

    assert staged(shop, read(shop, amazon(row, columns=UNSHIPPED))) == [(2, "unchanged", "")]


def test_what_is_pending_comes_once_it_is_paid(shop: Shop, there: World) -> None:
    order = there.place_order(("MUG", 1), status="PENDING")
    look(shop)
    assert numbers(shop) == []
    assert [(outcome, "still pending" in (why or "")) for _, outcome, why in outcomes(shop)] == [
        ("ignored", True)
    ]

    there.pay(order["orderId"])
    look(shop, minutes=6)

    assert the_order(shop, order["orderId"]).headline == "ready"


def test_a_cancellation_there_reaches_the_floor(shop: Shop, there: World) -> None:
    order = there.place_order(("MUG", 1))
    look(shop)

    there.now = clock.now() + timedelta(minutes=1)
    there.cancel(order["orderId"])
    look(shop, minutes=6)

    assert the_order(shop, order["orderId"]).headline == "cancelled"
    assert wanted(shop, "MUG") == (0, 0)


def test_a_buyer_who_asks_to_cancel_stops_the_order(shop: Shop, there: World) -> None:
    order = there.place_order(("MUG", 1))
    look(shop)

    there.now = clock.now() + timedelta(minutes=1)
    there.ask_to_cancel(order["orderId"])
    look(shop, minutes=6)

    assert the_order(shop, order["orderId"]).headline == "needs_you"
    ((reason, detail),) = holds(shop, order["orderId"])
    assert (reason, "asks to cancel “Mug” (Found it elsewhere)" in detail) == ("manual", True)


def test_the_status_report_of_an_order_of_the_api_is_understood(shop: Shop, there: World) -> None:
    order = there.place_order(("MUG", 2))
    look(shop)
    told = {"amazon_order_id": order["orderId"], "purchase_date": order["createdTime"]}
    sent = {"order_status": "Shipped", "item_status": "Shipped", "quantity": "2", "currency": "GBP"}

    import_id = read(shop, all_orders(status(**told, **sent)))

    assert staged(shop, import_id)[0][1] == "changed"
    assert lines(shop, order["orderId"]) == [("MUG", 2, 0, 0)]
