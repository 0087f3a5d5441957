"""An order of WooCommerce becomes one of ours: who, where, what, and what it cost."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from oms.orders.drafts import ContactDraft, PaymentDraft
from tests.channels.woocommerce.messages import draft, item, order, told


def test_an_order_is_known_by_its_id_and_shown_by_its_number() -> None:
    found = draft()

    assert (found.external_id, found.number, draft(number="").number) == ("8120", "NL-2041", "8120")


def test_times_are_those_that_say_where_they_are() -> None:
    found = told()

    assert found.draft.placed_at == datetime(2026, 11, 21, 8, 14, 30, tzinfo=UTC)
    assert found.draft.paid_at == found.version == datetime(2026, 11, 21, 8, 15, 2, tzinfo=UTC)


def test_who_bought_and_where_it_goes() -> None:
    found = draft()

    assert (found.buyer.name, found.buyer.email, found.buyer.country) == (
        "Ana Pereira",
        "ana@example.org",
        "DE",
    )
    assert found.ship_to == ContactDraft(
        name="Bram 't Hooft",
        company="Smith & Söhne",
        line1="Keizersgracht 12",
        line2="2e verdieping",
        city="Amsterdam",
        postcode="1015 CN",
        country="NL",
        phone="+49 221 555 0101",
    )


def test_without_a_shipping_address_it_goes_to_the_billing_address() -> None:
    empty = dict.fromkeys(order()["shipping"], "") | {"country": "DE"}

    for shipping in (empty, [], {}):
        found = draft(shipping=shipping).ship_to
        assert (found.name, found.line1, found.city) == ("Ana Pereira", "Große Straße 5", "Köln")


def test_words_are_as_people_read_them() -> None:
    found = draft()

    assert [line.title for line in found.lines] == ["Desk Lamp – Brass", "Mug", "Gift wrap"]
    assert (found.service, found.note) == ("DHL & Co. Express", "Ring twice – the bell is quiet.")
    assert draft(customer_note="AT&T &copy is no sign").note == "AT&T &copy is no sign"


def test_lines_have_their_ids_and_what_the_shop_calls_their_goods() -> None:
    lamp, mug, _ = draft().lines
    unknown = draft(line_items=[item(sku="", variation_id=0, product_id=0)]).lines[0]

    assert (lamp.external_id, lamp.sku, lamp.quantity) == ("501", "00712", 3)
    assert (mug.external_id, mug.sku) == ("502", "id:80")
    assert draft(line_items=[item(sku="")]).lines[0].sku == "id:72"
    assert unknown.sku is None


def test_a_line_costs_what_it_did_before_discount_and_a_unit_only_where_it_divides() -> None:
    lamp, mug, _ = draft().lines

    assert (lamp.line_total_minor, lamp.unit_price_minor, lamp.discount_minor) == (5000, None, 500)
    assert (lamp.tax_minor, mug.unit_price_minor, mug.discount_minor) == (855, 640, 0)


def test_a_fee_is_sold_and_never_sent() -> None:
    fee = draft().lines[2]

    assert (fee.external_id, fee.quantity, fee.line_total_minor) == ("505", 1, 200)
    assert not fee.requires_shipping


def test_a_fee_below_zero_is_a_discount() -> None:
    off = {"id": 505, "name": "Loyalty", "total": "-2.00", "total_tax": "-0.38"}
    found = draft(fee_lines=[off], total="65.38", total_tax="11.08")

    assert (len(found.lines), found.discount_minor, found.reconciles) == (2, 700, True)


def test_the_totals_are_as_told() -> None:
    found = draft()

    assert (found.currency, found.total_minor, found.tax_minor) == ("EUR", 6938, 1108)
    assert (found.shipping_minor, found.discount_minor, found.prices_include_tax) == (490, 500, False)
    assert found.reconciles


def test_prices_that_include_tax_are_what_the_buyer_saw() -> None:
    found = draft(prices_include_tax=True)
    lamp, mug, fee = found.lines

    assert (lamp.line_total_minor, lamp.discount_minor, lamp.tax_minor) == (5950, 595, 855)
    assert (mug.unit_price_minor, fee.line_total_minor) == (762, 238)
    assert (found.shipping_minor, found.discount_minor, found.prices_include_tax) == (583, 595, True)
    assert found.reconciles


def test_totals_that_contradict_each_other_are_flagged_and_kept() -> None:
    assert draft(total="69.39").reconciles
    found = draft(total="79.38")

    assert (found.total_minor, found.reconciles) == (7938, False)


@pytest.mark.parametrize(("currency", "total"), [("JPY", 1500), ("KWD", 1500000)])
def test_money_has_as_many_decimals_as_its_currency(currency: str, total: int) -> None:
    assert draft(currency=currency, total="1500.00").total_minor == total


@pytest.mark.parametrize("changes", [{"currency": "DOGE"}, {"currency": ""}, {"total": "69.3812"}])
def test_money_that_cannot_be_told_is_unknown_and_contradicts_nothing(changes: dict[str, Any]) -> None:
    found = draft(**changes)

    assert (found.total_minor, found.reconciles) == (None, True)


def test_what_was_paid_is_a_charge_and_what_went_back_are_refunds() -> None:
    gone = [{"id": 9002, "reason": "", "total": "-10.00"}, {"id": 9001, "reason": "Late", "total": "-1.50"}]
    charge, first, second = draft(refunds=gone).payments

    assert charge == PaymentDraft(
        "charge", 6938, datetime(2026, 11, 21, 8, 15, 2, tzinfo=UTC), "ch_3OqZ01", "Credit card"
    )
    assert (first.kind, first.amount_minor, first.reference) == ("refund", 150, "9001")
    assert (second.amount_minor, second.reference) == (1000, "9002")


def test_what_cost_nothing_is_paid_without_a_charge() -> None:
    found = draft(total="0.00", payment_method_title="")

    assert (found.paid, found.payments) == (True, ())


def test_a_line_without_units_is_no_line() -> None:
    assert [
        line.external_id for line in draft(line_items=[item(), item(id=9, quantity=0)], fee_lines=[]).lines
    ] == ["501"]


def test_an_order_without_items_is_only_news_of_one_that_we_have() -> None:
    assert told(line_items=[]).only_known == "It has no items."
    assert told(line_items=[]).draft.lines == ()
