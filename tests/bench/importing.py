"""P5: a channel's file through the real worker while a picker scans: how long, how much memory, how long a scan waits.

python -m tests.bench.importing [ORDERS]
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from oms import create_app
from oms.channels.importing import keep_file, start_import
from oms.channels.queries import find_import_for_page, tally
from oms.channels.setting_up import add_channel
from oms.core.db import db
from oms.picking.running import start_run
from oms.picking.scanning import scan
from oms.reading.content import Content
from tests.bench.figures import Figure, percentile, table
from tests.bench.files import shopify_export
from tests.databases import make_tables
from tests.shop import SKUS, Shop, settings

ROOT = Path(__file__).resolve().parents[2]
ORDERS, SCANS, PAUSE = 10_000, 20_000, 0.1
SOLD = ("MUG", "SOCK-GRN-39", "TWINE")


def bench_importing(orders: int = ORDERS) -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/shop.db"
        app = create_app(settings(url, folder))
        make_tables(app)
        shop, run_id = _open(app)
        content = shopify_export(folder / "orders.csv", orders, SOLD).read_bytes()
        with _worker(url, folder) as worker:
            read, _ = _until(shop, run_id, lambda: _keep(shop, content), "preview")
            spent, waits = _until(shop, run_id, lambda: _start(shop), "done")
            memory = _peak_mb(worker.pid)
        _all_came(app, orders)
    name = f"Import of {orders:,} orders by the worker, SQLite, while a picker scans"
    return [
        Figure("P5", name, f"{read + spent:.0f} s ({read:.0f} s to read)", bar="120 s", aim="30 s"),
        Figure("P5", "… the worker's most memory", f"{memory} MB", aim="flat to 50,000 orders"),
        Figure(
            "P5",
            f"… a scan meanwhile, 99th of {len(waits)}",
            f"{1000 * percentile(waits, 99):.0f} ms (median {1000 * percentile(waits, 50):.0f} ms)",
            aim="300 ms",
        ),
    ]


def _open(app: Flask) -> tuple[Shop, int]:
    """A shop that is full of goods, with a walk for more lamps than anybody can scan."""
    shop = Shop.open(app)
    for sku in SKUS:
        shop.receive(sku, 10 * SCANS)
    order_id = shop.order(("LAMP", SCANS))
    with shop.inside():
        add_channel("shopify", "bench", shop.site, by=shop.by())
        run_id = start_run(order_id, by=shop.by("Ben"))
        scan(run_id, "A-01-1", by=shop.by("Ben"))
    return shop, run_id


def _keep(shop: Shop, content: bytes) -> None:
    keep_file("orders.csv", Content(content), None, by=shop.by())


def _start(shop: Shop) -> None:
    start_import(1, by=shop.by())


def _until(shop: Shop, run_id: int, begin: Callable[[], None], phase: str) -> tuple[float, list[float]]:
    """Begin something and scan until it is done; the seconds it took, and those of each scan."""
    waits: list[float] = []
    with shop.inside():
        begin()
    began = time.perf_counter()
    while _phase(shop) != phase:
        waits.append(_scan(shop, run_id))
        time.sleep(PAUSE)
    return time.perf_counter() - began, waits


def _scan(shop: Shop, run_id: int) -> float:
    began = time.perf_counter()
    with shop.inside():
        scan(run_id, SKUS["LAMP"][2] or "", by=shop.by("Ben"))
    return time.perf_counter() - began


def _phase(shop: Shop) -> str:
    with shop.inside():
        file = find_import_for_page(1)
        if file.phase == "refused":
            raise SystemExit(file.refusal)
        return file.phase


@contextmanager
def _worker(url: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    env = os.environ | {"DATABASE_URL": url, "SECRET_KEY": "0123456789abcdef" * 3, "INSTANCE": str(folder)}
    command = [sys.executable, "-m", "flask", "--app", "app", "work"]
    worker = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.DEVNULL)
    try:
        yield worker
    finally:
        worker.terminate()
        worker.wait()


def _peak_mb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def _all_came(app: Flask, orders: int) -> None:
    with app.app_context():
        counted = tally(1)
        db.session.remove()
    if (counted.done, counted.failed) != (orders, 0):
        raise SystemExit(f"{counted.done} of {orders} orders came in, {counted.failed} were refused")


if __name__ == "__main__":
    print(table(bench_importing(*map(int, sys.argv[1:]))))
