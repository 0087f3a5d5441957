"""Never wrong: the power cut, killed servers and databases, the last unit, failing writes, and who waits longest.

`python -m tests.bench.reliability --rounds N --only R2 R4` does the same with the same seed, on both databases.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from random import Random

from oms import create_app
from oms.channels.setting_up import add_channel
from oms.core.db import db
from oms.core.operations import By
from tests.bench.disks import failing_writes, power_cut
from tests.bench.figures import Row, quiet
from tests.bench.replaying import tell_badly
from tests.databases import open_database
from tests.faults.crowd import crowd
from tests.faults.killing import faults_of, kill_often, kill_postgres_often, people_at_work, shop_on
from tests.faults.last_unit import sell_last_units
from tests.faults.server import serving
from tests.faults.three_channels import race, three_channels
from tests.postgres import ADDRESS, cluster
from tests.shop import Shop, settings
from tests.test_invariants import SEED, keep_shop, machine

NAMES = {"sqlite": "SQLite", "postgres": "PostgreSQL"}


@contextmanager
def a_shop(kind: str = "sqlite") -> Iterator[Shop]:
    """The shop of the tests on a fresh database of this kind."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder), kind)
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


def killed(rounds: int, kind: str) -> list[Row]:
    with a_shop(kind) as shop, tempfile.TemporaryDirectory() as folder:
        shop.receive("LAMP", 100 * rounds + 1000)
        with serving(shop, Path(folder)) as (server, mailbox):
            with people_at_work(shop, server) as answered:
                kill_often(server, answered, rounds, Random(SEED))
            server.kill()
            faults = faults_of(shop, answered, mailbox)
        note = f"{len(answered.orders)} orders, {answered.picked.total()} picks, {len(mailbox.mails)} mails; {faults[:3]}"
    return [
        Row(
            f"R2 server and worker killed, {NAMES[kind]}: faults",
            len(faults),
            f"in {rounds} rounds",
            "0",
            note,
        )
    ]


def postgres_killed(rounds: int) -> list[Row]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        postgres = stack.enter_context(cluster(durable=True))
        shop = stack.enter_context(shop_on(postgres, folder / "shop"))
        shop.receive("LAMP", 100 * rounds + 1000)
        server, mailbox = stack.enter_context(serving(shop, folder / "instance"))
        with people_at_work(shop, server) as answered:
            pauses = kill_postgres_often(postgres, answered, rounds, Random(SEED))
        server.kill()
        faults = faults_of(shop, answered, mailbox)
    note = f"{len(answered.orders)} orders, {answered.picked.total()} picks; {faults[:3]}; "
    longest = (
        f"{note}answers again at most {max(pauses):.1f} s after PostgreSQL does, nothing of ours started anew"
    )
    return [Row("R3 PostgreSQL killed: faults", len(faults), f"in {rounds} rounds", "0", longest)]


def last_unit(rounds: int, kind: str) -> list[Row]:
    with a_shop(kind) as shop:
        sold = sell_last_units(shop, rounds)
    over = sum(max(0, one.promised - one.units) for one in sold)
    unsold = sum(max(0, one.units - one.promised) for one in sold)
    errors = sum(len(one.errors) for one in sold)
    note = f"{unsold} unsold, {errors} errors"
    return [
        Row(f"R4 64 buyers in 8 processes, {NAMES[kind]}: oversold", over, f"in {rounds} rounds", "0", note)
    ]


def three_at_once(rounds: int, kind: str) -> list[Row]:
    with a_shop(kind) as shop, three_channels(shop) as channels:
        began = time.perf_counter()
        raced = race(shop, channels, rounds)
    over = sum(max(0, one.promised - 1) for one in raced)
    unsold = sum(max(0, 1 - one.promised) for one in raced)
    untold = sum(any(one.left.values()) for one in raced)
    errors = sum(len(one.errors) for one in raced)
    note = f"{unsold} unsold, {untold} of them not told to all channels one pass later, {errors} errors; "
    what = f"R4b 200 buyers on three channels, {NAMES[kind]}: oversold"
    return [Row(what, over, f"in {rounds} rounds", "0", f"{note}{time.perf_counter() - began:.0f} s")]


def state_machine(rounds: int, kind: str) -> list[Row]:
    with a_shop(kind) as shop:
        shopkeeping = machine(shop.app, shop.app.extensions["test_database"])
        began = time.perf_counter()
        keep_shop(shopkeeping, runs=rounds, steps=40)
    note = f"{time.perf_counter() - began:.0f} s; {len(shopkeeping.done)} verbs done, {shopkeeping.refused.total()} refusals"
    return [
        Row(
            f"R6 steps with every promise looked at, {NAMES[kind]}",
            shopkeeping.steps,
            "steps",
            "0 broken",
            note,
        )
    ]


def told_badly(rounds: int, kind: str) -> list[Row]:
    with a_shop(kind) as shop:
        found = tell_badly(shop, shop.app.extensions["test_database"].url, rounds, SEED)
    what = f"R7 webhooks three times, shuffled, forged and replayed, {NAMES[kind]}: orders not as in order"
    return [Row(what, found.differing, f"in {found.sent} events", "0", found.note)]


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


Measure = Callable[[int], list[Row]]
ALONE: dict[str, tuple[Measure, int]] = {
    "R1": (power_cut, 1000),
    "R3": (postgres_killed, 50),
    "R5": (failing_writes, 1),
    "R9": (writers, 100),
}
EVERYWHERE: dict[str, tuple[Callable[[int, str], list[Row]], int]] = {
    "R2": (killed, 200),
    "R4": (last_unit, 1000),
    "R4b": (three_at_once, 100),
    "R6": (state_machine, 200),
    "R7": (told_badly, 10_000),
}
ALL = sorted([*ALONE, *EVERYWHERE])


def run(rounds: int | None = None, only: Sequence[str] = ()) -> Iterator[Row]:
    """Each figure as soon as it is known."""
    quiet()
    with cluster() as server:
        os.environ[ADDRESS] = str(server.port)
        for name in only or ALL:
            for measure, usual in _measures(name):
                yield from measure(rounds or usual)


def _measures(name: str) -> list[tuple[Measure, int]]:
    """One, or the same on each database."""
    if name in ALONE:
        return [ALONE[name]]
    measure, usual = EVERYWHERE[name]
    return [(partial(measure, kind=kind), usual) for kind in NAMES]


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rounds", type=int, help="instead of each figure's own number")
    asked.add_argument("--only", nargs="+", choices=ALL, default=())
    told = asked.parse_args()
    for row in run(told.rounds, told.only):
        print(f"{row.name}: {row.value} {row.unit}  (floor: {row.floor})  {row.note}", flush=True)
