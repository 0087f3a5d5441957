"""An order that Shopify tells by itself, as one of ours."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from oms.orders.drafts import ContactDraft
from tests.channels.shopify.messages import draft, item, order, read, refund, told

NO_ADDRESS = ContactDraft()


def in_books(amount: str) -> dict[str, Any]:
    return {"shop_money": {"amount": amount, "currency_code": "EUR"}}


def test_an_order_says_what_it_is_and_when_it_was_said() -> None:
    one = told()

    assert (one.draft.external_id, one.draft.number) == ("6120045871329", "#1042")
    assert one.draft.placed_at == datetime(2026, 11, 20, 9, 15, 30, tzinfo=UTC)
    assert one.version == datetime(2026, 11, 20, 9, 15, 34, tzinfo=UTC)
    assert one.doubts == ()


def test_amounts_are_those_of_the_books_not_those_that_the_customer_saw() -> None:
    one = draft()

    assert (one.currency, one.total_minor, one.shipping_minor) == ("EUR", 7710, 490)
    assert (one.tax_minor, one.discount_minor, one.prices_include_tax) == (1283, 1090, True)
    assert one.reconciles


def test_lines_keep_their_ids_their_prices_before_discounts_and_what_was_taken_off() -> None:
    lamp, gift_card = draft().lines

    assert (lamp.external_id, lamp.sku, lamp.title, lamp.quantity) == (
        "14900000000101",
        "LAMP",
        "Desk Lamp - Brass",
        2,
    )
    assert (lamp.unit_price_minor, lamp.line_total_minor, lamp.discount_minor, lamp.tax_minor) == (
        2900,
        5800,
        900,
        783,
    )
    assert (gift_card.sku, gift_card.tax_minor, gift_card.requires_shipping) == (None, 0, False)


def test_a_line_is_also_known_by_what_it_is_and_by_its_place_which_is_all_that_a_file_tells() -> None:
    twice = draft(line_items=[*order()["line_items"], item(id=3)])

    assert [line.known_as for line in twice.lines] == [
        ("LAMP #1", "1"),
        ("Gift card - 25 #1", "2"),
        ("LAMP #2", "3"),
    ]


def test_people_and_places_are_kept_apart() -> None:
    one = draft()

    assert one.ship_to == ContactDraft(
        name="Maeve O'Dowd",
        line1="12 Quay Street",
        line2="Flat 3",
        city="Galway",
        region="G",
        postcode="H91 C1X2",
        country="IE",
        phone="+353 91 555 0102",
    )
    assert (one.buyer.company, one.buyer.email, one.buyer.phone) == (
        "Dowd & Daughters",
        "maeve@example.com",
        "+353 91 555 0199",
    )


def test_an_order_without_addresses_is_given_none() -> None:
    bare = order()
    del bare["shipping_address"], bare["billing_address"]
    (one,) = read("orders/create", bare).orders

    assert one.draft.ship_to == NO_ADDRESS
    assert one.draft.buyer == ContactDraft(name="Maeve O'Dowd", email="maeve@example.com")
    assert draft(customer=None, billing_address=None, email=None).buyer == NO_ADDRESS


def test_what_the_customer_asked_for_stands_in_the_note() -> None:
    assert draft().note == "Please ring twice\nGift wrap: yes\nDesk Lamp - Brass: Engraving: Für Oma"
    assert draft(note=None, note_attributes=[], line_items=[item(properties=[])]).note is None
    odd = [{"name": "Photo", "value": {"url": "…"}}]
    assert "Photo: (an answer that is no text" in (draft(note_attributes=odd).note or "")


@pytest.mark.parametrize(
    ("status", "paid", "kinds"),
    [
        ("paid", True, ["charge"]),
        ("partially_refunded", True, ["charge", "refund"]),
        ("PAID", True, ["charge"]),
        ("authorized", False, []),
        ("pending", False, []),
        ("partially_paid", False, []),
        ("voided", False, []),
        ("pondering", None, []),
        (None, None, []),
    ],
)
def test_what_is_paid(status: str | None, *, paid: bool | None, kinds: list[str]) -> None:
    one = draft(financial_status=status)

    assert one.paid is paid
    assert [payment.kind for payment in one.payments] == kinds


def test_the_charge_is_the_whole_and_says_how() -> None:
    (charge,) = draft().payments

    assert (charge.amount_minor, charge.method, charge.at) == (7710, "shopify_payments, gift_card", None)
    assert draft(total_price_set=in_books("0.00"), total_price="0.00").payments == ()


def test_each_refund_is_told_once_by_its_own_id() -> None:
    one = draft(financial_status="partially_refunded", refunds=[refund(), refund(id=2, transactions=[])])

    assert [(p.kind, p.amount_minor, p.reference) for p in one.payments] == [
        ("charge", 7710, None),
        ("refund", 2450, "970000000501"),
    ]


def test_a_cancelled_order_says_when_and_not_line_by_line() -> None:
    one = draft(cancelled_at="2026-11-21T08:00:00+01:00", line_items=[item(fulfillable_quantity=0)])

    assert one.cancelled_at == datetime(2026, 11, 21, 7, 0, tzinfo=UTC)
    assert one.lines[0].cancelled == 0


@pytest.mark.parametrize(
    ("changes", "reconciles"),
    [
        ({}, True),
        ({"taxes_included": False}, False),
        ({"taxes_included": False, "total_price_set": in_books("89.93")}, True),
        ({"total_price_set": in_books("99.00")}, False),
        ({"total_price_set": in_books("82.10"), "total_tip_received": "5.00"}, True),
        ({"line_items": [item(price_set=in_books("9.00"))]}, False),
        ({"line_items": [item(quantity=3)]}, True),
        ({"total_price_set": None, "total_price": None}, True),
    ],
    ids=["as told", "tax on top", "tax added", "too much", "tip", "cheap lines", "edited since", "unknown"],
)
def test_the_totals_are_compared(changes: dict[str, Any], *, reconciles: bool) -> None:
    assert draft(**changes).reconciles is reconciles


def test_currencies_have_their_own_decimals() -> None:
    yen = {"shop_money": {"amount": "3000", "currency_code": "JPY"}}
    dinar = {"shop_money": {"amount": "11.750", "currency_code": "KWD"}}

    assert draft(currency="JPY", total_price_set=yen).total_minor == 3000
    assert draft(currency="KWD", total_price_set=dinar).total_minor == 11750
    assert draft(currency="JPY", total_price_set=in_books("0.5")).total_minor is None


def test_a_test_order_waits_for_a_person() -> None:
    assert "test order" in told(test=True).doubts[0]
