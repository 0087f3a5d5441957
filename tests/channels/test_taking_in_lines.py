"""What a channel says later of the lines: sent by somebody else, more, fewer, taken out, another item."""

from __future__ import annotations

import pytest

from oms.orders.cancelling import cancel_line
from tests.channels.bringing import (
    account,
    available,
    bring,
    holds,
    lines,
    order,
    read,
    take,
    the_order,
    wanted,
)
from tests.channels.files import NEW_ORDERS, UNSHIPPED, amazon, amazon_item, shopify_line
from tests.channels.working import closed_parcel, handed_over, lines_of, picked
from tests.picking.floor import assert_proven
from tests.shop import Shop

SENT = {"Fulfillment_Status": "fulfilled", "Lineitem_fulfillment_status": "fulfilled"}


@pytest.fixture(autouse=True)
def stocked(shop: Shop) -> None:
    account(shop)
    shop.receive("LAMP", 10)
    shop.receive("MUG", 10)


def test_what_somebody_else_sent_is_not_wanted_any_more(shop: Shop) -> None:
    bring(shop, order())

    bring(shop, order(**SENT))

    assert lines(shop) == [("LAMP", 2, 0, 2)]
    assert (wanted(shop, "LAMP"), available(shop, "LAMP")) == ((0, 0), 10)
    assert_proven(shop)


def test_what_we_sent_ourselves_is_not_counted_twice(shop: Shop) -> None:
    bring(shop, order())
    handed_over(shop, "LAMP", "LAMP")

    bring(shop, order(**SENT))

    assert lines(shop) == [("LAMP", 2, 0, 0)]
    assert the_order(shop).headline == "shipped"


def test_sent_by_somebody_else_while_it_lies_in_a_parcel_asks_a_person(shop: Shop) -> None:
    bring(shop, order())
    closed_parcel(shop, "LAMP", "LAMP")

    bring(shop, order(**SENT))

    assert lines(shop) == [("LAMP", 2, 0, 0)]
    ((reason, detail),) = holds(shop)
    assert reason == "manual"
    assert detail.startswith("The channel says that 2 of “Lamp” left already, and here they lie in a parcel.")
    assert_proven(shop)


def test_more_of_a_line_is_promised_too(shop: Shop) -> None:
    bring(shop, order())

    bring(shop, order(Lineitem_quantity="3"))

    assert (lines(shop), wanted(shop, "LAMP")) == ([("LAMP", 3, 0, 0)], (3, 3))
    assert_proven(shop)


def test_fewer_of_a_line_are_cancelled(shop: Shop) -> None:
    bring(shop, order())

    bring(shop, order(Lineitem_quantity="1"))

    assert (lines(shop), wanted(shop, "LAMP")) == ([("LAMP", 2, 1, 0)], (1, 1))


def test_what_was_cancelled_here_already_is_not_cancelled_twice(shop: Shop) -> None:
    bring(shop, order())
    with shop.inside():
        cancel_line(lines_of(shop)[0], 1, by=shop.by())

    bring(shop, order(Lineitem_quantity="1"))

    assert lines(shop) == [("LAMP", 2, 1, 0)]


def test_a_line_that_the_customer_took_out_is_cancelled(shop: Shop) -> None:
    bring(shop, order(), shopify_line())

    bring(shop, order(), shopify_line(Lineitem_quantity="0"))

    assert lines(shop) == [("LAMP", 2, 0, 0), ("MUG", 1, 1, 0)]


def test_a_line_that_came_later_is_added(shop: Shop) -> None:
    bring(shop, order())

    bring(shop, order(), shopify_line())

    assert lines(shop) == [("LAMP", 2, 0, 0), ("MUG", 1, 0, 0)]
    assert wanted(shop, "MUG") == (1, 1)


def test_fewer_than_lie_in_the_parcel_asks_a_person(shop: Shop) -> None:
    bring(shop, order())
    closed_parcel(shop, "LAMP", "LAMP")

    bring(shop, order(Lineitem_quantity="1"))

    ((reason, detail),) = holds(shop)
    assert reason == "manual"
    assert detail.startswith("The channel wants 1 fewer of “Lamp”. Some of it is already in a parcel.")


def test_another_item_on_the_same_line_asks_a_person(shop: Shop) -> None:
    bring(shop, order())

    bring(shop, order(Lineitem_sku="MUG"))

    assert lines(shop) == [("MUG", 2, 0, 0)]
    assert (wanted(shop, "LAMP"), wanted(shop, "MUG")) == ((0, 0), (2, 2))
    ((_, detail),) = holds(shop)
    assert detail.startswith("The channel changed “LAMP” to “MUG”.")
    assert_proven(shop)


def test_what_was_picked_of_the_first_item_stays_that(shop: Shop) -> None:
    bring(shop, order())
    picked(shop, "LAMP", "LAMP")

    bring(shop, order(Lineitem_sku="MUG"))

    assert lines(shop) == [("LAMP", 2, 0, 0)]
    assert [detail.split(".")[0] for _, detail in holds(shop)] == ["The channel changed “LAMP” to “MUG”"]
    assert_proven(shop)


def test_two_reports_of_one_account_complete_each_other(shop: Shop) -> None:
    account(shop, "amazon")
    take(shop, read(shop, amazon(amazon_item(), columns=UNSHIPPED)))
    assert the_order(shop, "203-1111111-2222222").currency is None

    take(shop, read(shop, amazon(amazon_item(), columns=NEW_ORDERS)))
    take(shop, read(shop, amazon(amazon_item(quantity_to_ship="2", quantity_shipped="1"), columns=UNSHIPPED)))

    told = the_order(shop, "203-1111111-2222222")
    assert (told.currency, told.total_minor) == ("USD", 1500)
    assert lines(shop, "203-1111111-2222222") == [("MUG", 3, 0, 1)]
