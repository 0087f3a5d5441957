"""Keeping stock: receive, adjust, move, sell at the counter."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from oms.core.db import db
from oms.core.errors import Missing, Refused, WrongInput
from oms.inventory.keeping import adjust_stock, move_goods, receive_goods, sell_at_counter
from oms.inventory.models import Move
from tests.inventory.shelf import act, assert_proven, balances, figures, held, place
from tests.shop import Shop


def test_what_a_supplier_brought_lies_in_the_bin_and_may_be_sold(shop: Shop) -> None:
    act(shop, receive_goods, shop.skus["LAMP"], 5, shop.bins["A-01-1"], note="Delivery 77")

    assert balances(shop) == {("A-01-1", shop.skus["LAMP"]): 5, ("supplier", shop.skus["LAMP"]): -5}
    assert figures(shop, "LAMP") == (5, 0)
    with shop.inside():
        move = db.session.scalars(select(Move)).one()
        assert (move.quantity, move.reason, move.by) == (5, "Delivery 77", f"user:{shop.people['Ada']}")
    assert_proven(shop)


@pytest.mark.parametrize("kind", ["dock", "quarantine"])
def test_what_is_on_the_dock_or_in_quarantine_is_not_for_sale_until_somebody_moves_it(
    shop: Shop, kind: str
) -> None:
    order_id = shop.order(("LAMP", 1))
    act(shop, receive_goods, shop.skus["LAMP"], 5, place(shop, kind))
    assert figures(shop, "LAMP") == (0, 0)

    act(shop, move_goods, shop.skus["LAMP"], 2, place(shop, kind), shop.bins["A-01-1"])

    assert figures(shop, "LAMP") == (2, 1)
    assert order_id
    assert_proven(shop)


@pytest.mark.parametrize("kind", ["dock", "quarantine"])
def test_nothing_is_sold_from_where_nothing_is_for_sale(shop: Shop, kind: str) -> None:
    shop.receive("LAMP", 3)
    act(shop, receive_goods, shop.skus["LAMP"], 2, place(shop, kind))

    with pytest.raises(Refused, match="not for sale"):
        act(shop, sell_at_counter, shop.skus["LAMP"], 1, place(shop, kind))


@pytest.mark.parametrize(
    ("difference", "reason", "outside"),
    [
        (2, "found", "correction"),
        (-1, "damaged", "scrapped"),
        (-1, "lost", "lost"),
        (-2, "used", "used"),
        (-1, "correction", "correction"),
    ],
)
def test_more_or_fewer_is_adjusted_for_a_reason(
    shop: Shop, difference: int, reason: str, outside: str
) -> None:
    shop.receive("LAMP", 5)

    act(shop, adjust_stock, shop.skus["LAMP"], shop.bins["A-01-1"], difference, reason, note="by the door")

    assert held(shop, "LAMP") == 5 + difference
    assert held(shop, "LAMP", outside) == -difference
    with shop.inside():
        last = db.session.scalars(select(Move).order_by(Move.id.desc())).first()
        assert last is not None
        assert last.reason.endswith(": by the door")
    assert_proven(shop)


@pytest.mark.parametrize(
    ("difference", "reason"), [(0, "lost"), (1, "damaged"), (-1, "found"), (-1, "theft")]
)
def test_an_adjustment_without_a_reason_that_fits_is_refused(
    shop: Shop, difference: int, reason: str
) -> None:
    shop.receive("LAMP", 5)

    with pytest.raises(WrongInput, match="how many more or fewer there are, and why"):
        act(shop, adjust_stock, shop.skus["LAMP"], shop.bins["A-01-1"], difference, reason)


def test_goods_move_to_another_bin_with_their_promises(shop: Shop) -> None:
    shop.receive("LAMP", 3)
    shop.order(("LAMP", 3))

    act(shop, move_goods, shop.skus["LAMP"], 3, shop.bins["A-01-1"], shop.bins["A-02-1"])

    assert (held(shop, "LAMP"), held(shop, "LAMP", "A-02-1")) == (0, 3)
    assert figures(shop, "LAMP") == (3, 3)
    assert_proven(shop)


def test_a_bin_gives_no_more_than_it_holds(shop: Shop) -> None:
    shop.receive("LAMP", 3)
    before = balances(shop)

    with pytest.raises(Refused, match="A-01-1 does not hold 4; there are 3"):
        act(shop, move_goods, shop.skus["LAMP"], 4, shop.bins["A-01-1"], shop.bins["A-02-1"])
    with pytest.raises(Refused, match="There are only 3"):
        act(shop, adjust_stock, shop.skus["LAMP"], shop.bins["A-01-1"], -4, "lost")

    assert balances(shop) == before


def test_goods_that_are_there_already_do_not_move(shop: Shop) -> None:
    shop.receive("LAMP", 3)

    with pytest.raises(Refused, match="already there"):
        act(shop, move_goods, shop.skus["LAMP"], 1, shop.bins["A-01-1"], shop.bins["A-01-1"])


def test_somebody_at_the_counter_takes_it_along(shop: Shop) -> None:
    shop.receive("LAMP", 3)

    act(shop, sell_at_counter, shop.skus["LAMP"], 2, shop.bins["A-01-1"])

    assert (held(shop, "LAMP"), held(shop, "LAMP", "customer")) == (1, 2)
    assert figures(shop, "LAMP") == (1, 0)
    assert_proven(shop)


def test_what_is_promised_is_not_sold_at_the_counter(shop: Shop) -> None:
    shop.receive("LAMP", 3)
    shop.order(("LAMP", 2))

    with pytest.raises(Refused, match="Only 1 may be sold here; the rest is promised to customers"):
        act(shop, sell_at_counter, shop.skus["LAMP"], 2, shop.bins["A-01-1"])

    assert figures(shop, "LAMP") == (3, 2)


@pytest.mark.parametrize("quantity", [0, -1])
def test_how_many_is_at_least_one(shop: Shop, quantity: int) -> None:
    lamp, bin_, other = shop.skus["LAMP"], shop.bins["A-01-1"], shop.bins["A-02-1"]
    for verb, told in (
        (receive_goods, (lamp, quantity, bin_)),
        (move_goods, (lamp, quantity, bin_, other)),
        (sell_at_counter, (lamp, quantity, bin_)),
    ):
        with pytest.raises(WrongInput, match="at least one"):
            act(shop, verb, *told)


def test_an_item_or_a_bin_that_is_not_there_is_missing(shop: Shop) -> None:
    with pytest.raises(Missing, match="no such item"):
        act(shop, receive_goods, 404, 1, shop.bins["A-01-1"])
    with pytest.raises(Missing, match="no such bin"):
        act(shop, receive_goods, shop.skus["LAMP"], 1, 404)
    with pytest.raises(Missing, match="no such item"):
        act(shop, sell_at_counter, 404, 1, shop.bins["A-01-1"])


def test_only_picking_and_packing_fill_and_empty_totes(shop: Shop) -> None:
    shop.receive("LAMP", 3)
    with shop.inside():
        supplier = db.session.scalar(select(Move.source_id))

    with pytest.raises(Missing, match="no such bin"):
        act(shop, move_goods, shop.skus["LAMP"], 1, shop.bins["A-01-1"], supplier)
