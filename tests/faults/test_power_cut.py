"""The power fails: what was answered is there, and the file is whole. Only SQLite's file is ours to keep."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from oms.core.errors import DiskFull
from oms.inventory.keeping import receive_goods
from oms.orders.cancelling import cancel_order
from tests.databases import KIND
from tests.faults.power import cut_power, fail_everywhere, recorded_shop, work
from tests.test_invariants import SEED

pytestmark = pytest.mark.skipif(KIND != "sqlite", reason="PostgreSQL keeps its own files")
ACTS, ROUNDS = 60, 25


def test_after_a_power_cut_everything_that_was_answered_is_there(tmp_path: Path) -> None:
    print(f"\nBACKROOM_TEST_SEED={SEED}")
    with recorded_shop(tmp_path / "work") as (shop, recorder):
        work(shop, recorder, ACTS, Random(SEED))

    found = list(cut_power(recorder.journal, tmp_path / "found", ROUNDS, Random(SEED)))
    assert [one for one in found if one.lost or one.broken] == []
    assert sum(one.answered for one in found) > ROUNDS


def test_without_waiting_for_the_disk_something_would_be_lost(tmp_path: Path) -> None:
    """So the test above can fail."""
    with recorded_shop(tmp_path / "work", synchronous="NORMAL") as (shop, recorder):
        work(shop, recorder, ACTS, Random(SEED))

    found = list(cut_power(recorder.journal, tmp_path / "found", ROUNDS, Random(SEED)))
    assert sum(one.lost for one in found) > 0


def test_whichever_write_fails_nothing_is_half_done_and_the_next_try_works(tmp_path: Path) -> None:
    with recorded_shop(tmp_path / "work", checkpoint=0) as (shop, recorder):
        order = shop.order(("LAMP", 2), ("MUG", 1))
        acts = (
            lambda: cancel_order(order, "changed their mind", by=shop.by()),
            lambda: receive_goods(shop.skus["MUG"], 2, shop.bins["A-01-1"], by=shop.by()),
        )
        for act in acts:
            assert fail_everywhere(shop, recorder, act, DiskFull) == []
