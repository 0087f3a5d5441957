"""What the words of a WooCommerce shop mean for the floor: send it, wait, leave it, it has left."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.channels.woocommerce.messages import NOT_PAID, draft, read, refund, told

COMPLETED = "2026-11-22T10:00:00"


def counts(**changes: object) -> list[tuple[int, int, int]]:
    """Of each item: ordered, cancelled, sent."""
    return [
        (line.quantity, line.cancelled, line.shipped_by_channel)
        for line in draft(fee_lines=[], **changes).lines
    ]


def test_what_is_processing_and_paid_may_go() -> None:
    found = told()

    assert (found.draft.paid, found.draft.kept_back, found.only_known) == (True, "", "")
    assert not found.draft.ships_unpaid


def test_what_is_paid_at_the_door_goes_unpaid() -> None:
    found = draft(payment_method="cod", payment_method_title="Cash on delivery", **NOT_PAID)

    assert (found.paid, found.ships_unpaid, found.payments) == (False, True, ())


def test_on_hold_waits_for_its_money() -> None:
    found = told(status="on-hold", **NOT_PAID)

    assert (found.draft.paid, found.draft.ships_unpaid, found.draft.kept_back) == (False, False, "")
    assert found.only_known == ""


@pytest.mark.parametrize("status", ["on-hold", "pending", "failed"])
def test_what_is_paid_and_yet_does_not_go_on_is_kept_back(status: str) -> None:
    assert draft(status=status).kept_back.startswith(f"WooCommerce says “{status}” of this order although")


@pytest.mark.parametrize("status", ["pending", "failed"])
def test_a_checkout_that_nobody_paid_is_no_order_yet(status: str) -> None:
    found = told(status=status, **NOT_PAID)

    assert found.only_known.startswith("Nobody has paid for it")
    assert (found.draft.paid, found.draft.cancelled_at) == (False, None)


def test_what_was_cancelled_matters_only_where_we_have_it() -> None:
    found = told(status="cancelled", **NOT_PAID)

    assert found.draft.cancelled_at == datetime(2026, 11, 21, 8, 15, 2, tzinfo=UTC)
    assert found.only_known.startswith("It was cancelled before it came in")


@pytest.mark.parametrize("status", ["wc-packed", "packed"])
def test_a_word_of_the_shops_own_is_settled_by_a_person(status: str) -> None:
    assert draft(status=status).kept_back.startswith("WooCommerce says “packed” of this order, a word")


def test_what_is_completed_has_left() -> None:
    assert counts(status="completed", date_completed_gmt=COMPLETED) == [(3, 0, 3), (1, 0, 1)]


def test_completed_by_hand_without_a_payment_is_not_unpaid() -> None:
    found = draft(status="completed", **NOT_PAID)

    assert (found.paid, found.ships_unpaid) == (None, True)


def test_what_was_refunded_whole_before_it_left_is_not_sent() -> None:
    assert counts(status="refunded") == [(3, 3, 0), (1, 1, 0)]
    assert draft(status="refunded").cancelled_at is None


def test_what_was_refunded_whole_afterwards_had_left() -> None:
    assert counts(status="refunded", date_completed_gmt=COMPLETED) == [(3, 0, 3), (1, 0, 1)]


def test_units_that_were_refunded_are_not_sent() -> None:
    assert counts(refunds=[refund(9001, "-30.00", line_501=1), refund(9002, "-16.00", line_501=1)]) == [
        (3, 2, 0),
        (1, 0, 0),
    ]
    assert counts(refunds=[refund(9001, "-30.00", line_501=9, line_77=1)])[0] == (3, 3, 0)


def test_units_that_came_back_afterwards_had_left() -> None:
    late = refund(9001, "-16.00", line_501=1) | {"date_created_gmt": "2026-11-30T10:00:00"}
    early = refund(9002, "-16.00", line_501=1) | {"date_created_gmt": "2026-11-21T10:00:00"}

    found = counts(status="completed", date_completed_gmt=COMPLETED, refunds=[late, early])

    assert found == [(3, 1, 2), (1, 0, 1)]


def test_a_webhook_that_tells_only_the_sums_has_the_shop_asked_for_the_units() -> None:
    sums = [{"id": 9001, "reason": "", "total": "-15.00"}]

    assert read(refunds=sums).fetch == ("8120",)
    assert read("order", refunds=sums).fetch == ()
    assert read(refunds=[refund(9001, "-15.00")]).fetch == ()
    assert read(refunds=sums, status="completed").fetch == read(refunds=[]).fetch == ()


@pytest.mark.parametrize("status", ["checkout-draft", "auto-draft"])
def test_a_cart_is_no_order(status: str) -> None:
    found = read(status=status, date_created_gmt=None)

    assert (found.orders, found.ignored) == (
        (),
        "Somebody is still at the checkout: this is not an order yet.",
    )


def test_what_lies_in_the_bin_is_gone() -> None:
    assert (read(status="trash").gone, read(status="trash").orders) == (("8120",), ())
