"""How many units of a line are still wanted, and how many left without us."""

from __future__ import annotations

from typing import Any

import pytest

from tests.channels.shopify.messages import GIFT_CARD, LAMP, draft, item, lamp, refund, refunded, sent, taken


@pytest.mark.parametrize(
    ("status", "left"),
    [("success", 1), ("open", 1), ("SUCCESS", 1), ("cancelled", 0), ("failure", 0), ("ERROR", 0)],
)
def test_what_left_is_counted_unless_it_came_to_nothing(status: str, left: int) -> None:
    assert lamp({"fulfillments": [sent(1, status)]}).shipped_by_channel == left


def test_what_left_in_several_parcels_is_added_up_and_never_more_than_was_ordered() -> None:
    assert lamp({"fulfillments": [sent(1), sent(1)]}).shipped_by_channel == 2
    assert lamp({"fulfillments": [sent(2), sent(2)]}).shipped_by_channel == 2


@pytest.mark.parametrize(
    ("told", "refunds", "left", "cancelled"),
    [
        ({}, [], 0, 0),
        ({"current_quantity": 1, "fulfillable_quantity": 1}, [taken(1, "cancel")], 0, 1),
        ({"current_quantity": 1, "fulfillable_quantity": 1}, [], 0, 1),
        ({"current_quantity": 0, "fulfillable_quantity": 0}, [taken(1, "cancel"), taken(1, "cancel")], 0, 2),
        ({"current_quantity": 1, "fulfillable_quantity": 2}, [taken(1, "no_restock")], 0, 0),
        ({"current_quantity": 1, "fulfillable_quantity": 0}, [taken(1, "return")], 2, 0),
        ({"current_quantity": 1, "fulfillable_quantity": 0}, [taken(1, "cancel")], 1, 1),
        ({"current_quantity": 2, "fulfillable_quantity": 0}, [], 0, 0),
        ({"current_quantity": None, "fulfillable_quantity": None}, [taken(1, "CANCEL")], 0, 1),
        ({"current_quantity": 0, "fulfillable_quantity": 0}, [taken(5, "cancel")], 1, 1),
    ],
    ids=[
        "as ordered",
        "taken off, told as a refund too",
        "taken off by an edit",
        "all taken off",
        "paid back and still sent",
        "came back after it had left",
        "one left, the other was taken off",
        "nothing to send, such as a tip",
        "an old message without counters",
        "never more than there is",
    ],
)
def test_what_is_not_wanted_any_more(
    told: dict[str, Any], refunds: list[dict[str, Any]], left: int, cancelled: int
) -> None:
    line = lamp({"refunds": refunds, "fulfillments": [sent(left)] if left else []}, **told)

    assert (line.quantity, line.cancelled, line.shipped_by_channel) == (2, cancelled, left)


def test_what_never_ships_says_so() -> None:
    assert [line.requires_shipping for line in draft().lines] == [True, False]
    assert not lamp(requires_shipping=True, gift_card=True).requires_shipping
    assert lamp(requires_shipping=None, gift_card=None).requires_shipping


def test_money_goes_back_as_the_transactions_say_that_succeeded() -> None:
    one = refunded()

    assert (one.order_external_id, one.refund_id) == ("6120045871329", "970000000501")
    assert (one.amount_minor, one.currency) == (2450, "EUR")
    assert one.cancelled == {LAMP: 1}


@pytest.mark.parametrize(("restock", "cancelled"), [("no_restock", 0), ("return", 0), ("legacy_restock", 0)])
def test_a_refund_takes_nothing_off_the_order_unless_it_says_so(restock: str, cancelled: int) -> None:
    lines = taken(1, restock)["refund_line_items"]

    assert refunded(refund_line_items=lines).cancelled.get(LAMP, 0) == cancelled


def test_money_alone_moves_no_units_and_units_alone_no_money() -> None:
    assert refunded(refund_line_items=[]).cancelled == {}
    units = refunded(transactions=[])
    assert (units.amount_minor, units.cancelled) == (0, {LAMP: 1})


def test_how_much_went_back_is_unknown_where_it_is_of_several_currencies_or_not_told() -> None:
    euro, dollar = (
        {"kind": "refund", "status": "success", "amount": "1.00", "currency": currency}
        for currency in ("EUR", "USD")
    )

    assert refunded(transactions=[euro, dollar]).amount_minor is None
    assert refunded(transactions=[{**euro, "amount": None}]).amount_minor is None
    books = {"shop_money": {"amount": "1.10", "currency_code": "EUR"}}
    assert refunded(transactions=[{**dollar, "amount_set": books}, euro]).amount_minor == 210
    other = draft(financial_status="refunded", refunds=[refund(transactions=[dollar])]).payments[1]
    assert (other.kind, other.amount_minor, other.reference) == ("refund", None, "970000000501")


def test_lines_of_a_refund_are_found_however_they_are_named() -> None:
    """By its own field, or as the API has it."""
    lines = [
        {"line_item": {"id": f"gid://shopify/LineItem/{GIFT_CARD}"}, "quantity": 1, "restock_type": "CANCEL"},
        {"line_item_id": int(LAMP), "quantity": 1, "restock_type": "cancel"},
    ]

    assert refunded(refund_line_items=lines).cancelled == {GIFT_CARD: 1, LAMP: 1}


def test_a_line_says_how_many() -> None:
    assert lamp(price_set=None, price="29.00").line_total_minor == 5800
    assert lamp(price_set=None, price=None).line_total_minor is None
    assert item()["quantity"] == lamp().quantity
