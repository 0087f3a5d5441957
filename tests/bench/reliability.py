"""Never wrong: the power cut, killed servers and databases, the last unit, failing writes, and who waits longest.

`python -m tests.bench.reliability --rounds N`; the seed is printed, and the same seed does the same.
BACKROOM_TEST_DATABASE says on which database.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from oms import create_app
from oms.channels.setting_up import add_channel
from oms.core.db import db
from oms.core.errors import DiskFull
from oms.core.operations import By
from oms.inventory.keeping import receive_goods
from oms.orders.cancelling import cancel_order
from oms.picking.running import start_run
from tests.databases import KIND, open_database
from tests.faults.crowd import crowd
from tests.faults.killing import faults_of, kill_often, kill_postgres_often, people_at_work, shop_on
from tests.faults.last_unit import sell_last_units
from tests.faults.power import cut_power, fail_everywhere, recorded_shop, work
from tests.faults.server import serving
from tests.postgres import Cluster
from tests.shop import Shop, settings
from tests.test_invariants import SEED, keep_shop, machine

WORKS = 10  # pieces of work over which the power cuts are spread


@dataclass(frozen=True)
class Row:
    """One figure. `floor` is the cheapest thing that could do the same, in the same run."""

    name: str
    value: float
    unit: str
    floor: str
    note: str


@contextmanager
def a_shop() -> Iterator[Shop]:
    """The shop of the tests on a fresh database."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder))
        app = create_app(settings(database.url, Path(folder)))
        database.prepare(app)
        app.extensions["test_database"] = database
        shop = Shop.open(app)
        with shop.inside():
            add_channel("shopify", "", shop.site, by=By("test"))
        yield shop
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        database.close()


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


def killed(rounds: int) -> list[Row]:
    with a_shop() as shop, tempfile.TemporaryDirectory() as folder:
        shop.receive("LAMP", 100 * rounds + 1000)
        with serving(shop, Path(folder)) as (server, mailbox):
            with people_at_work(shop, server) as answered:
                kill_often(server, answered, rounds, Random(SEED))
            server.kill()
            faults = faults_of(shop, answered, mailbox)
        note = f"{len(answered.orders)} orders, {answered.picked.total()} picks, {len(mailbox.mails)} mails; {faults[:3]}"
    return [Row("R2 server and worker killed: faults", len(faults), f"in {rounds} rounds", "0", note)]


def postgres_killed(rounds: int) -> list[Row]:
    cluster = Cluster(durable=True).start()
    try:
        with tempfile.TemporaryDirectory() as folder, shop_on(cluster, Path(folder) / "shop") as shop:
            shop.receive("LAMP", 100 * rounds + 1000)
            with serving(shop, Path(folder) / "instance") as (server, mailbox):
                with people_at_work(shop, server) as answered:
                    pauses = kill_postgres_often(cluster, answered, rounds, Random(SEED))
                server.kill()
                faults = faults_of(shop, answered, mailbox)
    finally:
        cluster.stop()
    longest = f"answers again at most {max(pauses):.1f} s after PostgreSQL does, nothing of ours started anew"
    return [Row("R3 PostgreSQL killed: faults", len(faults), f"in {rounds} rounds", "0", longest)]


def last_unit(rounds: int) -> list[Row]:
    with a_shop() as shop:
        sold = sell_last_units(shop, rounds)
    over = sum(max(0, one.promised - one.units) for one in sold)
    unsold = sum(max(0, one.units - one.promised) for one in sold)
    errors = sum(len(one.errors) for one in sold)
    note = f"{unsold} unsold, {errors} errors"
    return [Row("R4 64 buyers in 8 processes: oversold", over, f"in {rounds} rounds", "0", note)]


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


def state_machine(rounds: int) -> list[Row]:
    with a_shop() as shop:
        shopkeeping = machine(shop.app, shop.app.extensions["test_database"])
        began = time.perf_counter()
        keep_shop(shopkeeping, runs=rounds, steps=40)
    note = f"{time.perf_counter() - began:.0f} s; {len(shopkeeping.done)} verbs done, {shopkeeping.refused.total()} refusals"
    return [Row("R6 steps with every promise looked at", shopkeeping.steps, "steps", "0 broken", note)]


def writers(rounds: int) -> list[Row]:
    spent = {}
    for gate in (False, True):
        with a_shop() as shop:
            answers = crowd(shop, "tests.faults.writers:write", 16, writes=rounds, gate=gate)
        spent[gate] = sorted(seconds * 1000 for answer in answers for seconds in answer)
    floor = f"{_p99(spent[False]):.0f} ms, longest {spent[False][-1]:.0f} ms without the gate"
    note = f"longest {spent[True][-1]:.0f} ms, {len(spent[True])} writes"
    return [Row("R9 16 SQLite writers: p99 of a write", round(_p99(spent[True]), 1), "ms", floor, note)]


def _p99(ordered: list[float]) -> float:
    return ordered[int(len(ordered) * 0.99)]


EVERYWHERE = (killed, last_unit, state_machine)
ONLY = {"sqlite": (power_cut, failing_writes, writers), "postgres": (postgres_killed,)}
USUAL = {
    power_cut: 1000,
    killed: 200,
    postgres_killed: 50,
    last_unit: 1000,
    failing_writes: 1,
    state_machine: 200,
    writers: 100,
}


def run(rounds: int | None = None) -> Iterator[Row]:
    """Each figure as soon as it is known."""
    for measure in (*EVERYWHERE, *ONLY[KIND]):
        yield from measure(rounds or USUAL[measure])


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, help="instead of each figure's own number")
    for row in run(asked.parse_args().rounds):
        print(f"{row.name}: {row.value} {row.unit}  (floor: {row.floor})  {row.note}", flush=True)
