"""Receipts as Etsy's API tells them, as orders of ours; they meet those of the files on the same ids and names."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from oms.channels.events import Unreadable
from oms.orders.drafts import PaymentDraft
from tests.channels.etsy.files import item, one
from tests.channels.etsy.told import PLACED, draft, money, reading, receipt, told, transaction

PAID_AT = datetime(2026, 9, 3, 14, 11, tzinfo=UTC)


def test_a_receipt_with_its_lines_address_and_promise() -> None:
    found = told()
    order = found.draft
    (line,) = order.lines

    assert (order.external_id, order.placed_at, order.paid) == (
        "3001",
        datetime(2026, 9, 3, 14, 10, tzinfo=UTC),
        True,
    )
    assert (line.external_id, line.sku, line.quantity) == ("4100000001", "LAMP", 2)
    assert (line.title, line.unit_price_minor, line.line_total_minor) == ('Linen apron | "Nº 7"', 1000, 2000)
    assert (order.ship_to.name, order.ship_to.postcode, order.ship_to.country) == (
        "Ana Pereira",
        "50667",
        "DE",
    )
    assert (order.buyer.email, order.service) == ("ana@example.org", "Standard")
    assert order.promise_by == datetime(2026, 9, 5, 14, 10, tzinfo=UTC)
    assert found.version == datetime(2026, 9, 3, 14, 12, tzinfo=UTC)


def test_the_file_and_the_api_tell_the_same_order() -> None:
    file, api = one(item()), draft()

    assert (file.external_id, file.placed_at.date()) == (api.external_id, api.placed_at.date())
    assert [(line.external_id, line.sku, line.line_total_minor) for line in file.lines] == [
        (line.external_id, line.sku, line.line_total_minor) for line in api.lines
    ]
    assert (file.total_minor, file.shipping_minor, file.tax_minor) == (
        api.total_minor,
        api.shipping_minor,
        api.tax_minor,
    )


def test_both_name_what_has_no_sku_in_the_same_way() -> None:
    chosen = [
        {"property_id": 100, "formatted_name": "Size", "formatted_value": "A4"},
        {"property_id": 200, "formatted_name": "Color", "formatted_value": "Moss &amp; Sand"},
        {"property_id": 54, "formatted_name": "Personalization", "formatted_value": "For Ada, with: love"},
    ]
    row = item(SKU="", Variations="Size:A4,Color:Moss &amp; Sand,Personalization:For Ada, with: love")
    file, api = one(row).lines[0], draft(transaction(sku="", title="Lamp", variations=chosen)).lines[0]

    assert file.sku == api.sku == "1500000001 Size:A4,Color:Moss & Sand"
    assert file.title == api.title == "Lamp · Size:A4,Color:Moss & Sand,Personalization:For Ada, with: love"


def test_money_is_read_by_its_divisor_and_its_currency() -> None:
    yen = {
        name: money(amount, "JPY", 1)
        for name, amount in (("grandtotal", 2500), ("subtotal", 2000), ("total_shipping_cost", 500))
    }
    order = draft(transaction(price=money(1000, "JPY", 1)), **yen)

    assert (order.currency, order.total_minor, order.lines[0].unit_price_minor) == ("JPY", 2500, 1000)
    assert order.tax_minor is None


def test_money_in_two_currencies_is_unknown_rather_than_mixed() -> None:
    order = draft(transaction(price=money(1000, "USD")))

    assert (order.lines[0].unit_price_minor, order.total_minor) == (None, 2600)


def test_totals_that_contradict_each_other_are_flagged_and_kept() -> None:
    order = draft(grandtotal=money(9900))

    assert (order.total_minor, order.reconciles) == (9900, False)
    assert draft(total_vat_cost=money(400), grandtotal=money(3000)).reconciles
    assert draft(total_vat_cost=money(400)).reconciles


def test_what_came_in_and_what_went_back() -> None:
    refunds = [
        {"amount": money(300), "created_timestamp": PLACED + 900, "status": "success"},
        {"amount": money(200), "created_timestamp": PLACED + 600, "status": None},
        {"amount": money(100), "created_timestamp": PLACED + 700, "status": "failed"},
    ]
    charge, *back = draft(refunds=refunds, status="partially refunded").payments

    assert charge == PaymentDraft("charge", 2600, PAID_AT, None, "cc")
    assert [(payment.kind, payment.amount_minor) for payment in back] == [("refund", 200), ("refund", 300)]


def test_a_receipt_that_is_not_paid_yet_waits() -> None:
    order = draft(transaction(paid_timestamp=None), is_paid=False, status="payment processing")

    assert (order.paid, order.paid_at, order.payments) == (False, None, ())


def test_a_cancelled_receipt_is_cancelled_when_it_changed_last() -> None:
    found = told(status="canceled")

    assert found.draft.cancelled_at == datetime(2026, 9, 3, 14, 12, tzinfo=UTC)
    assert (found.draft.paid, found.only_known) == (None, "It was cancelled at Etsy before we heard of it.")


def test_a_receipt_that_left_before_we_heard_of_it_is_not_made() -> None:
    found = told(is_shipped=True, status="completed")

    assert [line.shipped_by_channel for line in found.draft.lines] == [2]
    assert "shipped already" in found.only_known


def test_what_is_downloaded_needs_no_shipping() -> None:
    assert draft(transaction(is_digital=True)).lines[0].requires_shipping is False


def test_the_first_item_that_is_due_makes_the_promise() -> None:
    later = transaction(transaction_id=4100000002, expected_ship_date=PLACED + 86_400)

    assert draft(transaction(), later).promise_by == datetime(2026, 9, 4, 14, 10, tzinfo=UTC)
    assert draft(transaction(expected_ship_date=None)).promise_by is None


def test_what_the_buyer_says_and_what_is_to_be_written_is_the_note() -> None:
    note = draft(message_from_buyer="Ring twice", gift_message="Alles Gute!").note

    assert note == "Ring twice\nGift message: Alles Gute!"


@pytest.mark.parametrize(
    "broken",
    [
        {},
        [],
        7,
        receipt(receipt_id=None),
        receipt(created_timestamp="soon"),
        receipt(created_timestamp=10**15),
        receipt(transaction(quantity=-1)),
        receipt(transaction(quantity=10**7)),
        receipt(transaction(quantity=1000, price=money(9 * 10**14))),
        receipt(transaction(transaction_id=None)),
        receipt(transaction(price=money(1, divisor=0))),
        receipt(transactions="none"),
    ],
)
def test_what_cannot_be_understood_is_said(broken: Any) -> None:
    with pytest.raises(Unreadable, match="Etsy's message cannot be read"):
        reading(broken)
