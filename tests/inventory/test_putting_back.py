"""What was picked for something cancelled goes from the tote back into a bin."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from oms.core.db import db
from oms.core.errors import Missing, Refused, WrongInput
from oms.floorplan.models import Place
from oms.inventory.keeping import put_back
from oms.inventory.models import Demand
from oms.orders.cancelling import cancel_order
from oms.picking.running import start_run
from oms.picking.scanning import scan
from tests.inventory.shelf import act, assert_proven, balances, figures, held, promised, undo
from tests.shop import SKUS, Shop


@pytest.fixture
def tote(shop: Shop) -> int:
    """Two lamps that were picked for an order which was cancelled then."""
    shop.receive("LAMP", 5)
    order_id = shop.order(("LAMP", 2))
    with shop.inside():
        run_id = start_run(order_id, by=shop.by("Ben"))
    for code in ("A-01-1", SKUS["LAMP"][2], SKUS["LAMP"][2]):
        with shop.inside():
            scan(run_id, code, by=shop.by("Ben"))
    act(shop, cancel_order, order_id, "changed their mind")
    with shop.inside():
        return db.session.scalars(select(Place.id).where(Place.kind == "tote")).one()


def demand_id(shop: Shop) -> int:
    with shop.inside():
        return db.session.scalars(select(Demand.id).order_by(Demand.id)).first() or 0


def to_go_back(shop: Shop) -> int:
    with shop.inside():
        return db.session.get_one(Demand, demand_id(shop)).put_back


def test_it_may_be_sold_again_once_it_lies_in_a_bin(shop: Shop, tote: int) -> None:
    assert (figures(shop, "LAMP"), to_go_back(shop)) == ((3, 0), 2)
    waiting = shop.order(("LAMP", 5))
    assert promised(shop, waiting) == 3

    act(shop, put_back, demand_id(shop), 2, tote, shop.bins["A-02-1"])

    assert (held(shop, "LAMP", "A-02-1"), to_go_back(shop)) == (2, 0)
    assert promised(shop, waiting) == 5
    assert_proven(shop)


def test_some_of_it_first_and_the_rest_later(shop: Shop, tote: int) -> None:
    for _ in range(2):
        act(shop, put_back, demand_id(shop), 1, tote, shop.bins["A-01-1"])

    assert (held(shop, "LAMP"), to_go_back(shop)) == (5, 0)


def test_undone_it_lies_in_the_tote_again(shop: Shop, tote: int) -> None:
    before = balances(shop)

    undo(shop, act(shop, put_back, demand_id(shop), 2, tote, shop.bins["A-01-1"]))

    assert (balances(shop), to_go_back(shop)) == (before, 2)
    assert_proven(shop)


def test_no_more_goes_back_than_has_to(shop: Shop, tote: int) -> None:
    with pytest.raises(Refused, match="Only 2 of it have to go back"):
        act(shop, put_back, demand_id(shop), 3, tote, shop.bins["A-01-1"])


@pytest.mark.parametrize("quantity", [0, -2])
def test_at_least_one_goes_back(shop: Shop, tote: int, quantity: int) -> None:
    with pytest.raises(WrongInput, match="at least one"):
        act(shop, put_back, demand_id(shop), quantity, tote, shop.bins["A-01-1"])


def test_it_comes_from_the_tote_it_was_picked_into(shop: Shop, tote: int) -> None:
    for elsewhere in (shop.bins["A-01-1"], 404):
        with pytest.raises(Missing, match="not in that tote"):
            act(shop, put_back, demand_id(shop), 1, elsewhere, shop.bins["A-02-1"])


def test_what_nobody_picked_does_not_go_back(shop: Shop, tote: int) -> None:
    with pytest.raises(Missing, match="nothing to put back"):
        act(shop, put_back, 404, 1, tote, shop.bins["A-01-1"])
