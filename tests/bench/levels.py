"""What it costs to look whether channels have to be told anything, with 10,000 offers, a third of them sets.

The worker looks once a second at the most, and only where something was committed since. The floor reads each offer
and its stock once, and compares nothing.

    python -m tests.bench.levels
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import text

from oms import create_app
from oms.core.db import db, transaction
from oms.core.watching import look_where_new
from oms.outgoing.measuring import accounts_that_differ
from tests.bench.figures import Figure, side_by_side, table
from tests.databases import make_tables
from tests.postgres import cluster
from tests.shop import Shop, settings

OFFERS, ROUNDS = 10_000, 7
SEQ = "WITH RECURSIVE seq(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM seq WHERE i < :n)"
ROWS = (
    f"INSERT INTO product (id, name) {SEQ} SELECT 1000 + i, 'Product ' || i FROM seq",
    f"INSERT INTO sku (id, product_id, code) {SEQ} SELECT 1000 + i, 1000 + i, 'SKU-' || i FROM seq",
    f"INSERT INTO stock (sku_id, site_id, on_hand, reserved) {SEQ} SELECT 1000 + i, 1, 20, 2 FROM seq",
    "INSERT INTO channel (id, kind, account, site_id) VALUES (1, 'shopify', 'nordlicht', 1)",
    f"INSERT INTO listing (id, channel_id, name) {SEQ} SELECT i, 1, 'SET-' || i FROM seq WHERE i % 3 = 0",
    f"INSERT INTO listing_part (listing_id, sku_id, quantity) {SEQ} SELECT i, 1000 + i, 2 FROM seq WHERE i % 3 = 0",
    f"INSERT INTO listing_part (listing_id, sku_id, quantity) {SEQ} SELECT i, 999 + i, 1 FROM seq WHERE i % 3 = 0",
    (
        f"INSERT INTO offer (channel_id, key, name, remote, told, told_at) {SEQ} SELECT 1, 'K' || i, "
        "CASE WHEN i % 3 = 0 THEN 'SET-' || i ELSE 'SKU-' || i END, '{}', "
        "CASE WHEN i % 3 = 0 THEN 9 ELSE 18 END, '2026-01-01' FROM seq"
    ),
)
FLOOR = (
    "SELECT sum(stock.on_hand - stock.reserved - offer.told) FROM offer "
    "JOIN stock ON stock.sku_id = 1000 + offer.id WHERE offer.channel_id = 1"
)


def bench_levels() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        found = [_on(f"sqlite:///{folder}/shop.db", Path(folder), "SQLite")]
    with cluster() as server, tempfile.TemporaryDirectory() as folder:
        return [*found, _on(server.new("levels"), Path(folder), "PostgreSQL")]


def _on(url: str, folder: Path, engine: str) -> Figure:
    app = create_app(settings(url, folder))
    _fill(app)
    with app.app_context():
        assert accounts_that_differ([1]) == []
        ours, idle, floor = side_by_side(
            ROUNDS,
            lambda: _timed(lambda: accounts_that_differ([1])),
            lambda: _timed(_idle),
            lambda: _timed(_add_up),
        )
        db.session.remove()
        db.engine.dispose()
    told = f"{statistics.median(ours):.0f} ms (best {min(ours):.0f}); where nothing was committed {statistics.median(idle):.2f} ms"
    ratio = f"{statistics.median(ours) / statistics.median(floor):.1f}"
    what = f"To find whether any of {OFFERS:,} offers differs from what its channel was told, {engine}"
    return Figure("", what, told, f"{statistics.median(floor):.0f} ms", ratio)


def _fill(app: Flask) -> None:
    make_tables(app)
    shop = Shop.open(app)
    with shop.inside():
        with transaction() as session:
            for statement in ROWS:
                session.execute(text(statement), {"n": OFFERS} if ":n" in statement else {})
            session.execute(text("ANALYZE"))
        for _ in range(3 * ROUNDS):
            _idle()


def _timed(act: Callable[[], Any]) -> float:
    """Milliseconds."""
    db.session.rollback()
    began = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - began)


def _idle() -> None:
    look_where_new("bench", lambda: None, at_least_every=1e9)


def _add_up() -> None:
    db.session.execute(text(FLOOR)).one()


if __name__ == "__main__":
    print(table(bench_levels()))
