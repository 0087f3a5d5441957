"""P1 and P1b: placing an order of three lines, each with its promise, its facts and its outbox.

The floor writes as many rows with the bare driver, in one transaction for each order and just as durable: what
nobody can be faster than without writing less.

    python -m tests.bench.placing
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from sqlalchemy import create_engine, func, select, text

from oms import create_app
from oms.core import clock
from oms.core.db import Base, db
from oms.core.sqlite import MODULE
from oms.orders.placing import Part, Terms, place_order
from tests.bench.figures import Figure, best_and_median, side_by_side
from tests.databases import make_tables
from tests.postgres import Cluster
from tests.shop import Shop, settings

ORDERS, ROUNDS, PROCESSES = 200, 5, 8
ROOT = Path(__file__).resolve().parents[2]
GOODS = {"LAMP": 1, "MUG": 2, "SOCK-GRN-39": 3}
PIECE = "x" * 120
TABLE = (
    "CREATE TABLE floor_{n} (id bigint PRIMARY KEY, owner bigint, kind text, piece text); "
    "CREATE INDEX floor_{n}_owner ON floor_{n} (owner)"
)


def bench_placing() -> list[Figure]:
    return [on_sqlite(), on_postgres()]


def on_sqlite() -> Figure:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app, rows = _open(f"sqlite:///{folder}/shop.db", folder)
        bare = _bare_sqlite(folder / "floor.db")
        ours, floor = side_by_side(
            ROUNDS, lambda: place(app, ORDERS), lambda: _floor_on_sqlite(bare, rows, ORDERS)
        )
        bare.close()
        spent = _cpu_of(app)
    return _figure("P1", "Orders placed a second, SQLite, one process", ours, floor, "120/s", "250/s", spent)


def on_postgres() -> Figure:
    cluster = Cluster(durable=True).start()
    try:
        with create_engine(cluster.url("postgres"), isolation_level="AUTOCOMMIT").connect() as admin:
            admin.execute(text("CREATE DATABASE bench"))
        with tempfile.TemporaryDirectory() as name:
            url = cluster.url("bench")
            _, rows = _open(url, Path(name))
            ours, floor = side_by_side(
                ROUNDS, lambda: _in_processes("ours", url, rows), lambda: _in_processes("floor", url, rows)
            )
    finally:
        cluster.stop()
    return _figure("P1b", f"The same, PostgreSQL, {PROCESSES} processes", ours, floor, "100/s", "200/s", None)


def place(app: Flask, orders: int) -> float:
    """Orders a second, through the service."""
    shop = Shop(app, 1, skus=dict(GOODS), people={"Ada": 1})
    parts = tuple((Part(sku_id),) for sku_id in GOODS.values())
    drafts = [shop.draft(*((sku, 1) for sku in GOODS)) for _ in range(orders)]
    with app.app_context():
        began = time.perf_counter()
        for draft in drafts:
            place_order(draft, parts, Terms(1, clock.now() + timedelta(hours=4)), by=shop.by())
            db.session.remove()
        return orders / (time.perf_counter() - began)


def _cpu_of(app: Flask) -> float:
    """CPU milliseconds of one order."""
    began = time.process_time()
    place(app, ORDERS)
    return 1000 * (time.process_time() - began) / ORDERS


def _open(url: str, folder: Path) -> tuple[Flask, int]:
    """An application full of goods, and how many rows one order writes."""
    app = create_app(settings(url, folder))
    make_tables(app)
    shop = Shop.open(app)
    for sku in GOODS:
        shop.receive(sku, 900_000)
    with app.app_context():
        before = _rows()
        place(app, 1)
        return app, _rows() - before


def _rows() -> int:
    db.session.rollback()  # the present, not what this session saw before
    tables = (select(func.count()).select_from(table) for table in Base.metadata.sorted_tables)
    return sum(db.session.scalar(query) or 0 for query in tables)


def _bare_sqlite(file: Path) -> Any:
    bare = MODULE.connect(str(file), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        bare.execute(f"PRAGMA {pragma}")
    bare.executescript(TABLE.format(n=1))
    return bare


def _floor_on_sqlite(bare: Any, rows: int, orders: int) -> float:
    (last,) = bare.execute("SELECT coalesce(max(id), 0) FROM floor_1").fetchone()
    began = time.perf_counter()
    for order in range(orders):
        bare.execute("BEGIN IMMEDIATE")
        for row in range(1, rows + 1):
            key = last + order * rows + row
            bare.execute("INSERT INTO floor_1 VALUES (?, ?, 'row', ?)", (key, key // rows, PIECE))
        for row in range(1, 4):
            bare.execute("UPDATE floor_1 SET kind = 'sold' WHERE id = ?", (last + row,))
        bare.execute("COMMIT")
    return orders / (time.perf_counter() - began)


def _floor_on_postgres(url: str, rows: int, orders: int) -> float:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as bare:
        name = os.getpid()
        bare.execute(TABLE.format(n=name))
        began = time.perf_counter()
        for order in range(orders):
            with bare.transaction():
                for row in range(1, rows + 1):
                    key = order * rows + row
                    bare.execute(
                        f"INSERT INTO floor_{name} VALUES (%s, %s, 'row', %s)", (key, key // rows, PIECE)
                    )
        return orders / (time.perf_counter() - began)


def _in_processes(what: str, url: str, rows: int) -> float:
    """Orders a second of all processes together."""
    command = [sys.executable, "-m", "tests.bench.placing", what, url, str(rows)]
    started = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(PROCESSES)
    ]
    return sum(json.loads(process.communicate()[0]) for process in started)


def _figure(
    name: str, what: str, ours: list[float], floor: list[float], bar: str, aim: str, cpu: float | None
) -> Figure:
    (best, median), (floor_best, floor_median) = best_and_median(ours), best_and_median(floor)
    told = f"{median:.0f}/s (best {best:.0f})" + (f", {cpu:.1f} ms CPU each" if cpu else "")
    return Figure(
        name,
        what,
        told,
        f"{floor_median:.0f}/s (best {floor_best:.0f})",
        f"{median / floor_median:.2f}",
        bar,
        aim,
    )


def _one_process(what: str, url: str, rows: int) -> float:
    if what == "floor":
        return _floor_on_postgres(url, rows, ORDERS // 2)
    with tempfile.TemporaryDirectory() as folder:
        return place(create_app(settings(url, Path(folder))), ORDERS // 2)


if __name__ == "__main__":
    if sys.argv[1:]:
        print(json.dumps(_one_process(sys.argv[1], sys.argv[2], int(sys.argv[3]))))
    else:
        for figure in bench_placing():
            print(figure)
