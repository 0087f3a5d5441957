"""`make run` with real processes: it starts, survives, ends cleanly, and says in a sentence why it cannot start."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import empty_database
from tests.running import ROOT, Running, alive, children, free_port, wait_until


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Running]:
    with empty_database(tmp_path) as url:
        running = Running(tmp_path, DATABASE_URL=url)
        yield running
        running.kill()


def test_from_nothing_to_the_first_page_and_cleanly_away(shop: Running) -> None:
    shop.start()
    assert shop.get("/sign-in?next=/people?q=Ana") == 200
    wait_until(lambda: re.search(r"INFO oms.web.logs \[\w+\] GET /sign-in 200 \d+ ms -\n", shop.printed()))
    assert "Ana" not in shop.printed()
    assert "it now holds a demo shop" in shop.printed()
    assert f"http://localhost:{shop.port}/set-up/" in shop.printed()
    processes = shop.family()
    assert len(processes) >= 3, "the server, its workers, and the worker"
    assert shop.end(signal.SIGINT) == 0
    assert alive(processes) == []
    assert "Traceback" not in shop.printed()


def test_the_second_start_keeps_everything(shop: Running) -> None:
    shop.start()
    before = shop.flask("orders", "export", "--jsonl")
    assert before.count("\n") > 10
    shop.end(signal.SIGTERM)
    shop.start()
    assert "demo shop" not in shop.printed()
    assert shop.flask("orders", "export", "--jsonl") == before


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


def refusal(folder: Path, **environ: str) -> str:
    """What it says when it does not start; in one line, and nothing else."""
    running = Running(folder, **environ)
    done = subprocess.run(running.command, env=running.environ, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2, done.stderr
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    assert refusal(tmp_path, SMTP_PORT="mail") == (
        "SMTP_PORT should be a whole number from 1 to 65535, not 'mail'.\n"
    )


def test_a_port_in_use_is_said_before_anything_is_changed(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        said = refusal(tmp_path, PORT=str(port))
    assert said.startswith(f"Port {port} is in use, perhaps by another Backroom.")
    assert not (tmp_path / "instance" / "backroom.db").exists()


def test_an_address_of_another_machine_is_refused(tmp_path: Path) -> None:
    assert "HOST should be an address of this machine, not '192.0.2.1'." in refusal(
        tmp_path, HOST="192.0.2.1"
    )


def test_a_database_that_does_not_answer_is_said_without_its_password(tmp_path: Path) -> None:
    said = refusal(tmp_path, DATABASE_URL=f"postgresql://me:hidden-word@127.0.0.1:{free_port()}/shop")
    assert said.startswith("The database at DATABASE_URL cannot be used: connection ")
    assert "hidden-word" not in said


def test_a_folder_instead_of_a_database_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "shop.db").mkdir()
    said = refusal(tmp_path, DATABASE_URL=f"sqlite:///{tmp_path}/shop.db")
    assert said == "The database at DATABASE_URL cannot be used: unable to open database file\n"


def test_a_database_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    import sqlite3

    (tmp_path / "instance").mkdir(mode=0o700)
    with sqlite3.connect(tmp_path / "instance" / "backroom.db") as newer:
        newer.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)")
        newer.execute("INSERT INTO alembic_version VALUES ('9999')")
    newer.close()
    assert "The database is from another version of Backroom" in refusal(tmp_path)


def test_ending_while_it_starts_is_no_traceback(tmp_path: Path) -> None:
    running = Running(tmp_path)
    process = running.launch()
    wait_until((tmp_path / "instance" / "backroom.db").exists)
    process.send_signal(signal.SIGINT)
    assert running.wait() == 0
    assert "Traceback" not in running.printed()
