from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from oms.channels.parsed import ParsedFile, ParsedOrder
from oms.channels.recognising import read_file
from oms.orders.drafts import OrderDraft
from tests.channels.files import SAMPLES, SHOPIFY, Cells, shopify, shopify_order


def read(*rows: Cells, **options: Any) -> ParsedFile:
    parsed = read_file(shopify(*rows, **options), channel="shopify")
    assert parsed.accounted_rows == parsed.rows
    return parsed


def one(*rows: Cells, **options: Any) -> ParsedOrder:
    parsed = read(*rows, **options)
    assert not parsed.refused
    return parsed.orders[0]


def sample(name: str) -> dict[str, ParsedOrder]:
    parsed = read_file(SAMPLES / name, channel="shopify")
    assert not parsed.refused
    return {order.draft.number: order for order in parsed.orders}


@pytest.fixture(scope="module")
def orders() -> dict[str, OrderDraft]:
    return {number: order.draft for number, order in sample("shopify_orders.csv").items()}


def test_an_export_becomes_orders_in_the_order_of_its_rows() -> None:
    found = sample("shopify_orders.csv")

    assert [*found] == [f"#{number}" for number in range(1012, 1000, -1)]
    assert (found["#1012"].first_row, found["#1012"].last_row, found["#1012"].rows) == (2, 3, 2)
    assert found["#1001"].last_row == 17


def test_the_orders_own_facts_come_from_its_first_row(orders: dict[str, OrderDraft]) -> None:
    order = orders["#1012"]

    assert (order.external_id, order.number) == ("5551234561012", "#1012")
    assert order.placed_at == datetime(2026, 4, 14, 17, 6, 21, tzinfo=UTC)
    assert order.paid_at == datetime(2026, 4, 14, 17, 6, 40, tzinfo=UTC)
    assert (order.total_minor, order.shipping_minor, order.tax_minor) == (6292, 500, 1092)
    assert (order.currency, order.discount_minor, order.service) == ("EUR", 500, "Express, tracked")
    assert order.note == 'Leave with the neighbour (no. 6).\nShe says: "knock twice",\nthen wait.'
    assert order.promise_by is None


def test_lines_are_numbered_since_they_have_no_id(orders: dict[str, OrderDraft]) -> None:
    candle, gift_card = orders["#1012"].lines

    assert (candle.external_id, candle.sku, candle.quantity) == ("1", "CANDLE-20", 2)
    assert (candle.unit_price_minor, candle.line_total_minor, candle.discount_minor) == (1600, 3200, 0)
    assert (gift_card.external_id, gift_card.sku, gift_card.requires_shipping) == ("2", None, False)
    assert [(line.external_id, line.discount_minor) for line in orders["#1001"].lines] == [
        ("1", 200),
        ("2", 0),
    ]


def test_addresses_keep_what_is_theirs_and_lose_what_a_spreadsheet_added(
    orders: dict[str, OrderDraft],
) -> None:
    ada, bram, cleo, dov, finn = (orders[f"#{n}"].ship_to for n in (1006, 1001, 1005, 1007, 1012))

    assert (ada.postcode, ada.phone, ada.region, ada.country) == ("02908", "+14015550134", "RI", "US")
    assert (bram.name, bram.city) == ("Bram 't Hooft", "'s-Hertogenbosch")
    assert (cleo.line1, cleo.line2, cleo.line3) == ("Via dei Fabbri 3", "Scala B, int. 4", None)
    assert (dov.name, dov.postcode, dov.region) == ("דב כהן", None, None)
    assert (finn.country, finn.line1) == ("IE", 'Unit 4, The "Old Mill"')


def test_an_order_without_a_shipping_address_is_not_given_one(orders: dict[str, OrderDraft]) -> None:
    order = orders["#1003"]

    assert (order.ship_to.name, order.ship_to.line1) == (None, None)
    assert (order.buyer.name, order.buyer.email) == ("Ada Thornquist", "order1003@example.com")


@pytest.mark.parametrize(
    ("number", "paid", "payments"),
    [
        ("#1012", True, [("charge", 6292)]),
        ("#1011", False, []),
        ("#1010", False, []),
        ("#1009", False, []),
        ("#1008", True, [("charge", 3500), ("refund", 3500)]),
        ("#1007", True, [("charge", 6360), ("refund", 1000)]),
        ("#1006", False, []),
    ],
)
def test_what_is_paid(
    orders: dict[str, OrderDraft], number: str, *, paid: bool, payments: list[tuple[str, int]]
) -> None:
    order = orders[number]

    assert order.paid is paid
    assert [(payment.kind, payment.amount_minor) for payment in order.payments] == payments


def test_a_payment_says_when_how_and_by_which_reference(orders: dict[str, OrderDraft]) -> None:
    charge, refund = orders["#1007"].payments

    assert (charge.at, charge.reference, charge.method) == (
        datetime(2026, 4, 9, 17, 6, 40, tzinfo=UTC),
        "ref1007.1",
        "Shopify Payments",
    )
    assert refund.at is None


def test_a_refund_of_an_unknown_amount_is_still_a_refund() -> None:
    payments = one(shopify_order(Financial_Status="refunded")).draft.payments

    assert [(payment.kind, payment.amount_minor) for payment in payments] == [
        ("charge", 3000),
        ("refund", None),
    ]


def test_an_order_for_nothing_is_paid_without_a_charge() -> None:
    free = shopify_order(Subtotal="0.00", Shipping="0.00", Taxes="0.00", Total="0.00", Lineitem_price="0.00")
    order = one(free).draft

    assert (order.paid, order.total_minor, order.payments) == (True, 0, ())


def test_cancelled_orders_say_when(orders: dict[str, OrderDraft]) -> None:
    assert orders["#1009"].cancelled_at == datetime(2026, 4, 11, 18, 0, tzinfo=UTC)
    assert orders["#1008"].cancelled_at == datetime(2026, 4, 12, 5, 15, tzinfo=UTC)
    assert orders["#1008"].lines[0].cancelled == 0


def test_a_word_for_payment_that_we_do_not_know_leaves_it_unknown() -> None:
    order = one(shopify_order(Financial_Status="pondering"))

    assert order.draft.paid is None
    assert "pondering" in order.remarks[0].reason


@pytest.mark.parametrize(
    ("number", "include_tax", "reconciles"),
    [
        ("#1012", False, True),
        ("#1005", True, True),
        ("#1009", None, True),
        ("#1002", False, False),
        ("#1001", None, False),
    ],
)
def test_the_totals_are_compared(
    orders: dict[str, OrderDraft], number: str, *, include_tax: bool | None, reconciles: bool
) -> None:
    assert orders[number].prices_include_tax is include_tax
    assert orders[number].reconciles is reconciles


def test_currencies_have_their_own_decimals() -> None:
    found = {order.draft.currency: order.draft for order in sample("shopify_currencies.csv").values()}

    assert {currency: order.total_minor for currency, order in found.items()} == {
        "CLP": 163063,
        "JPY": 3000,
        "KWD": 11750,
    }
    assert found["KWD"].ship_to.country == "KW"


def test_a_file_that_went_through_a_spreadsheet_says_the_same(orders: dict[str, OrderDraft]) -> None:
    found = sample("shopify_after_spreadsheet.tsv")

    assert {number: order.draft for number, order in found.items()} == {
        number: orders[number] for number in ("#1004", "#1003", "#1002", "#1001")
    }


def test_columns_that_a_store_lacks_are_unknown() -> None:
    order = sample("shopify_few_columns.csv")["#1012"].draft

    assert (order.external_id, order.number, order.total_minor) == ("#1012", "#1012", 6292)
    bare = one(shopify_order(), columns=(*SHOPIFY[:4], "Created at", *SHOPIFY[16:18], "Lineitem sku")).draft
    assert (bare.currency, bare.total_minor, bare.tax_minor, bare.reconciles) == (None, None, None, True)
    assert bare.lines[0].unit_price_minor is None
