"""Rows of Amazon's reports that are refused, each with its row and reason, and nothing else with them."""

from __future__ import annotations

import pytest

from tests.channels.amazon_reading import PROMOTIONS, read, refusal
from tests.channels.files import UNSHIPPED, amazon_item


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        (
            {"purchase_date": "2026-09-18T14:03:11"},
            "purchase-date: “2026-09-18T14:03:11” is not a date and time",
        ),
        ({"purchase_date": ""}, "purchase-date is blank"),
        ({"promise_date": "21.09.2026"}, "promise-date: “21.09.2026” is not a date"),
        ({"order_item_id": "5.01E+13"}, "order-item-id: “5.01E+13” was a number"),
        ({"order_item_id": ""}, "order-item-id is blank"),
        ({"quantity_to_ship": "4"}, "the quantities contradict each other"),
        ({"quantity_to_ship": "", "quantity_purchased": ""}, "the row tells no quantity"),
    ],
)
def test_a_bad_cell_refuses_its_order_with_row_and_reason(changes: dict[str, str], reason: str) -> None:
    row, said, rows = refusal(amazon_item(**changes), amazon_item(order_item_id="1" * 14), columns=UNSHIPPED)

    assert (row, rows) == (2, 2)
    assert said.startswith(reason)


def test_rows_that_contradict_each_other_refuse_their_order() -> None:
    assert "told differently" in refusal(amazon_item(), amazon_item(quantity_purchased="4"))[1]
    assert (
        "told differently"
        in refusal(
            amazon_item(**PROMOTIONS), amazon_item(**{**PROMOTIONS, "item_promotion_discount": "-2.00"})
        )[1]
    )
    assert "currency differs" in refusal(amazon_item(), amazon_item(currency="CAD"))[1]


def test_a_row_without_its_order_is_refused_alone() -> None:
    parsed = read(amazon_item(order_id=""), amazon_item(), amazon_item(order_id="1.13E+16"))

    assert len(parsed.orders) == 1
    assert [note.row for note in parsed.refused] == [2, 4]


def test_an_order_with_no_units_left_is_ignored() -> None:
    parsed = read(amazon_item(quantity_purchased="0"))

    assert (parsed.orders, parsed.refused, parsed.ignored[0].rows) == ((), (), 1)
