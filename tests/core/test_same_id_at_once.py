"""The same click arriving at the same instant, by threads and by processes: it is done once."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from flask import Flask

from oms import create_app
from oms.core.operations import By, Operation
from tests.core.acts import how_many, take_number, taken
from tests.shop import settings

AT_ONCE, PROCESSES = 6, 3


def test_by_threads(app: Flask) -> None:
    answers: list[object] = []
    together = threading.Barrier(AT_ONCE)

    def click() -> None:
        with app.app_context():
            together.wait()
            try:
                answers.append(take_number("orders", by=By("user:3", "a-click")))
            except BaseException as error:
                answers.append(error)

    threads = [threading.Thread(target=click) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [1] * AT_ONCE
    with app.app_context():
        assert (taken("orders"), how_many(Operation)) == (1, 1)


def test_by_processes(app: Flask, database: Any, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.core.test_same_id_at_once", database.url, str(tmp_path)]
    clients = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    for client in clients:
        assert client.stdout is not None
        assert client.stdout.readline() == "ready\n"
    for client in clients:
        assert client.stdin is not None
        client.stdin.write("go\n")
        client.stdin.flush()
    answers = [client.communicate()[0] for client in clients]

    assert answers == ["1\n2\n1\n"] * PROCESSES
    with app.app_context():
        assert (taken("orders"), how_many(Operation)) == (2, 2)


def _click(url: str, folder: str) -> None:
    """One of the processes: the first click, the second, and the first again."""
    with create_app(settings(url, Path(folder))).app_context():
        print("ready", flush=True)
        sys.stdin.readline()
        for click in ("first", "second", "first"):
            print(take_number("orders", by=By("user:3", click)), flush=True)


if __name__ == "__main__":
    _click(*sys.argv[1:])
