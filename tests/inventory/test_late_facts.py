"""What is true in somebody's hand is booked, whatever the books have come to say meanwhile."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from oms.core.db import db
from oms.inventory.counting import count_bin
from oms.inventory.models import Recount
from oms.picking.running import start_run
from oms.picking.scanning import scan
from tests.inventory.shelf import act, assert_proven, balances, figures, held, promised
from tests.shop import SKUS, Shop


@pytest.fixture
def order_id(shop: Shop) -> int:
    """Ben stands at A-01-1 for an order of two lamps."""
    shop.receive("LAMP", 2)
    return shop.order(("LAMP", 2))


@pytest.fixture
def run(shop: Shop, order_id: int) -> int:
    with shop.inside():
        run_id = start_run(order_id, by=shop.by("Ben"))
        scan(run_id, "A-01-1", by=shop.by("Ben"))
        return run_id


def test_a_unit_scanned_out_of_a_bin_that_was_counted_to_nothing_is_in_the_tote(
    shop: Shop, run: int, order_id: int
) -> None:
    act(shop, count_bin, shop.bins["A-01-1"], shop.skus["LAMP"], 0)
    assert promised(shop, order_id) == 0

    for _ in range(2):
        with shop.inside():
            scan(run, SKUS["LAMP"][2] or "", by=shop.by("Ben"))

    assert (held(shop, "LAMP"), held(shop, "LAMP", "T1")) == (0, 2)
    assert balances(shop)["T1", shop.skus["LAMP"]] == 2
    assert figures(shop, "LAMP") == (0, 0)
    with shop.inside():
        wish = db.session.scalars(select(Recount).where(Recount.done_at.is_(None))).one()
        assert (wish.place_id, wish.reason) == (shop.bins["A-01-1"], "picked more than the ledger knew")
    assert_proven(shop)


def test_a_unit_that_was_promised_to_somebody_else_meanwhile_is_in_the_tote_too(
    shop: Shop, run: int, order_id: int
) -> None:
    act(shop, count_bin, shop.bins["A-01-1"], shop.skus["LAMP"], 0)
    other = shop.order(("LAMP", 2))
    shop.receive("LAMP", 2, "A-02-1")
    assert promised(shop, order_id) + promised(shop, other) == 2

    with shop.inside():
        scan(run, SKUS["LAMP"][2] or "", by=shop.by("Ben"))

    assert held(shop, "LAMP", "T1") == 1
    assert_proven(shop)
