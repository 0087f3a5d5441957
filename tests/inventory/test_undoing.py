"""Undo of what was done to stock: the balances are as if it had not happened, or it is refused with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from oms.core import clock
from oms.core.db import db
from oms.core.errors import Refused
from oms.core.operations import By, undoable, verb
from oms.inventory.counting import count_bin, want_recount
from oms.inventory.keeping import adjust_stock, move_goods, receive_goods, sell_at_counter
from oms.inventory.models import Count, Move, Recount
from tests.inventory.shelf import act, assert_proven, balances, figures, held, place, promised, undo
from tests.shop import Shop

Act = Callable[[Shop], str]


def receive(shop: Shop) -> str:
    return act(shop, receive_goods, shop.skus["LAMP"], 3, shop.bins["A-01-1"])


def count(shop: Shop, counted: int, code: str = "A-01-1") -> str:
    return act(shop, count_bin, shop.bins[code], shop.skus["LAMP"], counted)


def move(shop: Shop, quantity: int = 4, source: str = "A-01-1", target: str = "A-02-1") -> str:
    return act(shop, move_goods, shop.skus["LAMP"], quantity, shop.bins[source], shop.bins[target])


def adjust(shop: Shop, difference: int, reason: str) -> str:
    return act(shop, adjust_stock, shop.skus["LAMP"], shop.bins["A-01-1"], difference, reason)


ACTS: dict[str, Act] = {
    "receive": receive,
    "find": lambda shop: adjust(shop, 2, "found"),
    "lose": lambda shop: adjust(shop, -5, "damaged"),
    "move": move,
    "out of sale": lambda shop: act(
        shop, move_goods, shop.skus["LAMP"], 5, shop.bins["A-01-1"], place(shop, "quarantine")
    ),
    "sell": lambda shop: act(shop, sell_at_counter, shop.skus["LAMP"], 1, shop.bins["A-01-1"]),
    "count fewer": lambda shop: count(shop, 1),
    "count more": lambda shop: count(shop, 9),
    "count right": lambda shop: count(shop, 6),
}


@pytest.mark.parametrize("name", ACTS)
def test_the_balances_are_as_if_it_had_not_happened(shop: Shop, name: str) -> None:
    shop.receive("LAMP", 6)
    order_id = shop.order(("LAMP", 5))
    before = balances(shop), figures(shop, "LAMP"), promised(shop, order_id)

    undo(shop, ACTS[name](shop))

    assert (balances(shop), figures(shop, "LAMP"), promised(shop, order_id)) == before
    assert_proven(shop)


@pytest.mark.parametrize("name", ACTS)
def test_and_so_they_are_when_other_goods_moved_meanwhile(shop: Shop, name: str) -> None:
    shop.receive("LAMP", 6)
    before = balances(shop)
    operation_id = ACTS[name](shop)
    shop.receive("MUG", 4)
    act(shop, receive_goods, shop.skus["LAMP"], 2, shop.bins["A-10-1"])

    undo(shop, operation_id)

    after = balances(shop)
    lamp = shop.skus["LAMP"]
    assert after.pop(("A-10-1", lamp)) == 2
    assert {key: n for key, n in after.items() if key[1] == lamp} == before | {("supplier", lamp): -8}
    assert_proven(shop)


def test_an_undo_adds_moves_and_takes_none_away(shop: Shop) -> None:
    operation_id = receive(shop)

    undo(shop, operation_id)

    with shop.inside():
        there, back = db.session.scalars(select(Move).order_by(Move.id)).all()
        assert (back.source_id, back.target_id) == (there.target_id, there.source_id)
        assert (back.quantity, back.reverses_id) == (there.quantity, there.id)


def test_what_an_undone_receipt_had_promised_is_promised_no_more(shop: Shop) -> None:
    operation_id = receive(shop)
    order_id = shop.order(("LAMP", 2))
    assert promised(shop, order_id) == 2

    undo(shop, operation_id)

    assert (promised(shop, order_id), figures(shop, "LAMP")) == (0, (0, 0))
    assert_proven(shop)


WORLD: dict[str, Callable[[Shop], Any]] = {
    "moved": lambda shop: move(shop, 2),
    "sold": lambda shop: act(shop, sell_at_counter, shop.skus["LAMP"], 2, shop.bins["A-01-1"]),
    "damaged": lambda shop: adjust(shop, -1, "damaged"),
}


@pytest.mark.parametrize("how", WORLD)
def test_goods_that_have_moved_on_are_not_taken_back(shop: Shop, how: str) -> None:
    operation_id = receive(shop)
    WORLD[how](shop)
    before = balances(shop)

    with pytest.raises(Refused, match="moved on since, so this cannot be undone"):
        undo(shop, operation_id)

    assert balances(shop) == before


def test_a_place_that_was_counted_since_is_left_as_it_was_counted(shop: Shop) -> None:
    operation_id = receive(shop)
    count(shop, 3)

    with pytest.raises(Refused, match="counted since, so this cannot be undone"):
        undo(shop, operation_id)

    assert held(shop, "LAMP") == 3


def test_neither_end_of_a_move_may_have_been_counted(shop: Shop) -> None:
    receive(shop)
    operation_id = move(shop, 2)
    count(shop, 2, "A-02-1")

    with pytest.raises(Refused, match="counted since"):
        undo(shop, operation_id)


def test_a_count_of_something_else_or_somewhere_else_does_not_matter(shop: Shop) -> None:
    operation_id = receive(shop)
    act(shop, count_bin, shop.bins["A-01-1"], shop.skus["MUG"], 0)
    count(shop, 0, "A-02-1")

    undo(shop, operation_id)

    assert held(shop, "LAMP") == 0


def test_an_undone_count_is_no_count(shop: Shop) -> None:
    operation_id = receive(shop)
    undo(shop, count(shop, 1))

    undo(shop, operation_id)

    assert held(shop, "LAMP") == 0
    with shop.inside():
        assert db.session.scalars(select(Count)).all() == []


def test_since_means_afterwards_also_when_the_clock_was_set_back(shop: Shop) -> None:
    operation_id = receive(shop)
    with clock.travel(clock.now() - timedelta(hours=1)):
        count(shop, 3)

    with pytest.raises(Refused, match="counted since"):
        undo(shop, operation_id)


@verb(undoable())
def ask_for_a_count(place_id: int, sku_id: int, *, by: By) -> None:
    del by
    want_recount(place_id, sku_id, "short pick")


def wish(shop: Shop) -> Recount:
    with shop.inside():
        return db.session.scalars(select(Recount)).one()


def test_an_undone_count_is_asked_for_again(shop: Shop) -> None:
    receive(shop)
    act(shop, ask_for_a_count, shop.bins["A-01-1"], shop.skus["LAMP"])

    operation_id = count(shop, 2)
    assert wish(shop).done_at is not None
    undo(shop, operation_id)

    assert wish(shop).done_at is None
