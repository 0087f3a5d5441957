"""Etsy's two files in the shop: items make the order, the other only says more of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from oms.core.db import db
from oms.orders.models import Payment
from tests.channels.bringing import (
    account,
    holds,
    lines,
    numbers,
    read,
    staged,
    take,
    the_order,
    wanted,
)
from tests.channels.etsy.files import ORDERS, etsy, item, sold
from tests.channels.files import Cells
from tests.shop import Shop


@pytest.fixture(autouse=True)
def stocked(shop: Shop) -> None:
    account(shop, "etsy", "kiln")
    shop.receive("LAMP", 10)


def items(shop: Shop, *rows: Cells) -> list[tuple[int, str, str]]:
    return _imported(shop, etsy(*rows))


def orders(shop: Shop, *rows: Cells) -> list[tuple[int, str, str]]:
    return _imported(shop, etsy(*rows, columns=ORDERS))


def _imported(shop: Shop, content: bytes) -> list[tuple[int, str, str]]:
    import_id = read(shop, content)
    found = staged(shop, import_id)
    take(shop, import_id)
    return found


def payments(shop: Shop) -> list[tuple[str, int | None]]:
    with shop.inside():
        query = select(Payment.kind, Payment.amount_minor).order_by(Payment.id)
        return [(kind, amount) for kind, amount in db.session.execute(query)]


def test_items_make_an_order_that_the_floor_can_pick(shop: Shop) -> None:
    assert items(shop, item()) == [(2, "new", "")]

    assert the_order(shop, "3001").headline == "ready"
    assert wanted(shop, "LAMP") == (2, 2)
    assert items(shop, item()) == [(2, "unchanged", "")]


def test_the_orders_file_enriches_what_the_items_made(shop: Shop) -> None:
    items(shop, item(Order_Shipping="", Order_Sales_Tax=""))
    assert the_order(shop, "3001").total_minor is None

    assert [what for _, what, _ in orders(shop, sold())] == ["changed"]

    order = the_order(shop, "3001")
    assert (order.total_minor, order.shipping_minor, order.headline) == (2600, 500, "ready")
    assert orders(shop, sold())[0][1] == "unchanged"


def test_the_orders_file_alone_makes_no_order(shop: Shop) -> None:
    (found,) = orders(shop, sold())

    assert found[1] == "refused"
    assert "import the Sold Order Items file" in found[2]
    assert numbers(shop) == []


def test_a_cancellation_reaches_the_floor(shop: Shop) -> None:
    items(shop, item())

    orders(shop, sold(Status="Canceled"))

    assert the_order(shop, "3001").headline == "cancelled"
    assert wanted(shop, "LAMP") == (0, 0)
    assert orders(shop, sold(Status="Canceled"))[0][1] == "unchanged"


def test_what_etsy_says_was_shipped_is_not_shipped_again(shop: Shop) -> None:
    items(shop, item())

    orders(shop, sold(Date_Shipped="09/05/26", Status="Completed"))

    assert lines(shop, "3001") == [("LAMP", 2, 0, 2)]
    assert (wanted(shop, "LAMP"), holds(shop, "3001")) == ((0, 0), [])


def test_money_that_went_back_moves_no_stock(shop: Shop) -> None:
    items(shop, item())

    orders(shop, sold(Adjusted_Order_Total="21.00"))

    assert (the_order(shop, "3001").headline, wanted(shop, "LAMP")) == ("ready", (2, 2))
    assert payments(shop) == [("charge", 2600), ("refund", 500)]
    assert orders(shop, sold(Adjusted_Order_Total="21.00"))[0][1] == "unchanged"


def test_a_sale_in_person_asks_nobody_for_an_address(shop: Shop) -> None:
    items(shop, item(Order_Type="in_person", Ship_Name="", Ship_Address1="", Ship_City="", Ship_Zipcode=""))

    assert (holds(shop, "3001"), wanted(shop, "LAMP")) == ([], (0, 0))
