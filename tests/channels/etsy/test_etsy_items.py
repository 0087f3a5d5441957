"""What the Sold Order Items file tells, as orders of ours."""

from __future__ import annotations

from datetime import date

import pytest

from oms.channels.recognising import read_file
from oms.orders.drafts import Day, PaymentDraft
from tests.channels.etsy.files import ITEMS, etsy, item, one, parsed_one, read, refusal, sample

ITEMS_FILE = "EtsySoldOrderItems.csv"
THIRD = Day.of(date(2026, 9, 3))


def test_each_row_is_an_item_and_the_order_id_brings_them_together() -> None:
    pia, *others = (order.draft for order in sample(ITEMS_FILE))

    assert (pia.external_id, pia.number, pia.placed_at, pia.currency) == ("3001", "3001", THIRD, "USD")
    assert [(line.external_id, line.quantity, line.line_total_minor) for line in pia.lines] == [
        ("4100000001", 2, 4900),
        ("4100000002", 1, 750),
    ]
    assert [line.unit_price_minor for line in pia.lines] == [2450, 750]
    assert [order.external_id for order in others] == ["3002", "3003", "3004"]


def test_amounts_of_the_order_that_each_row_repeats_count_once() -> None:
    pia = sample(ITEMS_FILE)[0].draft

    assert (pia.shipping_minor, pia.tax_minor, pia.discount_minor) == (620, 310, 565)
    assert pia.total_minor == 4900 + 750 + 620 + 310 - 565
    assert (pia.reconciles, pia.payments) == (True, (PaymentDraft("charge", 6015, THIRD),))


def test_amounts_that_only_the_first_row_tells_are_the_same() -> None:
    later = item(Transaction_ID="4100000002", Order_Shipping="", Order_Sales_Tax="0.00")

    order = parsed_one(item(), later)

    assert (order.draft.shipping_minor, order.draft.tax_minor) == (500, 100)
    assert (order.draft.total_minor, order.draft.reconciles, order.remarks) == (4600, True, ())


def test_rows_that_tell_two_amounts_are_flagged_and_the_most_counts() -> None:
    order = parsed_one(item(), item(Transaction_ID="4100000002", Order_Shipping="7.00"))

    assert (order.draft.shipping_minor, order.draft.reconciles, order.draft.total_minor) == (700, False, None)
    assert "Order Shipping differs" in order.remarks[0].reason


@pytest.mark.parametrize("name", ["Shipping Discount", "VAT Paid by Buyer"])
def test_an_amount_that_may_be_in_the_others_leaves_the_total_unknown(name: str) -> None:
    assert one(item() | {name: "5.00"}).total_minor is None
    assert one(item() | {name: "0.00"}).total_minor == 2600


def test_a_blank_amount_is_unknown_and_not_nothing() -> None:
    order = one(item(Order_Shipping="", Order_Sales_Tax=""))

    assert (order.shipping_minor, order.tax_minor, order.total_minor) == (None, None, None)


def test_an_item_total_that_contradicts_the_price_is_flagged() -> None:
    order = parsed_one(item(Item_Total="19.00"))

    assert (order.draft.lines[0].line_total_minor, order.draft.reconciles) == (1900, False)
    assert "not Price times Quantity" in order.remarks[0].reason


def test_words_are_read_without_their_html() -> None:
    pia = sample(ITEMS_FILE)[0].draft

    assert pia.lines[0].title == 'Linen apron | hand-sewn, "Nº 7" · Size:M,Color:Moss & Sand'
    assert (pia.ship_to.name, pia.ship_to.postcode, pia.ship_to.country) == ("Pia O'Hara", "02138", "US")
    assert pia.buyer.name == "potter_pia"


def test_a_number_sign_and_a_currency_sign_say_nothing() -> None:
    jan = sample(ITEMS_FILE)[1].draft

    assert (jan.external_id, jan.ship_to.country) == ("3002", "NL")
    assert (jan.lines[0].unit_price_minor, jan.shipping_minor, jan.total_minor) == (500, 400, 1900)


def test_what_was_shipped_elsewhere_is_not_to_be_sent() -> None:
    assert [line.shipped_by_channel for line in sample(ITEMS_FILE)[1].draft.lines] == [3]


def test_a_sale_in_person_needs_no_shipping() -> None:
    market = sample(ITEMS_FILE)[2].draft

    assert [line.requires_shipping for line in market.lines] == [False]
    assert one(item(Order_Type="In-Person")).lines[0].requires_shipping is False


def test_an_order_without_a_day_of_payment_is_unpaid() -> None:
    kim = sample(ITEMS_FILE)[3].draft

    assert (kim.paid, kim.paid_at, kim.payments) == (False, None, ())


def test_a_line_without_a_sku_is_named_by_its_listing_and_what_was_chosen() -> None:
    spoon, jug = sample(ITEMS_FILE)[0].draft.lines[1], sample(ITEMS_FILE)[3].draft.lines[0]

    assert jug.sku == "1500000004 Color:Red"
    assert (spoon.sku, spoon.title) == (
        "1500000002",
        "Wooden spoon · Personalization:For Ada, with love: P.",
    )


def test_an_export_without_the_column_sku_is_read_too() -> None:
    order = one(item(), columns=tuple(name for name in ITEMS if name != "SKU"))

    assert order.lines[0].sku == "1500000001"


def test_a_file_that_ends_within_its_last_cell_is_looked_at() -> None:
    cut = etsy(item(Order_ID="3000"), item(SKU="LAMP-12")).removesuffix(b"2\n")

    whole, last = read_file(cut).orders

    assert (whole.doubts, last.draft.lines[0].sku) == ((), "LAMP-1")
    assert "may be cut off within its last cell" in last.doubts[0].reason


def test_the_very_same_item_counts_once() -> None:
    parsed = read(item(), item())

    assert len(parsed.orders[0].draft.lines) == 1
    assert [note.row for note in parsed.ignored] == [3]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"Sale_Date": ""}, "Sale Date is blank"),
        ({"Sale_Date": "2026-09-03"}, "Sale Date: “2026-09-03” is not a day written as MM/DD/YY"),
        ({"Date_Paid": "31/12/26"}, "Date Paid: “31/12/26” is not a day"),
        ({"Transaction_ID": "4.1E+09"}, "Transaction ID: “4.1E+09” was a number"),
        ({"Transaction_ID": ""}, "Transaction ID is blank"),
        ({"Quantity": "0"}, "Quantity is blank or 0"),
        ({"Order_ID": "#"}, "Order ID is blank"),
        ({"Price": "9000000000000.00", "Quantity": "1000"}, "Price comes to more money than there can be"),
        ({"Price": "ten"}, "Price: “ten” is not an amount"),
    ],
)
def test_a_bad_cell_refuses_its_order_with_row_and_reason(changes: dict[str, str], reason: str) -> None:
    row, said, _ = refusal(item(**changes))

    assert row == 2
    assert said.startswith(reason)


def test_rows_that_contradict_each_other_refuse_their_order() -> None:
    assert "told in two ways" in refusal(item(), item(Quantity="3", Item_Total="30.00"))[1]
    assert "Currency differs" in refusal(item(), item(Transaction_ID="4100000002", Currency="USD"))[1]


def test_a_country_that_nobody_knows_is_said() -> None:
    order = parsed_one(item(Ship_Country="Atlantis"))

    assert order.draft.ship_to.country is None
    assert "“Atlantis” is no country that we know" in order.remarks[0].reason
