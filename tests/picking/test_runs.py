"""Runs: who walks, what happens when the order changes meanwhile, and what is left for later."""

from __future__ import annotations

import pytest

from oms.core.errors import Refused
from oms.core.operations import By
from oms.core.undoing import undo_operation
from oms.orders.cancelling import cancel_line, cancel_order
from oms.orders.models import Order, OrderLine
from oms.picking.models import Run
from oms.picking.running import start_run, stop_run, take_over_run
from oms.picking.scanning import scan
from oms.picking.shorting import report_short
from tests.picking.floor import (
    assert_proven,
    barcode,
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


@pytest.fixture
def order(shop: Shop) -> int:
    shop.receive("LAMP", 5)
    shop.receive("MUG", 3, "A-10-1")
    return shop.order(("LAMP", 2), ("MUG", 1))


def test_a_run_leads_from_bin_to_bin(shop: Shop, order: int) -> None:
    run = start(shop, order)

    assert tasks(shop, run) == [("A-01-1", 2, 0, 0, 0), ("A-10-1", 1, 0, 0, 0)]
    assert headline(shop, order) == "picking"


def test_an_order_is_picked_by_one_run_at_a_time(shop: Shop, order: int) -> None:
    start(shop, order)

    with shop.inside(), pytest.raises(Refused, match="is being picked already"):
        start_run(order, by=shop.by("Mo"))


def test_starting_can_be_undone_before_the_first_pick(shop: Shop, order: int) -> None:
    by = shop.by("Ben")
    with shop.inside():
        start_run(order, by=by)
        undo_operation(by.operation_id, by=shop.by("Ben"))

    assert headline(shop, order) == "ready"
    start(shop, order)


def test_a_run_belongs_to_its_picker(shop: Shop, order: int) -> None:
    run = start(shop, order)

    with shop.inside(), pytest.raises(Refused, match="Ben is on this run"):
        scan(run, "A-01-1", by=shop.by("Mo"))


def test_another_picker_takes_a_run_over_and_gives_it_back(shop: Shop, order: int) -> None:
    run, by = start(shop, order), shop.by("Mo")
    with shop.inside() as session:
        take_over_run(run, by=by)
        assert session.get_one(Order, order).picking_by == by.actor
    scans(shop, run, "A-01-1", picker="Mo")

    with shop.inside() as session:
        undo_operation(by.operation_id, by=shop.by("Mo"))
        assert session.get_one(Run, run).picker == shop.by("Ben").actor
    scans(shop, run, "LAMP")


def test_nobody_takes_over_their_own_run(shop: Shop, order: int) -> None:
    with shop.inside(), pytest.raises(Refused, match="yours already"):
        take_over_run(start(shop, order), by=shop.by("Ben"))


def test_a_stopped_run_leaves_the_rest_for_a_later_one(shop: Shop, order: int) -> None:
    run = start(shop, order)
    scans(shop, run, "A-01-1", "LAMP")
    with shop.inside():
        stop_run(run, by=shop.by("Ben"))
    assert headline(shop, order) == "to_pack"

    rest = start(shop, order)

    assert tasks(shop, rest) == [("A-01-1", 1, 0, 0, 0), ("A-10-1", 1, 0, 0, 0)]
    scans(shop, rest, "A-01-1", "LAMP", "A-10-1", "MUG")
    assert headline(shop, order) == "to_pack"
    assert_proven(shop)


def test_an_order_that_is_picked_whole_is_not_picked_again(shop: Shop) -> None:
    shop.receive("LAMP", 1)
    order = shop.order(("LAMP", 1))
    scans(shop, start(shop, order), "A-01-1", "LAMP")

    with shop.inside(), pytest.raises(Refused, match="No bin holds anything"):
        start_run(order, by=shop.by("Ben"))


def test_an_order_cancelled_meanwhile_ends_the_run_and_says_so(shop: Shop, order: int) -> None:
    run = start(shop, order)
    scans(shop, run, "A-01-1", "LAMP")
    with shop.inside():
        cancel_order(order, "changed their mind", by=shop.by())

    assert is_finished(shop, run)
    assert headline(shop, order) == "cancelled"
    with (
        shop.inside(),
        pytest.raises(Refused, match="#2041 was cancelled meanwhile"),
    ):
        scan(run, barcode("LAMP"), by=shop.by("Ben"))
    assert demand(shop, order).put_back == 1
    assert_proven(shop)


def test_fewer_are_wanted_meanwhile(shop: Shop, order: int) -> None:
    run = start(shop, order)
    scans(shop, run, "A-01-1", "LAMP")
    with shop.inside() as session:
        lamps = session.query(OrderLine).filter_by(order_id=order, position=1).one()
        cancel_line(lamps.id, 1, by=shop.by())

    assert tasks(shop, run) == [("A-01-1", 2, 1, 0, 1), ("A-10-1", 1, 0, 0, 0)]
    scans(shop, run, "A-10-1", "MUG")
    assert headline(shop, order) == "to_pack"
    assert in_bin(shop, "LAMP") == 4


def test_the_last_wanted_line_cancelled_ends_the_run(shop: Shop, order: int) -> None:
    run = start(shop, order)
    scans(shop, run, "A-01-1", "LAMP", "LAMP")
    with shop.inside() as session:
        mugs = session.query(OrderLine).filter_by(order_id=order, position=2).one()
        cancel_line(mugs.id, 1, by=shop.by())

    assert is_finished(shop, run)
    assert headline(shop, order) == "to_pack"


def test_a_cancellation_undone_meanwhile_lets_the_rest_be_picked(shop: Shop, order: int) -> None:
    run, by = start(shop, order), shop.by()
    scans(shop, run, "A-01-1", "LAMP")
    with shop.inside():
        cancel_order(order, "by mistake", by=by)
        undo_operation(by.operation_id, by=shop.by())

    assert headline(shop, order) == "to_pack"
    assert demand(shop, order).picked == 1
    rest = start(shop, order)
    scans(shop, rest, "A-01-1", "LAMP", "A-10-1", "MUG")
    assert in_tote(shop, run, "LAMP") + in_tote(shop, rest, "LAMP") == 2
    assert_proven(shop)


def test_a_short_cannot_be_undone_once_another_run_is_on_the_order(shop: Shop) -> None:
    shop.receive("LAMP", 1)
    order, by = shop.order(("LAMP", 1)), shop.by("Ben")
    run = start(shop, order)
    with shop.inside():
        report_short(task_ids(shop, run)[0], 0, by=by)
    shop.receive("LAMP", 1, "A-02-1")
    start(shop, order, "Mo")

    with shop.inside(), pytest.raises(Refused, match="moved on"):
        undo_operation(by.operation_id, by=By("user:1"))


def test_a_stop_cannot_be_undone_once_the_start_was(shop: Shop, order: int) -> None:
    started, stopped = shop.by("Ben"), shop.by("Ben")
    with shop.inside():
        stop_run(start_run(order, by=started), by=stopped)
        undo_operation(started.operation_id, by=shop.by("Ben"))

        with pytest.raises(Refused, match="Nothing of this run is left"):
            undo_operation(stopped.operation_id, by=shop.by("Ben"))
