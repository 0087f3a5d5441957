"""Cancelling: what was promised is free at once, what was picked is put back, what is packed stays."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from oms.core.db import db
from oms.core.errors import Missing, Refused, WrongInput
from oms.inventory.keeping import put_back
from oms.orders.cancelling import cancel_line, cancel_order
from oms.orders.holding import ship_the_rest
from oms.picking.models import PickTask
from tests.orders.seen import (
    assert_proven,
    available,
    badge,
    demands,
    do,
    facts,
    holds,
    kept,
    lines,
    pack,
    pick,
    ship,
    undo,
)
from tests.picking.floor import in_bin
from tests.shop import Shop


@pytest.fixture
def order(shop: Shop) -> int:
    shop.receive("LAMP", 3)
    shop.receive("MUG", 1, "A-10-1")
    return shop.order(("LAMP", 3), ("MUG", 1))


def test_a_cancelled_order_gives_its_stock_back_to_sale(shop: Shop, order: int) -> None:
    do(shop, cancel_order, order, "changed her mind")

    assert (badge(shop, order), available(shop, "LAMP")) == ("Cancelled", 3)
    assert [line.cancelled for line in lines(shop, order)] == [3, 1]
    assert kept(shop, order).closed_at is not None
    assert "OrderCancelled" in facts(shop, order)
    assert_proven(shop)


def test_undoing_it_promises_the_same_again(shop: Shop, order: int) -> None:
    undo(shop, do(shop, cancel_order, order, "by mistake"))

    assert (badge(shop, order), available(shop, "LAMP")) == ("Ready to pick", 0)
    assert kept(shop, order).closed_at is None
    assert_proven(shop)


def test_undoing_it_after_the_stock_was_sold_leaves_it_short(shop: Shop, order: int) -> None:
    by = do(shop, cancel_order, order, "by mistake")
    other = shop.order(("LAMP", 2))
    undo(shop, by)

    assert (badge(shop, order), badge(shop, other)) == ("Short 2", "Ready to pick")
    assert_proven(shop)


def test_some_of_a_line_can_be_cancelled(shop: Shop, order: int) -> None:
    by = do(shop, cancel_line, lines(shop, order)[0].id, 2)

    assert [(demand.wanted, demand.reserved) for demand in demands(shop, order)] == [(1, 1), (1, 1)]
    assert available(shop, "LAMP") == 2
    undo(shop, by)
    assert available(shop, "LAMP") == 0
    assert_proven(shop)


@pytest.mark.parametrize("quantity", [0, -1, 4])
def test_not_less_than_one_and_not_more_than_is_left(shop: Shop, order: int, quantity: int) -> None:
    with pytest.raises(WrongInput, match="Between 1 and 3"):
        do(shop, cancel_line, lines(shop, order)[0].id, quantity)


def test_a_line_that_nobody_knows_is_cancelled_with_its_hold(shop: Shop) -> None:
    shop.receive("LAMP", 1)
    order = shop.order(("LAMP", 1), ("GIFT-WRAP", 2))
    wrap = lines(shop, order)[1].id

    do(shop, cancel_line, wrap, 1)
    assert badge(shop, order) == "Needs you: 1 unknown item"
    by = do(shop, cancel_line, wrap, 1)
    assert (holds(shop, order), badge(shop, order)) == ([], "Ready to pick")

    undo(shop, by)
    assert (holds(shop, order), badge(shop, order)) == (["unknown_item"], "Needs you: 1 unknown item")


def test_when_every_line_is_cancelled_there_is_nothing_to_ship(shop: Shop, order: int) -> None:
    for line in lines(shop, order):
        do(shop, cancel_line, line.id, line.ordered)

    assert badge(shop, order) == "Nothing to ship"


def test_what_was_picked_has_to_be_put_back(shop: Shop, order: int) -> None:
    run = pick(shop, order, "A-01-1", "LAMP", "LAMP")
    do(shop, cancel_order, order, "too late")

    lamp = demands(shop, order)[0]
    assert (lamp.wanted, lamp.picked, lamp.put_back) == (0, 0, 2)
    assert (in_bin(shop, "LAMP"), available(shop, "LAMP")) == (1, 1)
    with shop.inside():
        tote = db.session.scalar(select(PickTask.tote_id).where(PickTask.run_id == run))
    do(shop, put_back, lamp.id, 2, tote, shop.bins["A-01-1"])
    assert available(shop, "LAMP") == 3
    assert_proven(shop)


def test_undoing_it_takes_what_still_lies_in_the_tote(shop: Shop, order: int) -> None:
    pick(shop, order, "A-01-1", "LAMP", "LAMP")
    undo(shop, do(shop, cancel_order, order, "by mistake"))

    lamp = demands(shop, order)[0]
    assert (lamp.wanted, lamp.picked, lamp.put_back, lamp.reserved) == (3, 2, 0, 1)
    assert_proven(shop)


def test_what_is_packed_is_refused_until_the_parcel_is_opened(shop: Shop, order: int) -> None:
    pick(shop, order, "A-01-1", "LAMP", "LAMP", "LAMP", "A-10-1", "MUG")
    pack(shop, order, "LAMP", "LAMP", "LAMP", "MUG")

    with pytest.raises(Refused, match="already in a parcel"):
        do(shop, cancel_order, order, "too late")
    with pytest.raises(Refused, match="already in a parcel"):
        do(shop, cancel_line, lines(shop, order)[0].id, 1)
    assert not kept(shop, order).can_cancel


def test_of_an_order_that_has_left_in_part_the_rest_is_cancelled(shop: Shop, order: int) -> None:
    shop_more = shop.order(("LAMP", 1))
    do(shop, cancel_order, shop_more, "not this one")
    do(shop, ship_the_rest, order)
    shop.receive("TWINE", 1)
    pick(shop, order, "A-01-1", "LAMP", "LAMP", "LAMP", "A-10-1", "MUG")
    ship(shop, pack(shop, order, "LAMP", "LAMP"))

    assert kept(shop, order).can_cancel
    do(shop, cancel_order, order, "the rest is no longer wanted")

    assert badge(shop, order) == "Rest cancelled"
    assert [(line.ordered, line.shipped, line.cancelled) for line in lines(shop, order)] == [
        (3, 2, 1),
        (1, 0, 1),
    ]
    assert [demand.put_back for demand in demands(shop, order)] == [1, 1]
    assert_proven(shop)


def test_an_order_that_has_left_cannot_be_cancelled(shop: Shop, order: int) -> None:
    pick(shop, order, "A-01-1", "LAMP", "LAMP", "LAMP", "A-10-1", "MUG")
    ship(shop, pack(shop, order, "LAMP", "LAMP", "LAMP", "MUG"))

    with pytest.raises(Refused, match="left to cancel"):
        do(shop, cancel_order, order, "too late")
    assert badge(shop, order) == "Shipped"


def test_it_is_cancelled_once(shop: Shop, order: int) -> None:
    do(shop, cancel_order, order, "once")

    with pytest.raises(Refused, match="cancelled already"):
        do(shop, cancel_order, order, "twice")
    with pytest.raises(Missing):
        do(shop, cancel_order, 9999, "nothing")
    with pytest.raises(Missing):
        do(shop, cancel_line, 9999, 1)


def test_a_lines_cancellation_is_not_undone_in_a_cancelled_order(shop: Shop, order: int) -> None:
    by = do(shop, cancel_line, lines(shop, order)[0].id, 1)
    do(shop, cancel_order, order, "all of it")

    with pytest.raises(Refused, match="whole order was cancelled since"):
        undo(shop, by)
