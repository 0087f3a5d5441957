"""What Amazon's reports tell, as orders of ours."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from oms.channels.recognising import read_file
from oms.orders.drafts import PaymentDraft
from tests.channels.amazon_reading import one, read, sample
from tests.channels.files import SAMPLES, UNSHIPPED, amazon_item


def test_unshipped_orders_tell_what_to_ship_and_no_money() -> None:
    first, business, last = sample("amazon_unshipped.txt")

    assert first.external_id == first.number == "302-5550001-0000001"
    assert [line.external_id for line in first.lines] == ["05015851154158", "15015851154166"]
    assert [(line.sku, line.title) for line in first.lines] == [
        ("MUG-5", 'Mug 12" wide, "Nº 5" – blue'),
        ("00420", "Lamp; brass, 40 cm"),
    ]
    assert (first.currency, first.total_minor, first.shipping_minor, first.tax_minor) == (None,) * 4
    assert (first.lines[0].unit_price_minor, first.lines[0].line_total_minor) == (None, None)
    assert (business.lines[0].quantity, business.lines[0].shipped_by_channel) == (5, 2)
    assert last.service == "NextDay"


def test_unshipped_orders_are_paid_and_promised() -> None:
    order = sample("amazon_unshipped.txt")[0]
    paid_at = datetime(2026, 9, 18, 14, 31, 9, tzinfo=UTC)

    assert (order.paid, order.paid_at, order.payments) == (
        True,
        paid_at,
        (PaymentDraft("charge", None, paid_at),),
    )
    assert order.placed_at == datetime(2026, 9, 18, 14, 3, 11, tzinfo=UTC)
    assert order.promise_by == datetime(2026, 9, 22, 5, 59, 59, tzinfo=UTC)
    undated = one(amazon_item(payments_date=""), columns=UNSHIPPED)
    assert (undated.paid, undated.paid_at, undated.promise_by) == (True, None, None)


def test_addresses_are_kept_line_by_line() -> None:
    gunther, hal, iza = (order.ship_to for order in sample("amazon_unshipped.txt"))

    assert (gunther.name, gunther.line1, gunther.line2, gunther.postcode) == (
        "Günther Weiß",
        "Bäckergasse 7",
        "2. Hof",
        "01067",
    )
    assert (hal.line3, hal.region, hal.country, hal.phone) == (
        "41 Foundry Road",
        "OH",
        "US",
        "+49 351 555 0100",
    )
    assert (iza.city, iza.region) == ("Gdańsk", None)


def test_a_business_orders_own_number_is_worth_a_look() -> None:
    business = read_file(SAMPLES / "amazon_unshipped.txt").orders[1]

    assert "PO 4711" in business.remarks[0].reason


def test_new_orders_tell_money_for_the_whole_quantity() -> None:
    order = sample("amazon_new_orders.txt")[0]
    mug, lamp = order.lines

    assert (mug.quantity, mug.line_total_minor, mug.unit_price_minor, mug.tax_minor) == (3, 1000, None, 80)
    assert (lamp.quantity, lamp.line_total_minor, lamp.unit_price_minor) == (2, 6000, 3000)
    assert (order.ship_to.phone, order.buyer.phone) == ("+1 330 555 0199", "555 0100")
    assert order.note == "Ring at dock 3"


def test_promotion_rows_add_up_and_everything_else_counts_once() -> None:
    parsed = read_file(SAMPLES / "amazon_new_orders.txt")
    order = parsed.orders[0].draft

    assert [(line.discount_minor, line.quantity) for line in order.lines] == [(150, 3), (None, 2)]
    assert (order.discount_minor, order.shipping_minor, order.tax_minor) == (400, 600, 590)
    assert order.total_minor == 7000 + 590 + 600 - 150 - 400
    assert order.prices_include_tax is False
    assert parsed.orders[0].rows == 3


def test_the_first_item_that_is_due_makes_the_promise() -> None:
    late = amazon_item(promise_date="2026-09-23T10:00:00Z")
    soon = amazon_item(promise_date="2026-09-22T10:00:00Z", order_item_id="1" * 14)

    assert one(late, soon, columns=UNSHIPPED).promise_by == datetime(2026, 9, 22, 10, tzinfo=UTC)


def test_an_item_that_is_there_twice_counts_once() -> None:
    ignored = read_file(SAMPLES / "amazon_new_orders.txt").ignored

    assert [(note.row, note.reason) for note in ignored] == [
        (6, "order-item-id 26015851154174 is told by another row already")
    ]


def test_windows_characters_are_read_right() -> None:
    order = sample("amazon_new_orders_cp1252.txt")[1]

    assert order.lines[0].title == "Lampe „Größe L“ – 40 €"
    assert (order.lines[0].tax_minor, order.shipping_minor, order.tax_minor) == (None, None, None)
    assert order.total_minor is None


def test_a_tax_that_may_be_inside_the_price_leaves_the_total_unknown() -> None:
    assert one(amazon_item(currency="USD")).total_minor == 1500
    abroad = one(amazon_item(currency="EUR"))
    assert (abroad.total_minor, abroad.tax_minor, abroad.prices_include_tax) == (None, 100, None)
    assert one(amazon_item(currency="EUR", item_tax="0", shipping_tax="0")).total_minor == 1400


def test_rows_of_one_order_may_stand_apart() -> None:
    other = amazon_item(order_id="203-9999999-9999999")
    parsed = read(amazon_item(), other, amazon_item(order_item_id="11234567890123"))

    assert [(order.first_row, order.last_row, order.rows) for order in parsed.orders] == [
        (2, 4, 2),
        (3, 3, 1),
    ]


def test_one_sku_in_two_items_is_two_lines() -> None:
    assert len(one(amazon_item(), amazon_item(order_item_id="11234567890123")).lines) == 2


def test_a_leading_zero_that_a_spreadsheet_ate_is_given_back() -> None:
    parsed = read(amazon_item(order_item_id="1234567890123"))

    assert parsed.orders[0].draft.lines[0].external_id == "01234567890123"
    assert "restored" in parsed.orders[0].remarks[0].reason


@pytest.mark.parametrize(
    ("purchased", "shipped", "to_ship", "units"),
    [
        ("5", "2", "3", (5, 2, 0)),
        ("5", "2", "1", (5, 2, 2)),
        ("", "2", "3", (5, 2, 0)),
        ("5", "", "3", (5, 2, 0)),
        ("5", "2", "", (5, 2, 0)),
    ],
)
def test_what_is_neither_shipped_nor_to_ship_is_cancelled(
    purchased: str, shipped: str, to_ship: str, units: tuple[int, int, int]
) -> None:
    row = amazon_item(quantity_purchased=purchased, quantity_shipped=shipped, quantity_to_ship=to_ship)
    line = one(row, columns=UNSHIPPED).lines[0]

    assert (line.quantity, line.shipped_by_channel, line.cancelled) == units
