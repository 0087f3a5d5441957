"""Money as eBay's API tells it: texts with a currency each, and a line's is for all of its units."""

from __future__ import annotations

from datetime import UTC, datetime

from oms.orders.drafts import PaymentDraft
from tests.channels.ebay.answers import ORDER, draft, euros, line, order, priced

PLACED = datetime(2026, 6, 19, 14, 15, 22, tzinfo=UTC)


def test_the_cost_of_a_line_is_for_all_of_its_units() -> None:
    told = draft(order())
    (mugs,) = told.lines

    assert (mugs.external_id, mugs.sku, mugs.quantity, mugs.known_as) == (
        "10084048110913",
        "MUG",
        19,
        ("287403994390",),
    )
    assert (mugs.line_total_minor, mugs.unit_price_minor) == (408500, 21500)
    assert (
        draft(priced("19.9", line(quantity=3, lineItemCost=euros("10.0")))).lines[0].unit_price_minor is None
    )
    assert (told.currency, told.total_minor, told.shipping_minor, told.reconciles) == (
        "EUR",
        409490,
        990,
        True,
    )


def test_what_was_paid_is_the_total_and_not_what_is_left_after_fees() -> None:
    assert draft(order()).payments == (PaymentDraft("charge", 409490, PLACED, "420004_S", "EBAY"),)


def test_refunds_are_money_and_nothing_else() -> None:
    back = [
        {
            "refundId": "5",
            "amount": euros("10.5"),
            "refundStatus": "REFUNDED",
            "refundDate": "2026-06-20T08:00:00.000Z",
        },
        {"refundId": "6", "amount": euros("1.0"), "refundStatus": "FAILED"},
    ]
    told = draft(order(paymentSummary=ORDER["paymentSummary"] | {"refunds": back}))

    assert told.payments[1:] == (PaymentDraft("refund", 1050, datetime(2026, 6, 20, 8, tzinfo=UTC), "5"),)
    assert told.lines[0].cancelled == 0


def test_what_ebay_collects_is_no_revenue() -> None:
    taxed = line(ebayCollectAndRemitTaxes=[{"taxType": "VAT", "amount": euros("100.0")}])

    assert draft(priced("4194.9", taxed)).total_minor == 409490
    assert draft(priced("4094.9", taxed)).total_minor == 409490
    assert draft(priced("4194.9", taxed)).reconciles


def test_what_the_seller_collects_is() -> None:
    taxed = line(taxes=[{"amount": euros("50.0")}])
    told = draft(priced("4144.9", taxed, tax=euros("50.0")))

    assert (told.total_minor, told.tax_minor, told.lines[0].tax_minor, told.prices_include_tax) == (
        414490,
        5000,
        5000,
        False,
    )


def test_discounts_are_told_once() -> None:
    told = draft(
        priced(
            "4060.0",
            line(discountedLineItemCost=euros("4065.0")),
            priceDiscount=euros("-25.0"),
            deliveryDiscount=euros("-9.9"),
        )
    )

    assert (told.lines[0].discount_minor, told.discount_minor, told.total_minor) == (2000, 1490, 406000)
    assert told.reconciles


def test_a_total_that_does_not_add_up_is_kept_and_flagged() -> None:
    told = draft(priced("1.0"))

    assert (told.total_minor, told.reconciles, told.payments[0].amount_minor) == (100, False, None)


def test_an_amount_in_another_currency_is_unknown() -> None:
    told = draft(priced("4094.9", line(lineItemCost=euros("3500.0", "GBP"))))

    assert (told.lines[0].line_total_minor, told.total_minor, told.reconciles) == (None, 409490, True)
