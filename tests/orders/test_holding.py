"""Holds keep an order from the floor until somebody releases them, and say who, when and why."""

from __future__ import annotations

import pytest

from oms.core.db import db
from oms.core.errors import Missing, Refused, WrongInput
from oms.orders.holding import place_hold, release_hold, ship_the_rest
from oms.orders.models import Hold
from tests.orders.seen import assert_proven, badge, do, facts, holds, kept, pack, pick, reserved, ship, undo
from tests.picking.floor import start
from tests.shop import Shop


@pytest.fixture
def order(shop: Shop) -> int:
    shop.receive("LAMP", 2)
    return shop.order(("LAMP", 2))


def only_hold(shop: Shop, order: int) -> Hold:
    with shop.inside():
        return db.session.query(Hold).filter(Hold.order_id == order).one()


def test_a_held_order_waits_with_its_stock_until_it_is_released(shop: Shop, order: int) -> None:
    do(shop, place_hold, order, "fraud", "Three cards tried")
    assert badge(shop, order) == "Needs you: fraud check"
    assert reserved(shop, order) == 2
    with pytest.raises(Refused, match="cannot be picked now"):
        start(shop, order)

    do(shop, release_hold, only_hold(shop, order).id, "I called her")

    hold = only_hold(shop, order)
    assert (hold.detail, hold.release_reason) == ("Three cards tried", "I called her")
    assert hold.placed_by == hold.released_by == shop.by().actor
    assert badge(shop, order) == "Ready to pick"
    assert facts(shop, order)[1:] == ["HoldPlaced", "HoldReleased"]


def test_a_hold_can_be_undone(shop: Shop, order: int) -> None:
    undo(shop, do(shop, place_hold, order, "manual", ""))

    assert (holds(shop, order), badge(shop, order)) == ([], "Ready to pick")


def test_a_release_can_be_undone(shop: Shop, order: int) -> None:
    do(shop, place_hold, order, "customer", "")
    undo(shop, do(shop, release_hold, only_hold(shop, order).id, "She wrote"))

    assert (holds(shop, order), badge(shop, order)) == (["customer"], "Needs you: customer asked to wait")
    assert only_hold(shop, order).release_reason is None


def test_two_people_release_it_and_the_second_is_told(shop: Shop, order: int) -> None:
    do(shop, place_hold, order, "manual", "")
    hold = only_hold(shop, order).id
    do(shop, release_hold, hold, "fine")

    with pytest.raises(Refused, match="released this already"):
        do(shop, release_hold, hold, "fine")


def test_a_release_needs_a_reason(shop: Shop, order: int) -> None:
    do(shop, place_hold, order, "manual", "")

    with pytest.raises(WrongInput, match="Say why"):
        do(shop, release_hold, only_hold(shop, order).id, "  ")


def test_an_unknown_item_is_mapped_not_released(shop: Shop) -> None:
    order = shop.order(("GIFT-WRAP", 1))

    with pytest.raises(Refused, match="Say which item it is"):
        do(shop, release_hold, only_hold(shop, order).id, "fine")


def test_a_hold_needs_a_reason_that_there_is(shop: Shop, order: int) -> None:
    with pytest.raises(WrongInput):
        do(shop, place_hold, order, "because", "")
    with pytest.raises(Missing):
        do(shop, place_hold, 9999, "manual", "")
    with pytest.raises(Missing):
        do(shop, release_hold, 9999, "fine")


def test_what_is_there_may_go_without_the_rest(shop: Shop) -> None:
    shop.receive("LAMP", 1)
    order = shop.order(("LAMP", 1), ("GIFT-WRAP", 1))

    do(shop, ship_the_rest, order)
    assert badge(shop, order) == "Ready to pick"
    pick(shop, order, "A-01-1", "LAMP")
    ship(shop, pack(shop, order, "LAMP"))

    assert badge(shop, order) == "Needs you: 1 unknown item"
    assert_proven(shop)


def test_what_is_short_may_come_later(shop: Shop) -> None:
    shop.receive("LAMP", 1)
    order = shop.order(("LAMP", 3))

    by = do(shop, ship_the_rest, order)
    assert badge(shop, order) == "Ready to pick, rest later"

    undo(shop, by)
    assert badge(shop, order) == "Short 2"


def test_the_rest_is_let_go_once(shop: Shop, order: int) -> None:
    do(shop, ship_the_rest, order)

    with pytest.raises(Refused, match="may already go"):
        do(shop, ship_the_rest, order)


def test_nothing_holds_or_lets_go_an_order_that_is_over(shop: Shop, order: int) -> None:
    pick(shop, order, "A-01-1", "LAMP", "LAMP")
    ship(shop, pack(shop, order, "LAMP", "LAMP"))
    assert kept(shop, order).closed_at is not None

    with pytest.raises(Refused, match="nothing left to hold"):
        do(shop, place_hold, order, "manual", "")
    with pytest.raises(Refused, match="nothing left to ship"):
        do(shop, ship_the_rest, order)
