"""`make run` with real processes: it starts, survives, and ends cleanly."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import empty_database
from tests.running import Running, alive, children, wait_until


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Running]:
    with empty_database(tmp_path) as url:
        running = Running(tmp_path, DATABASE_URL=url)
        yield running
        running.kill()


def test_from_nothing_to_the_first_page_cleanly_away_and_back_with_everything(shop: Running) -> None:
    shop.start()
    assert shop.get("/sign-in?next=/people?q=Ana") == 200
    wait_until(lambda: re.search(r"INFO oms.web.logs \[\w+\] GET /sign-in 200 \d+ ms -\n", shop.printed()))
    assert "Ana" not in shop.printed()
    assert "it now holds a demo shop" in shop.printed()
    assert f"http://localhost:{shop.port}/set-up/" in shop.printed()
    before = shop.flask("orders", "export", "--jsonl")
    assert before.count("\n") > 10
    processes = shop.family()
    assert len(processes) >= 3, "the server, its workers, and the worker"
    assert shop.end(signal.SIGINT) == 0
    assert alive(processes) == []
    assert "Traceback" not in shop.printed()

    shop.start()
    assert "demo shop" not in shop.printed()
    assert shop.flask("orders", "export", "--jsonl") == before
    assert shop.end(signal.SIGTERM) == 0


def test_what_was_killed_comes_back_and_a_closed_terminal_leaves_nothing(shop: Running) -> None:
    shop.start(DEMO="0")
    (worker,), (server,) = shop.named("work"), shop.named("gunicorn")
    killed = children(server)[0]
    for one in (worker, killed):
        os.kill(one, signal.SIGKILL)
    wait_until(lambda: shop.named("work") not in ([], [worker]))
    wait_until(lambda: len(children(server)) == 2 and killed not in children(server))
    assert "The worker ended; it is started again." in shop.printed()
    assert shop.get("/sign-in") == 200
    processes = shop.family()
    assert shop.end(signal.SIGHUP) == 0
    assert alive(processes) == []


def test_without_its_server_the_shop_ends(shop: Running) -> None:
    shop.start(DEMO="0")
    processes = shop.family()
    os.kill(shop.named("gunicorn")[0], signal.SIGKILL)
    assert shop.wait() == 1
    assert "The web server ended" in shop.printed()
    wait_until(lambda: alive(processes) == [])


def test_killed_itself_it_leaves_nothing_that_holds_the_port(shop: Running) -> None:
    shop.start(DEMO="0")
    processes = shop.family()
    shop.end(signal.SIGKILL)
    wait_until(lambda: alive(processes) == [])


def test_ending_while_it_starts_is_no_traceback(tmp_path: Path) -> None:
    running = Running(tmp_path)
    process = running.launch(DEMO="0")
    wait_until((tmp_path / "instance" / "backroom.db").exists)
    process.send_signal(signal.SIGINT)
    assert running.wait() == 0
    assert "Traceback" not in running.printed()
