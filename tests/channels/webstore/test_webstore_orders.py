"""What a web store says, as an order of ours; worked out on paper."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from oms.channels.telling import as_told
from oms.channels.webstore.faults import faults
from oms.channels.webstore.orders import reconciles, to_changed, to_draft, to_paid, to_refunded
from oms.channels.webstore.said import Order, OrderChange, Payment, Refund
from oms.orders.drafts import ContactDraft
from tests.channels.webstore.calling import said

NOW = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


def order(**changes: Any) -> Order:
    return Order.model_validate_json(json.dumps(said(("LAMP", 2), ("MUG", 1), **changes)))


def priced(**changes: Any) -> Order:
    lines = [{"id": "1", "sku": "LAMP", "quantity": 2, "unit_price_minor": 2000, "discount_minor": 300},
             {"id": "2", "sku": "MUG", "quantity": 1, "total_minor": 1000}]  # fmt: skip
    return order(lines=lines, currency="EUR", **changes)


def test_the_words_of_the_store_are_the_words_of_the_order() -> None:
    draft = to_draft(order(note="Ring twice", service="", number="R-7"))
    assert (draft.external_id, draft.number, draft.placed_at) == (
        "1001",
        "R-7",
        datetime(2026, 11, 25, 8, 30, tzinfo=UTC),
    )
    assert (draft.note, draft.service, draft.paid, draft.paid_at) == ("Ring twice", None, True, None)
    assert [(line.external_id, line.sku, line.title, line.quantity) for line in draft.lines] == [
        ("1", "LAMP", "LAMP", 2),
        ("2", "MUG", "MUG", 1),
    ]


def test_who_does_not_say_that_it_is_paid_says_nothing_of_it() -> None:
    draft = to_draft(order(paid=False))
    assert (draft.paid, draft.payments) == (None, ())


def test_the_buyer_is_who_it_goes_to_unless_somebody_else_is_named() -> None:
    assert to_draft(order()).buyer.name == "Ana Pereira"
    assert to_draft(order(buyer={"name": "Bo"})).buyer == ContactDraft(name="Bo")


@pytest.mark.parametrize(
    ("amounts", "right"),
    [
        ({}, True),
        ({"total_minor": 5000}, False),
        ({"total_minor": 4700}, True),
        ({"total_minor": 4700, "discount_minor": 300}, True),
        ({"total_minor": 4500, "discount_minor": 500}, True),
        ({"total_minor": 5190, "shipping_minor": 490}, True),
        ({"total_minor": 5593, "tax_minor": 893, "prices_include_tax": False}, True),
        ({"total_minor": 4700, "tax_minor": 893, "prices_include_tax": False}, False),
        ({"total_minor": 4700, "tax_minor": 893, "prices_include_tax": True}, True),
        ({"total_minor": 5593, "tax_minor": 893}, True),
        ({"total_minor": 4700, "tax_minor": 893}, True),
    ],
)
def test_totals_are_added_up_where_all_of_them_are_known(amounts: dict[str, Any], right: bool) -> None:
    assert to_draft(priced(**amounts)).reconciles == right


def test_where_a_line_has_no_price_nothing_can_be_added_up() -> None:
    assert reconciles(to_draft(order(currency="EUR", total_minor=1)))


def test_a_change_is_added_up_with_all_that_is_known() -> None:
    known = as_told(to_draft(priced(total_minor=4700)))
    line = {"id": "2", "sku": "MUG", "quantity": 2, "total_minor": 2000}
    for total, right in ((5700, True), (4700, False)):
        told = OrderChange.model_validate({"lines": [line], "total_minor": total})
        assert to_changed(known, told).reconciles == right


def test_a_second_payment_is_another_one_only_by_its_reference() -> None:
    unpaid = as_told(to_draft(order(paid=False)))
    first = to_paid(unpaid, Payment(reference="a", amount_minor=5), NOW)
    assert (first.paid, first.paid_at, first.payments[0].amount_minor) == (True, NOW, 5)
    known = unpaid | {name: as_told(first)[name] for name in ("paid", "paid_at", "payments")}
    assert to_paid(known, Payment(reference="a", amount_minor=5), NOW).payments == ()


def test_refunds_add_up() -> None:
    known = as_told(to_draft(order()))
    once = to_refunded(known, Refund(reference="r", amount_minor=5), NOW)
    assert [payment.kind for payment in once.payments] == ["charge", "refund"]
    again = known | {"payments": as_told(once)["payments"]}
    assert to_refunded(again, Refund(reference="r", amount_minor=5), NOW).payments == ()


def test_what_is_wrong_is_said_in_our_words() -> None:
    with pytest.raises(ValueError) as wrong:
        Order.model_validate_json('{"id": 5, "lines": [{"id": "1", "sku": "", "quantity": 1.5}], "x": 1}')
    assert dict(faults(wrong.value)) == {  # type: ignore[arg-type]
        "id": "This has to be text.",
        "placed_at": "This is needed.",
        "lines.0.sku": "This has to be text, not blank.",
        "lines.0.quantity": "This has to be a whole number.",
        "x": "There is no such field.",
    }
