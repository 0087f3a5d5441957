"""`flask work`: a process that delivers until it is told to end, and then ends at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.cli import ScriptInfo
from sqlalchemy import select

from oms import create_app
from oms.core.db import db
from oms.core.events import Delivery
from oms.core.operations import By
from tests.core.acts import NumberTaken, take_number
from tests.core.listening import listening
from tests.shop import settings

PATIENCE = 30


def due(app: Flask) -> int:
    """A delivery that is due now."""
    with app.app_context(), listening(NumberTaken, print, name="heard"):
        take_number("orders", by=By("user:3"))
        return db.session.scalar(select(Delivery.id)) or 0


def done(app: Flask, delivery_id: int) -> bool:
    with app.app_context():
        return db.session.get_one(Delivery, delivery_id).done_at is not None


@pytest.fixture
def worker(app: Flask, database: Any, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.core.test_worker", database.url, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == "working\n"
            yield process
        finally:
            process.kill()


def wait_for(seen: Any) -> None:
    until = time.monotonic() + PATIENCE
    while not seen():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_delivers_what_becomes_due_and_ends_when_told(
    app: Flask, worker: subprocess.Popen[str], ending: signal.Signals
) -> None:
    delivery_id = due(app)
    wait_for(lambda: done(app, delivery_id))

    worker.send_signal(ending)

    assert worker.wait(PATIENCE) == 0


def test_what_a_killed_worker_left_is_delivered_by_the_next(
    app: Flask, worker: subprocess.Popen[str]
) -> None:
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    delivery_id = due(app)

    with listening(NumberTaken, print, name="heard"):
        result = app.test_cli_runner().invoke(args=["work", "--once"])

    assert result.exit_code == 0
    assert done(app, delivery_id)


def _work(url: str, folder: str) -> None:
    """The worker's own process, in which somebody wants to know."""
    app = create_app(settings(url, Path(folder)))
    print("working", flush=True)
    with listening(NumberTaken, print, name="heard"):
        app.cli.main(["work"], obj=ScriptInfo(create_app=lambda: app))


if __name__ == "__main__":
    _work(*sys.argv[1:])
