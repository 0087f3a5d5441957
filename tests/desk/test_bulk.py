"""The same act on many orders: each by itself, and the answer says what became of each."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from oms.core.db import db
from oms.core.operations import Operation
from oms.desk.bulk import act_on_all
from oms.orders.cancelling import cancel_order
from oms.orders.paying import record_charge
from tests.desk.reading import text
from tests.orders.seen import badge, do, payments
from tests.shop import Shop

TOTAL = 4900


@pytest.fixture
def unpaid(shop: Shop) -> list[int]:
    shop.receive("LAMP", 3)
    return [shop.order(("LAMP", 1), paid=False, total_minor=TOTAL) for _ in range(3)]


def act(shop: Shop, name: str, ids: list[int], person: str = "Ada", operation: str = "b1") -> tuple[int, str]:
    form = {"act": name, "id": ids, "operation_id": operation}
    answer = shop.client(person).post("/queue/acts", data=form)
    return answer.status_code, text(answer.get_data(as_text=True))


def test_three_are_marked_as_paid(shop: Shop, unpaid: list[int]) -> None:
    status, words = act(shop, "pay", unpaid)

    assert (status, "3 of 3 done" in words) == (200, True)
    assert {badge(shop, order) for order in unpaid} == {"Ready to pick"}


def test_marked_as_paid_is_what_was_still_to_pay(shop: Shop, unpaid: list[int]) -> None:
    do(shop, record_charge, unpaid[0], 1000)

    act(shop, "pay", unpaid)

    assert [payments(shop, order) for order in unpaid[:2]] == [
        [("charge", 1000), ("charge", TOTAL - 1000)],
        [("charge", TOTAL)],
    ]


def test_what_is_cancelled_or_paid_is_not_paid_again(shop: Shop, unpaid: list[int]) -> None:
    do(shop, cancel_order, unpaid[1], "no")
    do(shop, record_charge, unpaid[2], None)

    words = act(shop, "pay", unpaid)[1]

    assert "1 of 3 done" in words
    assert "This order is cancelled; nothing is to be paid for it." in words
    assert "This order is paid already." in words


def test_one_that_is_refused_says_why_and_keeps_none_of_the_others(shop: Shop, unpaid: list[int]) -> None:
    do(shop, cancel_order, unpaid[1], "no")

    words = act(shop, "hold", unpaid)[1]

    assert "2 of 3 done" in words
    assert "#2042 Not done This order is closed; there is nothing left to hold." in words
    assert "#2041 Done" in words
    assert [badge(shop, order) for order in unpaid] == [
        "Needs you: on hold",
        "Cancelled",
        "Needs you: on hold",
    ]


def test_an_order_that_is_not_there_is_one_line_of_the_answer(shop: Shop, unpaid: list[int]) -> None:
    words = act(shop, "hold", [unpaid[0], 9999])[1]

    assert "1 of 2 done" in words
    assert "There is no such order." in words


def test_sent_twice_it_is_done_once(shop: Shop, unpaid: list[int]) -> None:
    for _ in range(2):
        assert "3 of 3 done" in act(shop, "pay", unpaid)[1]

    assert [payments(shop, order) for order in unpaid] == [[("charge", TOTAL)]] * 3
    with shop.inside():
        parts = select(Operation.id).where(Operation.id.startswith("b1/")).order_by(Operation.id)
        assert list(db.session.scalars(parts)) == [f"b1/{order}" for order in unpaid]


@pytest.mark.parametrize(("name", "after"), [("hold", "Needs you: on hold"), ("cancel", "Cancelled")])
def test_hold_and_cancel(shop: Shop, unpaid: list[int], name: str, after: str) -> None:
    act(shop, name, unpaid)

    assert {badge(shop, order) for order in unpaid} == {after}


def test_what_is_there_goes(shop: Shop) -> None:
    shop.receive("LAMP", 1)
    order = shop.order(("LAMP", 1), ("MUG", 1))

    act(shop, "rest", [order])

    assert badge(shop, order) == "Ready to pick, rest later"


@pytest.mark.parametrize(("name", "ids"), [("pay", []), ("explode", [1]), ("", [1])])
def test_nothing_chosen_is_refused(shop: Shop, unpaid: list[int], name: str, ids: list[int]) -> None:
    assert act(shop, name, ids)[0] == 422
    assert unpaid


def test_more_than_two_hundred_are_refused_before_anything_is_done(shop: Shop, unpaid: list[int]) -> None:
    status, words = act(shop, "pay", [*unpaid, *range(1000, 1200)])

    assert (status, "at most 200" in words) == (422, True)
    assert badge(shop, unpaid[0]) == "Waiting for payment"


def test_two_hundred_orders_in_one_go(shop: Shop) -> None:
    orders = [shop.order(("LAMP", 1), paid=False) for _ in range(200)]

    with shop.inside():
        outcomes = act_on_all("pay", orders, shop.by())
        assert [outcome.refusal for outcome in outcomes] == [None] * 200
        paid = select(func.count()).where(Operation.verb == "orders.record_the_rest")
        assert db.session.scalar(paid) == 200


@pytest.mark.parametrize("person", ["Ben", "Cy"])
def test_pickers_and_viewers_may_not(shop: Shop, unpaid: list[int], person: str) -> None:
    assert act(shop, "pay", unpaid, person)[0] == 403
