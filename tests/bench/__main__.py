"""`make bench`: every figure beside its floor, as a table. `make bench WHAT="placing proving"` measures some.

ROUNDS=200 asks for so many rounds of what must never go wrong.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench.damage import bench_damage
from tests.bench.damaged_calls import bench_damaged_calls
from tests.bench.damaged_events import bench_damaged_events
from tests.bench.figures import Figure, Row, percentile, table
from tests.bench.hooks import bench_hooks
from tests.bench.importing import bench_importing
from tests.bench.levels import bench_levels
from tests.bench.lists import Asked, measure
from tests.bench.million import application, build
from tests.bench.orders_api import bench_orders_api
from tests.bench.papers import bench_labels
from tests.bench.peer import bench_peer
from tests.bench.placing import bench_placing
from tests.bench.proving import bench_proving
from tests.bench.reliability import run
from tests.bench.scanning import bench_scanning
from tests.postgres import cluster

ROUNDS = int(os.environ["ROUNDS"]) if os.environ.get("ROUNDS") else None


def bench_lists() -> list[Figure]:
    """P3 and P4: the slowest view, and the slowest search, of a million orders, on each database."""
    with tempfile.TemporaryDirectory() as folder:
        found = _lists("SQLite", f"sqlite:///{Path(folder) / 'million.db'}")
    with cluster() as server:
        return found + _lists("PostgreSQL", server.new("million"))


def _lists(engine: str, url: str) -> list[Figure]:
    build(url)
    found = measure(application(url))
    slow = {kind: [one for one in found if one.name.startswith("search") == kind] for kind in (False, True)}
    pages = f"Any list page at 1,000,000 orders, any depth, {engine}"
    return [
        _slowest("P3", pages, slow[False], "100 ms", "40 ms"),
        _slowest("P4", f"Search at 1,000,000 orders, {engine}", slow[True], "150 ms", "50 ms"),
    ]


def _slowest(name: str, what: str, found: list[Asked], bar: str, aim: str) -> Figure:
    worst = max(found, key=lambda one: one.p95)
    median = percentile([one.median for one in found], 50)
    work = percentile([one.cpu for one in found], 50)
    told = (
        f"p95 {worst.p95:.0f} ms ({worst.name}); median {median:.0f} ms, of that {work:.0f} ms our own work"
    )
    return Figure(name, what, told, bar=bar, aim=aim)


def bench_papers() -> list[Figure]:
    """P7: labels."""
    found = bench_labels()
    told = f"{found.labels_per_second:.0f}/s, first {found.first_label_ms:.0f} ms, {found.peak_mb} MB, {found.unreadable} unreadable"
    floor = f"{found.floor_labels_per_second:.0f}/s, {found.floor_peak_mb} MB"
    ratio = f"{found.labels_per_second / found.floor_labels_per_second:.1f}"
    what = f"{found.labels} labels 4 × 6 inch, two Code 128 and a QR code"
    return [Figure("P7", what, told, floor, ratio, "35/s, 150 MB", "120/s, first 100 ms")]


def bench_reliability() -> list[Figure]:
    """R1 to R7 and R9: what must never go wrong."""
    return [_never_wrong(row) for row in run(ROUNDS)]


def _never_wrong(row: Row) -> Figure:
    name, _, what = row.name.partition(" ")
    return Figure(name, f"{what} {row.note}".strip(), f"{row.value} {row.unit}", str(row.floor))


ONLY_WHEN_ASKED = {"peer"}
ALL: dict[str, Callable[[], list[Figure]]] = {
    "placing": bench_placing,
    "orders_api": bench_orders_api,
    "hooks": bench_hooks,
    "lists": bench_lists,
    "importing": bench_importing,
    "scanning": bench_scanning,
    "papers": bench_papers,
    "proving": bench_proving,
    "levels": bench_levels,
    "damaged_calls": bench_damaged_calls,
    "damaged_events": bench_damaged_events,
    "damage": lambda: bench_damage(ROUNDS),
    "reliability": bench_reliability,
    "peer": bench_peer,
}


def main(wanted: list[str]) -> int:
    unknown = set(wanted) - set(ALL) - {"all"}
    if unknown:
        print(f"There is no bench called {', '.join(sorted(unknown))}. There are: {', '.join(ALL)}.")
        return 2
    every = not wanted or "all" in wanted
    chosen = [name for name in ALL if name in wanted or (every and name not in ONLY_WHEN_ASKED)]
    figures = []
    for name in chosen:
        print(f"… {name}", file=sys.stderr, flush=True)
        figures += ALL[name]()
    print(table(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
