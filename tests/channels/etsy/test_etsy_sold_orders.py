"""What the Sold Orders file tells: totals and what became of an order, and never enough to make one."""

from __future__ import annotations

from datetime import date

from oms.orders.drafts import Day, PaymentDraft
from tests.channels.etsy.files import ORDERS, parsed_one, read, refusal, sample, sold

ORDERS_FILE = "EtsySoldOrders.csv"


def test_an_open_order_tells_its_totals() -> None:
    pia = sample(ORDERS_FILE)[0]

    assert (pia.draft.external_id, pia.draft.lines, pia.draft.paid) == ("3001", (), None)
    assert (pia.draft.total_minor, pia.draft.discount_minor, pia.draft.shipping_minor) == (6015, 565, 620)
    assert (pia.draft.reconciles, pia.draft.payments) == (True, ())
    assert pia.refresh.is_missed
    assert "import the Sold Order Items file" in pia.refresh.unknown


def test_a_shipped_order_says_so_of_everything() -> None:
    jan = sample(ORDERS_FILE)[1]

    assert (jan.draft.external_id, jan.refresh.all_sent, jan.refresh.is_missed) == ("3002", True, False)


def test_what_the_adjusted_total_lacks_went_back() -> None:
    jan = sample(ORDERS_FILE)[1].draft

    assert jan.payments == (PaymentDraft("charge", 1900, None), PaymentDraft("refund", 500, None))


def test_a_cancelled_order_is_cancelled_on_a_day_that_every_file_tells() -> None:
    kim = sample(ORDERS_FILE)[2]

    assert kim.draft.cancelled_at == Day.of(date(2026, 9, 5))
    assert (kim.refresh.is_missed, kim.refresh.all_sent) == (False, False)


def test_a_refund_that_the_status_tells_is_of_everything_or_of_nobody_knows_how_much() -> None:
    full = parsed_one(sold(Status="Fully Refunded"), columns=ORDERS).draft
    part = parsed_one(sold(Status="Partially Refunded"), columns=ORDERS).draft

    assert full.payments[1] == PaymentDraft("refund", 2600, None)
    assert part.payments[1] == PaymentDraft("refund", None, None)


def test_totals_that_contradict_each_other_are_flagged() -> None:
    order = parsed_one(sold(Order_Total="27.00"), columns=ORDERS)

    assert (order.draft.total_minor, order.draft.reconciles) == (2700, False)
    assert "not what its parts come to" in order.remarks[0].reason


def test_a_shipping_discount_may_be_in_the_shipping_already_or_not() -> None:
    free = {"Shipping_Discount": "5.00"}

    assert parsed_one(sold(**free, Order_Total="21.00"), columns=ORDERS).draft.reconciles
    assert parsed_one(sold(**free, Order_Total="26.00"), columns=ORDERS).draft.reconciles
    assert not parsed_one(sold(**free, Order_Total="30.00"), columns=ORDERS).draft.reconciles


def test_a_bad_cell_is_refused_with_row_and_reason() -> None:
    assert refusal(sold(Sale_Date="13/13/26"), columns=ORDERS)[:2] == (
        2,
        "Sale Date: “13/13/26” is not a day written as MM/DD/YY",
    )
    assert "Order ID is blank" in refusal(sold(Order_ID=""), columns=ORDERS)[1]


def test_an_order_that_is_told_twice_counts_once() -> None:
    parsed = read(sold(), sold(), columns=ORDERS)

    assert (len(parsed.orders), [note.row for note in parsed.ignored]) == (1, [3])
