"""Marking an order as paid: how much, how, and what stands on the statement."""

from __future__ import annotations

import re

import pytest

from oms.orders.cancelling import cancel_order
from tests.chromium import SignIn
from tests.desk.reading import see, text
from tests.orders.seen import badge, do, holds, payments
from tests.shop import Shop


@pytest.fixture
def order(shop: Shop) -> int:
    """Unpaid: 50.00 for two lamps."""
    shop.receive("LAMP", 2)
    return shop.order(("LAMP", 2), paid=False, total_minor=5000)


def note(shop: Shop, order: int, **told: str) -> tuple[int, str]:
    answer = shop.client("Ada").post(f"/orders/{order}/charges", data=told, follow_redirects=True)
    return answer.status_code, text(answer.get_data(as_text=True))


def test_the_page_begins_with_what_is_still_to_pay(shop: Shop, order: int) -> None:
    note(shop, order, amount="20.00")

    page = see(shop, f"/orders/{order}/payment")

    assert "€30.00 of €50.00 is still to pay." in text(page)
    assert re.search(r'id="amount"[^>]*value="30.00"', page)


def test_amount_method_and_reference_are_kept_and_the_order_goes_on(shop: Shop, order: int) -> None:
    status, words = note(shop, order, amount="50.00", method="Bank transfer", reference="R-7")

    assert (status, badge(shop, order)) == (200, "Ready to pick")
    assert payments(shop, order) == [("charge", 5000)]
    assert "The payment is noted." in words
    assert "Bank transfer Ada · R-7 €50.00" in words


def test_a_part_says_what_is_still_to_come(shop: Shop, order: int) -> None:
    assert "€38.00 is still to come, so the order waits." in note(shop, order, amount="12.00")[1]
    assert holds(shop, order) == ["payment"]


def test_less_can_be_enough(shop: Shop, order: int) -> None:
    note(shop, order, amount="49.00", settles="y")

    assert (badge(shop, order), payments(shop, order)) == ("Ready to pick", [("charge", 4900)])


def test_without_an_amount_it_is_paid_all_the_same(shop: Shop, order: int) -> None:
    note(shop, order, amount="", method="Cash")

    assert (badge(shop, order), payments(shop, order)) == ("Ready to pick", [("charge", None)])


def test_an_amount_that_is_none_is_told_beside_what_was_written(shop: Shop, order: int) -> None:
    status, words = note(shop, order, amount="a lot", method="Cash")

    assert (status, payments(shop, order)) == (422, [])
    assert "Write the amount like 12.50." in words


def test_what_comes_for_a_cancelled_order_is_noted_and_has_to_go_back(shop: Shop, order: int) -> None:
    do(shop, cancel_order, order, "no")
    page = see(shop, f"/orders/{order}/payment")

    assert "This order was cancelled. Note what came all the same; it has to go back" in text(page)
    assert 'name="settles"' not in page
    assert "so the order waits" not in note(shop, order, amount="20.00")[1]
    assert payments(shop, order) == [("charge", 2000)]


def test_where_the_price_is_unknown_no_amount_is_suggested(shop: Shop) -> None:
    page = see(shop, f"/orders/{shop.order(('LAMP', 1), paid=False)}/payment")

    assert "The channel did not say what this order costs." in text(page)
    assert 'name="settles"' not in page


def test_the_big_button_leads_there_and_the_money_is_noted(shop: Shop, order: int, open_as: SignIn) -> None:
    page = open_as("Ada", f"/orders/{order}")
    page.click(".banner >> text=Mark as paid")
    page.wait_for_url("**/payment")
    assert page.input_value("#amount") == "50.00"
    page.fill("#method", "Bank transfer")
    page.click("text=Note the payment")
    page.wait_for_selector("text=The payment is noted.")

    assert badge(shop, order) == "Ready to pick"
    page.click(".said >> text=Undo")
    page.wait_for_selector("text=The customer has not paid yet.")
    assert payments(shop, order) == []
