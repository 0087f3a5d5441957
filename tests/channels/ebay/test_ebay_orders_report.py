"""What eBay's orders report tells, as orders of ours: a row each, or a row of the order and one for each item."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from oms.orders.drafts import Day, PaymentDraft
from tests.channels.ebay.reports import item, lamp, one, order, read, refusal, sample, summary, unpaid

DAY = Day.of(date(2026, 9, 18))


def test_an_order_of_one_item_is_one_row() -> None:
    told = sample("us.csv").orders[0].draft

    assert (told.external_id, told.number, told.known_as) == ("12-10001-20001", "12-10001-20001", ("1041",))
    assert [(line.external_id, line.sku, line.quantity) for line in told.lines] == [
        ("10012345600001", "LAMP", 2)
    ]
    assert (told.lines[0].unit_price_minor, told.lines[0].line_total_minor) == (3000, 6000)
    assert (told.service, told.note) == ("USPS Ground Advantage", "Please no plastic")
    assert (told.buyer.name, told.buyer.email) == ("Ana Pereira", "a1b2c3@members.ebay.com")
    ship_to = told.ship_to
    assert (ship_to.line1, ship_to.line2, ship_to.city, ship_to.region) == (
        "41 Foundry Rd",
        "Apt 3",
        "Akron",
        "OH",
    )
    assert (ship_to.postcode, ship_to.country, ship_to.phone) == ("03301", "US", "+1 330 555 0101")


def test_days_are_told_without_hours() -> None:
    told = one(order(Ship_By_Date="Sep-22-26"))

    assert (told.placed_at, told.paid_at, told.promise_by) == (DAY, DAY, Day.of(date(2026, 9, 22)))
    assert all(isinstance(moment, Day) for moment in (told.placed_at, told.paid_at, told.promise_by))
    assert told.placed_at == datetime(2026, 9, 18, 12, tzinfo=UTC), "that day nearly everywhere"


def test_of_an_order_of_several_items_nothing_counts_twice() -> None:
    parsed = sample("us.csv")
    told = parsed.orders[1].draft

    assert parsed.orders[1].rows == 3
    assert [(line.sku, line.quantity, line.line_total_minor) for line in told.lines] == [
        ("MUG-BL", 3, 3000),
        ("LAMP", 1, 5800),
    ]
    assert (told.total_minor, told.shipping_minor, told.reconciles) == (9700, 900, True)
    assert told.ship_to.line1 == "9 Elm St"
    assert told.promise_by == Day.of(date(2026, 9, 22)), "the item that is due first makes the promise"


@pytest.mark.parametrize(
    "rows", [(summary(), item(), lamp()), (item(), lamp(), summary()), (item(), summary(), lamp())]
)
def test_the_row_of_the_order_may_stand_anywhere_among_its_items(rows: tuple[dict[str, str], ...]) -> None:
    told = one(*rows)

    assert (told.ship_to.city, told.total_minor, sum(line.quantity for line in told.lines)) == (
        "Akron",
        9700,
        4,
    )


def test_a_line_is_known_by_its_transaction_and_by_what_was_sold() -> None:
    told = one(order(Variation_Details="[Size:M,Colour:Dark blue]"))

    assert told.lines[0].external_id == "10012345600001"
    assert told.lines[0].known_as == ("110000000001 [Colour: Dark blue, Size: M]",)
    assert told.lines[0].title == "Lamp [Colour: Dark blue, Size: M]"


def test_a_variation_may_hold_any_sign() -> None:
    told = one(order(Variation_Details="[Wording:Exit, left,Sum:1=1]", Custom_Label=""))

    assert told.lines[0].sku == "110000000001 [Sum: 1=1, Wording: Exit, left]"


def test_without_a_transaction_it_is_known_by_what_was_sold() -> None:
    line = one(order(Transaction_ID="", Custom_Label="")).lines[0]

    assert (line.external_id, line.known_as, line.sku) == ("110000000001", (), "110000000001")


def test_one_item_that_was_bought_twice_is_two_lines() -> None:
    told = one(summary(Quantity="6", Total_Price="$69.00"), item(), item(Transaction_ID="10012345600009"))

    assert [(line.external_id, line.known_as) for line in told.lines] == [
        ("10012345600002", ()),
        ("10012345600009", ()),
    ]


def test_what_is_not_paid_has_no_number_yet_and_is_known_by_its_sales_record() -> None:
    told = one(unpaid())

    assert (told.external_id, told.number, told.known_as) == ("41", "41", ("41",))
    assert (told.paid, told.paid_at, told.payments) == (False, None, ())


def test_any_row_that_is_paid_says_that_the_order_is() -> None:
    told = one(summary(Paid_On_Date=""), item(), lamp(Paid_On_Date=""))

    assert (told.paid, told.paid_at) == (True, DAY)


def test_the_payment_is_for_what_the_seller_gets() -> None:
    told = one(
        order(
            eBay_Collected_Tax="$4.95",
            Total_Price="$70.95",
            Payment_Method="PayPal",
            PayPal_Transaction_ID="9X",
        )
    )

    assert told.payments == (PaymentDraft("charge", 6600, DAY, "9X", "PayPal"),)


def test_what_is_shipped_already_is_said_of_each_item() -> None:
    by_item = one(summary(), item(Shipped_On_Date="Sep-20-26"), lamp())
    by_order = one(summary(Shipped_On_Date="Sep-20-26"), item(), lamp())

    assert [line.shipped_by_channel for line in by_item.lines] == [3, 0]
    assert [line.shipped_by_channel for line in by_order.lines] == [3, 1]


def test_the_reference_of_international_shipping_stays_in_the_address() -> None:
    assert sample("us.csv").orders[3].draft.ship_to.line2 == "Reference #GSP-77-4711", "it was there already"
    free = one(order(Global_Shipping_Reference_ID="GSP-1")).ship_to
    assert (free.line1, free.line2) == ("41 Foundry Rd", "Ref GSP-1")
    full = one(order(Global_Shipping_Reference_ID="GSP-1", Ship_To_Address_2="Dock 4")).ship_to
    assert (full.line2, full.line3) == ("Dock 4", "Ref GSP-1")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ((summary(),), "the rows of its items are missing"),
        ((summary(), item()), "says that 4 units were sold, and its items come to 3"),
        ((item(), lamp()), "the row that tells of the whole order is missing: address and total"),
        (
            (summary(), summary(Buyer_Note="x"), item(), lamp()),
            "is a second row of this order without an item",
        ),
        ((summary(Quantity="7"), item(), lamp(), item()), "repeats a row word for word"),
        (
            (summary(Quantity="6"), item(), item(Custom_Label="X")),
            "Transaction ID 10012345600002 is told by several",
        ),
        (
            (summary(), item(Transaction_ID=""), item(Transaction_ID="", Quantity="1")),
            "is in this order more than once",
        ),
        ((order(Quantity="0"),), "Quantity is blank or 0"),
        ((order(Quantity="two"),), "Quantity: “two” is not a whole number"),
        ((order(Item_Number=""),), "Item Number is blank"),
        ((order(Sale_Date="", Paid_On_Date=""),), "Sale Date is blank"),
        ((order(Sale_Date="09/03/26"),), "Sale Date: “09/03/26” is not a day that has one reading only"),
        ((order(Sold_For="$30", Shipping_And_Handling="EUR 5"),), "in several currencies: EUR, USD"),
        ((order(Sold_For="-$30"),), "is below zero"),
        (
            (order(Transaction_ID="1.00123E+13"),),
            "Transaction ID: “1.00123E+13” was a number until a spreadsheet",
        ),
        (
            (order(Item_Number="1.1E+11"),),
            "Item Number: “1.1E+11” was a number until a spreadsheet rounded it",
        ),
        ((summary(), item(), lamp(Sales_Record_Number="42")), "several Sales Record Numbers: 41, 42"),
    ],
)
def test_an_order_that_cannot_be_understood_is_refused_whole(
    rows: tuple[dict[str, str], ...], reason: str
) -> None:
    _, why, how_many = refusal(*rows)

    assert reason in why
    assert how_many == len(rows)


def test_a_row_without_any_number_is_refused_by_itself() -> None:
    parsed = read(order(), order(Order_Number="", Sales_Record_Number=""))

    assert [(note.row, note.reason) for note in parsed.refused] == [
        (3, "has neither an Order Number nor a Sales Record Number")
    ]
    assert len(parsed.orders) == 1
