"""A short pick: found so many, the rest is lost, another bin is offered, or somebody gives up a unit."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from oms.core.errors import Refused
from oms.core.operations import By
from oms.core.undoing import undo_operation
from oms.inventory.models import Recount
from oms.picking.shorting import report_short
from tests.picking.floor import (
    assert_proven,
    demand,
    headline,
    in_bin,
    in_tote,
    is_finished,
    scans,
    start,
    task_ids,
    tasks,
)
from tests.shop import Shop


def short(shop: Shop, run: int, found: int, task: int = 0, by: By | None = None) -> int:
    task_id = task_ids(shop, run)[task]
    with shop.inside():
        return report_short(task_id, found, by=by or shop.by("Ben"))


def test_what_was_found_is_picked_and_another_bin_is_offered(shop: Shop) -> None:
    shop.receive("LAMP", 3, "A-02-1")
    shop.receive("LAMP", 3)
    run = start(shop, shop.order(("LAMP", 3)))

    assert short(shop, run, found=1) == 2

    assert in_tote(shop, run, "LAMP") == 1
    assert in_bin(shop, "LAMP") == 0
    assert tasks(shop, run) == [("A-01-1", 3, 1, 2, 0), ("A-02-1", 2, 0, 0, 0)]
    scans(shop, run, "A-02-1", "LAMP", "LAMP")
    assert is_finished(shop, run)
    assert_proven(shop)


def test_without_another_bin_the_latest_promise_gives_up_its_unit(shop: Shop) -> None:
    shop.receive("LAMP", 2)
    first, later = shop.order(("LAMP", 1)), shop.order(("LAMP", 1))
    run = start(shop, first)

    short(shop, run, found=0)

    assert headline(shop, later) == "short"
    assert headline(shop, first) == "short"
    assert is_finished(shop, run)
    assert_proven(shop)


def test_a_short_asks_for_a_count_of_the_bin(shop: Shop) -> None:
    shop.receive("LAMP", 2)
    short(shop, start(shop, shop.order(("LAMP", 2))), found=1)

    with shop.inside() as session:
        asked = session.scalars(select(Recount)).one()
        assert (asked.place_id, asked.reason) == (shop.bins["A-01-1"], "short pick")


def test_all_found_is_not_short(shop: Shop) -> None:
    shop.receive("LAMP", 2)
    run = start(shop, shop.order(("LAMP", 2)))

    for found in (2, 3, -1):
        with pytest.raises(Refused, match="2 are wanted here"):
            short(shop, run, found=found)


@pytest.mark.parametrize("found", [0, 1])
def test_a_short_can_be_undone(shop: Shop, found: int) -> None:
    shop.receive("LAMP", 3)
    order, by = shop.order(("LAMP", 3)), shop.by("Ben")
    run = start(shop, order)
    scans(shop, run, "A-01-1", "LAMP")
    short(shop, run, found=found, by=by)

    with shop.inside():
        undo_operation(by.operation_id, by=shop.by("Ben"))

    assert tasks(shop, run) == [("A-01-1", 3, 1, 0, 0)]
    assert in_bin(shop, "LAMP") == 2
    assert demand(shop, order).reserved == 2
    assert headline(shop, order) == "picking"
    assert_proven(shop)
    scans(shop, run, "LAMP", "LAMP")
    assert is_finished(shop, run)


def test_a_short_cannot_be_undone_once_the_rest_came_from_another_bin(shop: Shop) -> None:
    shop.receive("LAMP", 2)
    shop.receive("LAMP", 3, "A-02-1")
    by = shop.by("Ben")
    run = start(shop, shop.order(("LAMP", 2)))
    short(shop, run, found=0, by=by)
    scans(shop, run, "A-02-1", "LAMP")

    with shop.inside(), pytest.raises(Refused, match="picked from another bin"):
        undo_operation(by.operation_id, by=shop.by("Ben"))
