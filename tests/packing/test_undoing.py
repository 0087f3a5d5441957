"""Undo last at the bench, step by step; and items that come out of a parcel again."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from oms.core.db import db
from oms.core.errors import Missing, Refused, WrongInput
from oms.core.operations import By
from oms.orders.cancelling import cancel_order
from oms.orders.finding import lock_order
from oms.orders.models import Order
from oms.packing import filling
from oms.packing.filling import open_parcel, take_out
from oms.packing.models import Parcel
from oms.packing.sealing import open_again, seal_parcel
from oms.packing.stepping import undo_last_step
from oms.shipping.tracking import set_tracking
from tests.packing.bench import (
    another,
    in_tote,
    inside,
    pack_of,
    packs,
    parcel,
    parcels,
    picked,
    puts,
    seal,
    take_back,
)
from tests.picking.floor import assert_proven, headline
from tests.shop import Shop


@pytest.fixture
def order(shop: Shop) -> int:
    return picked(shop, ("LAMP", 3), ("MUG", 1))


def undo(shop: Shop, order: int) -> str:
    with shop.inside():
        return undo_last_step(order, by=shop.by("Ben"))


def out(shop: Shop, parcel_id: int, sku: str, quantity: int = 1) -> By:
    by = shop.by("Ben")
    with shop.inside():
        take_out(parcel_id, shop.skus[sku], quantity, by=by)
    return by


def test_undo_goes_back_step_by_step_to_the_tote(shop: Shop, order: int) -> None:
    packs(shop, order, "LAMP", "MUG")
    (first,) = parcels(shop, order)
    out(shop, first, "MUG")
    packs(shop, order, "MUG")
    seal(shop, first)
    with shop.inside():
        open_again(first, by=shop.by("Ben"))
    another(shop, order)

    steps = [undo(shop, order) for _ in range(7)]

    assert steps == ["parcel", "open", "seal", "item", "out", "item", "item"]
    assert parcels(shop, order) == []
    assert (in_tote(shop, order, "LAMP"), in_tote(shop, order, "MUG")) == (3, 1)
    assert headline(shop, order) == "to_pack"
    assert_proven(shop)
    with pytest.raises(Refused, match="nothing to undo"):
        undo(shop, order)


def test_the_parcel_goes_with_the_scan_that_opened_it_only_when_it_is_empty(shop: Shop, order: int) -> None:
    first = packs(shop, order, "LAMP")
    packs(shop, order, "LAMP")

    take_back(shop, first)

    (only,) = parcels(shop, order)
    assert inside(shop, only, "LAMP") == 1
    assert_proven(shop)


def test_a_parcel_that_has_a_tracking_number_stays_though_it_is_empty(shop: Shop, order: int) -> None:
    packs(shop, order, "LAMP")
    (first,) = parcels(shop, order)
    seal(shop, first)
    with shop.inside():
        set_tracking(first, "1Z999AA10123456784", by=shop.by("Ben"))
    undo(shop, order)

    assert undo(shop, order) == "item"
    assert parcels(shop, order) == [first]
    assert inside(shop, first, "LAMP") == 0
    assert_proven(shop)


def test_undo_of_a_pack_and_of_a_count_takes_all_of_it_out(shop: Shop) -> None:
    order = picked(shop, ("LAMP", 1), ("LAMP", 2), ("TWINE", 5))
    pack_of(shop, "LAMP", 3, "PACK-3")
    packs(shop, order, "PACK-3")
    by = puts(shop, order, "TWINE", 4)

    take_back(shop, by)
    assert in_tote(shop, order, "TWINE") == 5
    undo(shop, order)
    assert in_tote(shop, order, "LAMP") == 3
    assert_proven(shop)


def test_nothing_comes_out_of_a_sealed_parcel(shop: Shop, order: int) -> None:
    by = packs(shop, order, "LAMP")
    (first,) = parcels(shop, order)
    seal(shop, first)

    with pytest.raises(Refused, match="Open it again first"):
        take_back(shop, by)
    with pytest.raises(Refused, match="Open it again first"):
        out(shop, first, "LAMP")
    assert parcel(shop, first).sealed_at is not None


def test_the_same_undo_sent_twice_undoes_one_step(shop: Shop, order: int) -> None:
    packs(shop, order, "LAMP", "LAMP")
    by = shop.by("Ben")
    for _ in range(2):
        with shop.inside():
            undo_last_step(order, by=by)

    assert inside(shop, parcels(shop, order)[0], "LAMP") == 1


def test_what_was_taken_out_lies_in_the_tote_and_can_be_packed_again(shop: Shop, order: int) -> None:
    packs(shop, order, "LAMP", "LAMP", "LAMP")
    (first,) = parcels(shop, order)

    by = out(shop, first, "LAMP", 2)
    assert (inside(shop, first, "LAMP"), in_tote(shop, order, "LAMP")) == (1, 2)
    assert_proven(shop)

    take_back(shop, by)
    assert inside(shop, first, "LAMP") == 3
    assert_proven(shop)


def test_an_order_whose_parcel_was_emptied_can_be_cancelled(shop: Shop, order: int) -> None:
    packs(shop, order, "LAMP")
    (first,) = parcels(shop, order)
    with shop.inside(), pytest.raises(Refused, match="already in a parcel"):
        cancel_order(order, "no longer wanted", by=shop.by())

    out(shop, first, "LAMP")
    with shop.inside():
        cancel_order(order, "no longer wanted", by=shop.by())
    assert headline(shop, order) == "cancelled"
    assert_proven(shop)


@pytest.mark.parametrize("quantity", [0, -1, 2])
def test_no_more_comes_out_than_is_inside(shop: Shop, order: int, quantity: int) -> None:
    packs(shop, order, "LAMP")
    with pytest.raises(WrongInput, match="There are 1 of these"):
        out(shop, parcels(shop, order)[0], "LAMP", quantity)


def test_an_opened_parcel_in_which_something_lies_is_not_undone(shop: Shop, order: int) -> None:
    by = shop.by("Ben")
    with shop.inside():
        opened = open_parcel(order, by=by)
    packs(shop, order, "LAMP", parcel=opened)

    with pytest.raises(Refused, match="Something is in the parcel"):
        take_back(shop, by)


def test_a_parcel_that_was_taken_back_while_its_order_was_locked_is_no_parcel(
    shop: Shop, order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    with shop.inside():
        first = open_parcel(order, by=shop.by("Ben"))

    def after_somebody_took_it_back(order_id: int) -> Order:
        locked = lock_order(order_id)
        db.session.execute(delete(Parcel).where(Parcel.id == first))
        return locked

    monkeypatch.setattr(filling, "lock_order", after_somebody_took_it_back)
    with shop.inside(), pytest.raises(Missing, match="no such parcel"):
        seal_parcel(first, None, None, by=shop.by("Ben"))
