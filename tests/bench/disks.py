"""Disks that fail: the power cut, and every single write that does not succeed."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from random import Random

from oms.core.errors import DiskFull
from oms.inventory.keeping import receive_goods
from oms.orders.cancelling import cancel_order
from oms.picking.running import start_run
from tests.bench.figures import Row
from tests.faults.power import cut_power, fail_everywhere, recorded_shop, work
from tests.test_invariants import SEED

WORKS = 10  # pieces of work over which the power cuts are spread


def power_cut(rounds: int) -> list[Row]:
    lost, wrong, answered = _cuts(rounds, "FULL")
    floor_lost, _, floor_answered = _cuts(min(rounds, 100), "NORMAL")
    floor = f"{floor_lost} of {floor_answered} with synchronous=NORMAL"
    note = f"{answered} answers looked for, {wrong} broken promises"
    return [Row("R1 power cut: answers lost", lost, f"in {rounds} rounds", floor, note)]


def _cuts(rounds: int, synchronous: str) -> tuple[int, int, int]:
    lost = wrong = answered = 0
    for number in range(min(rounds, WORKS)):
        with tempfile.TemporaryDirectory() as folder:
            chance = Random(f"{SEED}-{number}")
            with recorded_shop(Path(folder) / f"work-{number}", synchronous) as (shop, recorder):
                work(shop, recorder, 60, chance)
            share = len(range(number, rounds, WORKS))
            for found in cut_power(recorder.journal, Path(folder) / "found", share, chance):
                lost, wrong = lost + found.lost, wrong + len(found.broken)
                answered += found.answered
    return lost, wrong, answered


def failing_writes(_rounds: int) -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        with recorded_shop(Path(folder) / "work", checkpoint=0) as (shop, recorder):
            order, other = shop.order(("LAMP", 2)), shop.order(("MUG", 1))
            acts: tuple[Callable[[], object], ...] = (
                lambda: start_run(other, by=shop.by()),
                lambda: cancel_order(order, "changed their mind", by=shop.by()),
                lambda: receive_goods(shop.skus["MUG"], 2, shop.bins["A-01-1"], by=shop.by()),
            )
            left = [fault for act in acts for fault in fail_everywhere(shop, recorder, act, DiskFull)]
    return [Row("R5 every write fails once: left half done", len(left), f"{len(acts)} acts", "0", "")]
