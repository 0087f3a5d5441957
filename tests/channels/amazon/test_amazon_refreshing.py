"""An All Orders report changes orders that we have; one that we do not have is visible and not made."""

from __future__ import annotations

import pytest

from tests.channels.amazon.reports import all_orders, status
from tests.channels.bringing import (
    account,
    counts,
    holds,
    lines,
    numbers,
    read,
    staged,
    take,
    tallied,
    the_order,
    told,
    wanted,
)
from tests.channels.files import UNSHIPPED, Cells, amazon, amazon_item
from tests.shop import Shop

NUMBER = "203-1111111-2222222"
WHERE = {
    "recipient-name": "Ana Pereira",
    "ship-address-1": "Große Straße 5",
    "ship-city": "Köln",
    "ship-postal-code": "50667",
    "ship-country": "DE",
}
LAMP = {"order_item_id": "11234567890123", "sku": "LAMP", "quantity_purchased": "1", "quantity_to_ship": "1"}


@pytest.fixture(autouse=True)
def ordered(shop: Shop) -> None:
    """Three mugs and a lamp, as the Unshipped Orders report told them."""
    account(shop, "amazon", "eu")
    shop.receive("MUG", 10)
    shop.receive("LAMP", 10)
    rows = [WHERE | amazon_item(), WHERE | amazon_item(**LAMP)]
    take(shop, read(shop, amazon(*rows, columns=UNSHIPPED), "unshipped.txt"))


def refreshed(shop: Shop, *rows: Cells) -> list[tuple[int, str, str]]:
    import_id = read(shop, all_orders(*rows), "all.txt")
    found = staged(shop, import_id)
    take(shop, import_id)
    return found


def lamp(**changes: str) -> Cells:
    return status(sku="LAMP", quantity="1", item_price="60.00", item_tax="4.80", **changes)


def test_totals_that_the_other_report_did_not_know_are_filled_in(shop: Shop) -> None:
    assert the_order(shop, NUMBER).total_minor is None

    assert refreshed(shop, status(), lamp()) == [(2, "changed", "items, amounts")]

    order = the_order(shop, NUMBER)
    assert (order.currency, order.total_minor, order.shipping_minor) == ("USD", 10560, 800)
    assert [line["line_total_minor"] for line in told(shop, NUMBER)["lines"]] == [3000, 6000]
    assert order.headline == "ready"
    assert refreshed(shop, status(), lamp())[0][1] == "unchanged"


def test_a_cancelled_order_leaves_the_floor(shop: Shop) -> None:
    gone = {"order_status": "Cancelled", "item_status": "Cancelled", "quantity": "0"}
    row = status(**gone, item_price="", item_tax="", shipping_price="", shipping_tax="", currency="")

    assert refreshed(shop, row) == [(2, "changed", "cancelled")]

    assert the_order(shop, NUMBER).headline == "cancelled"
    assert wanted(shop, "MUG") == (0, 0)


def test_an_item_that_was_cancelled_is_wanted_no_more(shop: Shop) -> None:
    refreshed(shop, status(), status(sku="LAMP", item_status="Cancelled", quantity="0", item_price=""))

    assert lines(shop, NUMBER) == [("MUG", 3, 0, 0), ("LAMP", 1, 1, 0)]
    assert (wanted(shop, "MUG"), wanted(shop, "LAMP")) == ((3, 3), (0, 0))


def test_what_somebody_else_sent_is_not_sent_again(shop: Shop) -> None:
    partly = {"order_status": "PartiallyShipped"}
    refreshed(shop, status(**partly, item_status="Shipped", quantity="3"), lamp(**partly))
    assert lines(shop, NUMBER) == [("MUG", 3, 0, 3), ("LAMP", 1, 0, 0)]

    sent = {"order_status": "Shipped", "item_status": "Shipped"}
    refreshed(shop, status(**sent), lamp(**sent))

    assert lines(shop, NUMBER) == [("MUG", 3, 0, 3), ("LAMP", 1, 0, 1)]
    assert (wanted(shop, "LAMP"), holds(shop, NUMBER)) == ((0, 0), [])


def test_an_order_that_we_do_not_have_is_seen_and_not_made(shop: Shop) -> None:
    rows = (
        status(amazon_order_id="203-0000000-0000001"),
        status(amazon_order_id="203-0000000-0000002", order_status="Shipped"),
        status(amazon_order_id="203-0000000-0000003", order_status="Cancelled"),
        status(amazon_order_id="203-0000000-0000004", fulfillment_channel="AFN"),
    )
    found = refreshed(shop, *rows)

    assert sorted((row, what) for row, what, _ in found) == [
        (2, "refused"),
        (3, "ignored"),
        (4, "ignored"),
        (5, "ignored"),
    ]
    assert "import the Unshipped Orders report" in found[0][2]
    assert numbers(shop) == [NUMBER]


def test_every_row_is_accounted_for(shop: Shop) -> None:
    import_id = read(shop, all_orders(status(), lamp(), status(amazon_order_id="203-0000000-0000001")))

    assert counts(shop, import_id) == {"changed": 1, "refused": 1}
    assert tallied(shop, import_id).to_do == 1


def test_an_item_that_our_order_does_not_have_is_said(shop: Shop) -> None:
    (found,) = refreshed(shop, status(), lamp(), status(sku="TEAPOT", quantity="1"))

    assert "it has no item “TEAPOT” here" in found[2]
    assert len(lines(shop, NUMBER)) == 2
