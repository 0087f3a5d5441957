"""Changing an address, a promise, a note: undone in one go, and never over what somebody else has saved."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from oms.core.db import db
from oms.core.errors import Missing, Refused, Stale, WrongInput
from oms.inventory.keeping import adjust_stock
from oms.orders.cancelling import cancel_order
from oms.orders.editing import add_note, change_address, change_promise
from oms.orders.models import Contact, Note
from oms.orders.search import orders_matching
from tests.orders.seen import assert_proven, badge, demands, do, facts, holds, kept, pack, pick, ship, undo
from tests.shop import ANA, Shop

MOVED = replace(ANA, line1="Am Markt 12", city="Nürnberg", postcode="90403")
LATER = datetime(2026, 12, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def order(shop: Shop) -> int:
    shop.receive("LAMP", 1)
    return shop.order(("LAMP", 1))


def ship_to(shop: Shop, order: int) -> Contact:
    with shop.inside():
        return db.session.get_one(Contact, kept(shop, order).ship_to_id)


def found(shop: Shop, words: str) -> list[int]:
    with shop.inside():
        return list(db.session.scalars(orders_matching(words)))


def test_a_new_address_is_a_new_row_and_the_old_one_stays_in_the_past(shop: Shop, order: int) -> None:
    before = ship_to(shop, order)

    do(shop, change_address, order, MOVED, 1)

    assert (ship_to(shop, order).line1, kept(shop, order).version) == ("Am Markt 12", 2)
    with shop.inside():
        assert db.session.get_one(Contact, before.id).line1 == "Große Straße 5"
    assert facts(shop, order)[-1] == "AddressChanged"
    assert found(shop, "90403") == [order]


def test_a_new_address_can_be_undone(shop: Shop, order: int) -> None:
    undo(shop, do(shop, change_address, order, MOVED, 1))

    assert (ship_to(shop, order).city, kept(shop, order).version) == ("Köln", 3)


VAGUE = replace(ANA, line1="Große Straße")


def test_a_complete_address_needs_nobody_to_check_it_any_more(shop: Shop) -> None:
    shop.receive("LAMP", 1)
    order = shop.order(("LAMP", 1), ship_to=VAGUE)
    assert badge(shop, order) == "Needs you: address to check"

    by = do(shop, change_address, order, MOVED, 1)
    assert badge(shop, order) == "Ready to pick"

    undo(shop, by)
    assert (holds(shop, order), badge(shop, order)) == (["address"], "Needs you: address to check")


def test_a_new_address_without_a_house_number_has_to_be_checked(shop: Shop, order: int) -> None:
    by = do(shop, change_address, order, VAGUE, 1)
    assert badge(shop, order) == "Needs you: address to check"

    undo(shop, by)
    assert (holds(shop, order), badge(shop, order)) == ([], "Ready to pick")


def test_a_stale_address_changes_nothing_and_says_what_differs(shop: Shop, order: int) -> None:
    do(shop, change_address, order, MOVED, 1)

    with pytest.raises(Stale) as stale:
        do(shop, change_address, order, replace(MOVED, city="Fürth", phone="0911"), 1)

    assert stale.value.changes == [("Town", "Nürnberg", "Fürth"), ("Phone", "", "0911")]
    assert ship_to(shop, order).city == "Nürnberg"


def test_an_address_that_was_changed_again_is_not_undone(shop: Shop, order: int) -> None:
    by = do(shop, change_address, order, MOVED, 1)
    do(shop, change_address, order, ANA, 2)

    with pytest.raises(Refused, match="changed again since"):
        undo(shop, by)


def test_the_address_of_a_parcel_that_has_left_stays(shop: Shop, order: int) -> None:
    pick(shop, order, "A-01-1", "LAMP")
    ship(shop, pack(shop, order, "LAMP"))

    assert not kept(shop, order).can_change_address
    with pytest.raises(Refused, match="parcel has left"):
        do(shop, change_address, order, MOVED, kept(shop, order).version)


def test_a_new_promise_is_the_orders_and_its_demands(shop: Shop, order: int) -> None:
    before = kept(shop, order).promise_by

    by = do(shop, change_promise, order, LATER, 1)
    assert kept(shop, order).promise_by == LATER
    assert [demand.due_at for demand in demands(shop, order)] == [LATER]
    assert facts(shop, order)[-1] == "PromiseChanged"

    undo(shop, by)
    assert kept(shop, order).promise_by == before
    assert [demand.due_at for demand in demands(shop, order)] == [before]


def test_who_was_promised_a_later_day_gives_up_a_lost_unit_first(shop: Shop, order: int) -> None:
    shop.receive("LAMP", 1)
    other = shop.order(("LAMP", 1))
    do(shop, change_promise, order, LATER, 1)

    do(shop, adjust_stock, shop.skus["LAMP"], shop.bins["A-01-1"], -1, "damaged")

    assert (badge(shop, order), badge(shop, other)) == ("Short 1", "Ready to pick")
    assert_proven(shop)


def test_a_stale_promise_changes_nothing_and_says_what_differs(shop: Shop, order: int) -> None:
    do(shop, change_promise, order, LATER, 1)
    sooner = LATER.replace(day=20)

    with pytest.raises(Stale) as stale:
        do(shop, change_promise, order, sooner, 1)

    assert stale.value.changes == [("Leaves by", LATER.isoformat(), sooner.isoformat())]
    assert kept(shop, order).promise_by == LATER


def test_a_promise_that_was_changed_again_is_not_undone(shop: Shop, order: int) -> None:
    by = do(shop, change_promise, order, LATER, 1)
    do(shop, change_promise, order, LATER.replace(hour=14), 2)

    with pytest.raises(Refused, match="changed again since"):
        undo(shop, by)


def test_an_order_that_is_closed_is_promised_nothing(shop: Shop, order: int) -> None:
    do(shop, cancel_order, order, "no")

    with pytest.raises(Refused, match="nothing left to promise"):
        do(shop, change_promise, order, LATER, kept(shop, order).version)


def notes(shop: Shop) -> list[str]:
    with shop.inside():
        return [note.text for note in db.session.query(Note)]


def test_a_note_is_kept_and_can_be_undone(shop: Shop, order: int) -> None:
    by = do(shop, add_note, order, "  Ring twice ")
    assert notes(shop) == ["Ring twice"]

    undo(shop, by)
    assert notes(shop) == []


def test_a_note_is_not_in_the_facts(shop: Shop, order: int) -> None:
    do(shop, add_note, order, "Her sister collects it")

    assert facts(shop, order)[-1] == "NoteAdded"
    with shop.inside():
        told = db.session.connection().exec_driver_sql("SELECT facts FROM event").scalars().all()
    assert "sister" not in str(told)


def test_an_empty_note_and_an_order_that_is_not_there_are_refused(shop: Shop, order: int) -> None:
    with pytest.raises(WrongInput, match="Write something"):
        do(shop, add_note, order, "  ")
    with pytest.raises(Missing):
        do(shop, add_note, 9999, "Hello")
    with pytest.raises(Missing):
        do(shop, change_address, 9999, MOVED, 1)
    with pytest.raises(Missing):
        do(shop, change_promise, 9999, LATER, 1)
