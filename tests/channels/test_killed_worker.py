"""A worker that is killed in the middle of an import: the next one goes on, and every order is there once."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from oms.channels.importing import start_import
from oms.core import clock
from oms.core.delivering import LEASE, deliver_due
from tests.channels.bringing import account, file, numbers, order, read, tallied
from tests.channels.files import shopify
from tests.picking.floor import assert_proven
from tests.shop import Shop

ROOT = Path(__file__).resolve().parents[2]
ORDERS, PATIENCE = 60, 60


@contextmanager
def worker(url: str, folder: Path, **told: Any) -> Iterator[subprocess.Popen[bytes]]:
    env = os.environ | {"DATABASE_URL": url, "SECRET_KEY": "0123456789abcdef" * 3, "INSTANCE": str(folder)}
    command = [sys.executable, "-m", "flask", "--app", "app", "work"]
    running = subprocess.Popen(command, cwd=ROOT, env=env, **told)
    try:
        yield running
    finally:
        running.kill()
        running.wait()


def test_what_the_killed_worker_left_is_taken_in_by_the_next(
    shop: Shop, database: Any, tmp_path: Path
) -> None:
    account(shop)
    shop.receive("LAMP", 1000)
    import_id = read(shop, shopify(*(order(number) for number in range(1001, 1001 + ORDERS))))
    with shop.inside():
        start_import(import_id, by=shop.by())

    until = time.monotonic() + PATIENCE
    with worker(database.url, tmp_path):
        while tallied(shop, import_id).done < ORDERS // 10:
            assert time.monotonic() < until, "the worker takes nothing in"
            time.sleep(0.02)
    at_the_kill = tallied(shop, import_id).done
    assert len(numbers(shop)) == at_the_kill

    with clock.travel(clock.now() + LEASE + timedelta(seconds=5)), shop.inside():
        while file_is_running(shop, import_id):
            deliver_due()

    assert sorted(numbers(shop)) == [f"#{number}" for number in range(1001, 1001 + ORDERS)]
    assert_proven(shop)


def file_is_running(shop: Shop, import_id: int) -> bool:
    return file(shop, import_id).phase == "running"
