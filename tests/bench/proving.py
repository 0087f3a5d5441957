"""P9: `flask stock prove` with 10,000 SKUs and 1,000,000 moves.

The floor adds the moves up once, in one statement: nobody can prove anything without that.

    python -m tests.bench.proving [MOVES]
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from oms import create_app
from oms.core.db import db, transaction
from oms.inventory.proving import prove_stock
from tests.bench.figures import Figure, side_by_side, table
from tests.databases import make_tables
from tests.shop import Shop, settings

SKUS, MOVES, ROUNDS = 10_000, 1_000_000, 3
SEQ = "WITH RECURSIVE seq(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM seq WHERE i < :n)"
# Every SKU came in a hundred times, one piece each time, from the supplier into its bin.
ROWS = (
    f"INSERT INTO product (id, name) {SEQ} SELECT 1000 + i, 'Product ' || i FROM seq",
    f"INSERT INTO sku (id, product_id, code) {SEQ} SELECT 1000 + i, 1000 + i, 'SKU-' || i FROM seq",
    f"INSERT INTO lot (id, sku_id, received_at, is_default) {SEQ} SELECT 1000 + i, 1000 + i, :now, true FROM seq",
)
MOVE = (
    f'INSERT INTO move (sku_id, lot_id, source_id, target_id, quantity, reason, "by", at, operation_id) {SEQ} '
    "SELECT 1001 + i % :skus, 1001 + i % :skus, :supplier, :bin, 1, 'received', 'bench', :now, :operation FROM seq"
)
SUMS = (
    (
        "INSERT INTO balance (place_id, sku_id, lot_id, quantity, outside) "
        "SELECT :bin, sku_id, lot_id, sum(quantity), false FROM move WHERE sku_id > 1000 GROUP BY sku_id, lot_id"
    ),
    (
        "INSERT INTO balance (place_id, sku_id, lot_id, quantity, outside) "
        "SELECT :supplier, sku_id, lot_id, -sum(quantity), true FROM move WHERE sku_id > 1000 GROUP BY sku_id, lot_id"
    ),
    (
        "INSERT INTO stock (sku_id, site_id, on_hand, reserved) "
        "SELECT sku_id, 1, sum(quantity), 0 FROM move WHERE sku_id > 1000 GROUP BY sku_id"
    ),
)
FLOOR = "SELECT target_id, sku_id, lot_id, sum(quantity) FROM move GROUP BY target_id, sku_id, lot_id"


def bench_proving(moves: int = MOVES) -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        app = create_app(settings(f"sqlite:///{name}/shop.db", Path(name)))
        _fill(app, moves)
        ours, floor = side_by_side(ROUNDS, lambda: _prove(app), lambda: _add_up(app))
    best, bare = min(ours), min(floor)
    what = f"`flask stock prove`, {SKUS:,} SKUs and {moves:,} moves, SQLite"
    return [Figure("P9", what, f"{best:.1f} s", f"{bare:.1f} s", f"{best / bare:.1f}", "30 s", "5 s")]


def _fill(app: Flask, moves: int) -> None:
    make_tables(app)
    shop = Shop.open(app)
    shop.receive("LAMP", 1)
    with shop.inside(), transaction() as session:
        now, operation = session.execute(text("SELECT at, id FROM operation LIMIT 1")).one()
        supplier = session.scalar(text("SELECT id FROM place WHERE kind = 'supplier'"))
        told = {
            "supplier": supplier,
            "bin": shop.bins["A-01-1"],
            "now": now,
            "operation": operation,
            "skus": SKUS,
        }
        for statement in ROWS:
            session.execute(text(statement), told | {"n": SKUS})
        session.execute(text(MOVE), told | {"n": moves})
        for statement in SUMS:
            session.execute(text(statement), told)


def _prove(app: Flask) -> float:
    with app.app_context():
        began = time.perf_counter()
        proof = prove_stock()
        assert proof.holds, proof.mismatches[:3]
        return time.perf_counter() - began


def _add_up(app: Flask) -> float:
    with app.app_context():
        began = time.perf_counter()
        db.session.execute(text(FLOOR)).all()
        return time.perf_counter() - began


if __name__ == "__main__":
    print(table(bench_proving(int(sys.argv[1]) if sys.argv[1:] else MOVES)))
