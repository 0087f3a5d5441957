"""Money is a fact of its own: it opens the gate to the floor, and never moves stock."""

from __future__ import annotations

from dataclasses import replace

import pytest

from oms.channels.models import Channel
from oms.channels.taking_in import take_in
from oms.core.db import db, transaction
from oms.core.errors import Refused, WrongInput
from oms.core.operations import By
from oms.orders.cancelling import cancel_order
from oms.orders.drafts import PaymentDraft
from oms.orders.paying import record_charge, record_refund
from tests.orders.seen import (
    assert_proven,
    available,
    badge,
    demands,
    do,
    facts,
    holds,
    kept,
    payments,
    undo,
)
from tests.shop import Shop


@pytest.fixture
def order(shop: Shop) -> int:
    """Unpaid: 50.00 for two lamps."""
    shop.receive("LAMP", 2)
    return shop.order(("LAMP", 2), paid=False, total_minor=5000)


def test_all_of_it_paid_opens_the_gate(shop: Shop, order: int) -> None:
    do(shop, record_charge, order, 5000, reference="R-7", method="bank")

    assert (holds(shop, order), badge(shop, order)) == ([], "Ready to pick")
    assert kept(shop, order).paid_at is not None
    assert payments(shop, order) == [("charge", 5000)]
    assert facts(shop, order)[-2:] == ["HoldReleased", "OrderPaid"]


def test_a_part_leaves_it_waiting_until_the_rest_comes(shop: Shop, order: int) -> None:
    do(shop, record_charge, order, 3000)
    assert (kept(shop, order).paid_at, badge(shop, order)) == (None, "Waiting for payment")

    do(shop, record_charge, order, 2000)
    assert badge(shop, order) == "Ready to pick"


def test_paid_without_an_amount_is_paid(shop: Shop, order: int) -> None:
    do(shop, record_charge, order, None)

    assert (badge(shop, order), payments(shop, order)) == ("Ready to pick", [("charge", None)])


def test_a_charge_can_be_undone_and_the_order_waits_again(shop: Shop, order: int) -> None:
    undo(shop, do(shop, record_charge, order, 5000))

    assert (holds(shop, order), badge(shop, order)) == (["payment"], "Waiting for payment")
    assert (kept(shop, order).paid_at, payments(shop, order)) == (None, [])


def test_undoing_a_second_charge_does_not_unpay(shop: Shop, order: int) -> None:
    do(shop, record_charge, order, 5000)
    undo(shop, do(shop, record_charge, order, 100))

    assert badge(shop, order) == "Ready to pick"


def test_a_charge_that_went_back_cannot_be_undone(shop: Shop, order: int) -> None:
    charge = do(shop, record_charge, order, 5000)
    do(shop, record_refund, order, 2000)

    with pytest.raises(Refused, match="went back"):
        undo(shop, charge)


def test_an_order_that_is_paid_twice_stays_paid_when_one_of_them_is_undone(shop: Shop, order: int) -> None:
    first = do(shop, record_charge, order, 5000)
    do(shop, record_charge, order, 5000)
    undo(shop, first)

    assert holds(shop, order) == []


def test_the_same_charge_sent_twice_is_one(shop: Shop, order: int) -> None:
    by = shop.by()
    with shop.inside():
        for _ in range(2):
            record_charge(order, 5000, by=by)

    assert payments(shop, order) == [("charge", 5000)]


def test_a_refund_moves_no_stock_and_opens_no_hold(shop: Shop, order: int) -> None:
    do(shop, record_charge, order, 5000)
    before = [(demand.wanted, demand.reserved) for demand in demands(shop, order)]

    by = do(shop, record_refund, order, 2000)

    assert [(demand.wanted, demand.reserved) for demand in demands(shop, order)] == before
    assert (available(shop, "LAMP"), badge(shop, order)) == (0, "Ready to pick")
    assert payments(shop, order) == [("charge", 5000), ("refund", 2000)]
    undo(shop, by)
    assert payments(shop, order) == [("charge", 5000)]
    assert_proven(shop)


def test_more_than_was_paid_does_not_go_back(shop: Shop, order: int) -> None:
    do(shop, record_charge, order, 5000)
    do(shop, record_refund, order, 4000)

    with pytest.raises(Refused, match="more than the customer paid"):
        do(shop, record_refund, order, 1001)
    do(shop, record_refund, order, 1000)


def test_of_what_was_not_paid_nothing_goes_back(shop: Shop, order: int) -> None:
    for amount in (1, None):
        with pytest.raises(Refused, match="Nothing was paid"):
            do(shop, record_refund, order, amount)


def test_where_a_channel_told_only_that_it_is_paid_the_total_is_what_came(shop: Shop) -> None:
    order = shop.order(("LAMP", 1), paid=True, total_minor=5000)

    do(shop, record_refund, order, 4000)
    with pytest.raises(Refused, match="more than the customer paid"):
        do(shop, record_refund, order, 1001)


def test_where_nobody_knows_what_came_a_refund_is_believed(shop: Shop) -> None:
    order = shop.order(("LAMP", 1), paid=True)

    do(shop, record_refund, order, 4000)

    assert payments(shop, order) == [("refund", 4000)]


@pytest.mark.parametrize("amount", [0, -1])
def test_an_amount_is_more_than_nothing(shop: Shop, order: int, amount: int) -> None:
    with pytest.raises(WrongInput, match="more than nothing"):
        do(shop, record_charge, order, amount)


def test_money_for_a_cancelled_order_is_kept_and_moves_no_stock(shop: Shop, order: int) -> None:
    do(shop, cancel_order, order, "no")

    do(shop, record_charge, order, 5000)

    assert (payments(shop, order), badge(shop, order)) == ([("charge", 5000)], "Cancelled")
    assert kept(shop, order).paid_at is not None
    assert available(shop, "LAMP") == 2
    assert_proven(shop)


def test_an_order_that_was_paid_while_it_was_cancelled_goes_on_paid(shop: Shop, order: int) -> None:
    cancelled = do(shop, cancel_order, order, "no")
    do(shop, record_charge, order, 5000)

    undo(shop, cancelled)

    assert (holds(shop, order), badge(shop, order)) == ([], "Ready to pick")


def test_the_money_of_a_cancelled_order_can_go_back(shop: Shop, order: int) -> None:
    do(shop, record_charge, order, 5000)
    do(shop, cancel_order, order, "no")

    do(shop, record_refund, order, 5000)

    assert badge(shop, order) == "Cancelled"


@pytest.fixture
def channel(shop: Shop) -> int:
    with shop.inside(), transaction() as session:
        row = Channel(kind="shopify", account="Nordlicht", site_id=shop.site)
        session.add(row)
        session.flush()
        return row.id


def test_expired_after_paid_is_an_old_word_and_does_not_unpay(shop: Shop, channel: int) -> None:
    paid = shop.draft(("LAMP", 1), paid=True, payments=(PaymentDraft("charge", 5000, None),))
    expired = replace(paid, paid=False, payments=(), note="payment expired")
    with shop.inside():
        order = take_in(channel, paid, by=By("channel:1"))[1]
        take_in(channel, expired, by=By("channel:1"))
        assert db.session.get_one(type(kept(shop, order)), order).note == "payment expired"

    assert kept(shop, order).paid_at is not None
    assert (holds(shop, order).count("payment"), payments(shop, order)) == (0, [("charge", 5000)])
