"""Undo last: the last step of a run, then the one before it; and skipping a bin for now."""

from __future__ import annotations

import pytest
from sqlalchemy import delete

from oms.core.db import db
from oms.core.errors import Missing, Refused
from oms.picking import skipping
from oms.picking.models import PickTask, Run
from oms.picking.running import lock_run, take_over_run
from oms.picking.shorting import report_short
from oms.picking.skipping import skip_task
from oms.picking.stepping import undo_last_step
from tests.picking.floor import (
    assert_proven,
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
def run(shop: Shop) -> int:
    shop.receive("LAMP", 2)
    shop.receive("MUG", 1, "A-10-1")
    return start(shop, shop.order(("LAMP", 2), ("MUG", 1)))


def undo(shop: Shop, run: int, picker: str = "Ben") -> str:
    with shop.inside():
        return undo_last_step(run, by=shop.by(picker))


def skip(shop: Shop, run: int, task: int = 0) -> None:
    task_id = task_ids(shop, run)[task]
    with shop.inside():
        skip_task(task_id, by=shop.by("Ben"))


def test_undo_goes_back_step_by_step_to_the_start(shop: Shop, run: int) -> None:
    scans(shop, run, "A-01-1", "LAMP", "LAMP", "A-10-1", "MUG")

    assert [undo(shop, run) for _ in range(5)] == ["item", "bin", "item", "item", "bin"]

    assert tasks(shop, run) == [("A-01-1", 2, 0, 0, 0), ("A-10-1", 1, 0, 0, 0)]
    assert in_bin(shop, "LAMP") == 2
    assert headline(shop, 1) == "picking"
    assert_proven(shop)
    with pytest.raises(Refused, match="nothing to undo"):
        undo(shop, run)


def test_after_an_undo_the_next_scan_goes_on_from_there(shop: Shop, run: int) -> None:
    scans(shop, run, "A-01-1", "LAMP", "LAMP")
    undo(shop, run)
    scans(shop, run, "LAMP")
    undo(shop, run)
    undo(shop, run)

    scans(shop, run, "LAMP", "LAMP", "A-10-1", "MUG")

    assert in_tote(shop, run, "LAMP") == 2
    assert is_finished(shop, run)


def test_undoing_the_last_scan_of_a_run_opens_it_again(shop: Shop, run: int) -> None:
    scans(shop, run, "A-01-1", "LAMP", "LAMP", "A-10-1", "MUG")
    assert is_finished(shop, run)

    undo(shop, run)

    assert not is_finished(shop, run)
    scans(shop, run, "MUG")
    assert is_finished(shop, run)


def test_sending_the_same_undo_twice_undoes_one_step(shop: Shop, run: int) -> None:
    scans(shop, run, "A-01-1", "LAMP", "LAMP")
    by = shop.by("Ben")
    for _ in range(2):
        with shop.inside():
            undo_last_step(run, by=by)

    assert in_tote(shop, run, "LAMP") == 1


def test_undo_takes_back_a_short_and_a_skip(shop: Shop, run: int) -> None:
    skip(shop, run)
    assert [code for code, *_ in tasks(shop, run)] == ["A-10-1", "A-01-1"]
    task_id = task_ids(shop, run)[0]
    with shop.inside():
        report_short(task_id, 0, by=shop.by("Ben"))

    assert [undo(shop, run), undo(shop, run)] == ["short", "skip"]
    assert tasks(shop, run) == [("A-01-1", 2, 0, 0, 0), ("A-10-1", 1, 0, 0, 0)]


def test_a_skipped_bin_comes_at_the_end(shop: Shop, run: int) -> None:
    scans(shop, run, "A-01-1", "LAMP")
    skip(shop, run)

    scans(shop, run, "A-10-1", "MUG", "A-01-1", "LAMP")

    assert is_finished(shop, run)


def test_the_last_bin_cannot_be_skipped(shop: Shop, run: int) -> None:
    skip(shop, run)
    scans(shop, run, "A-10-1", "MUG")

    with pytest.raises(Refused, match="last bin"):
        skip(shop, run, 1)


def test_a_bin_that_left_the_walk_while_its_run_was_locked_is_not_skipped(
    shop: Shop, run: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = task_ids(shop, run)[1]

    def after_somebody_undid_the_short_that_offered_it(run_id: int) -> Run:
        db.session.execute(delete(PickTask).where(PickTask.id == last))
        return lock_run(run_id)

    monkeypatch.setattr(skipping, "lock_run", after_somebody_undid_the_short_that_offered_it)
    with pytest.raises(Missing, match="no longer part of the walk"):
        skip(shop, run, 1)


def test_only_the_picker_of_a_run_undoes_on_it(shop: Shop, run: int) -> None:
    scans(shop, run, "A-01-1", "LAMP")
    with pytest.raises(Refused, match="Ben is on this run"):
        undo(shop, run, "Mo")

    with shop.inside():
        take_over_run(run, by=shop.by("Mo"))
    assert undo(shop, run, "Mo") == "item"
