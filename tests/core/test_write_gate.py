"""Writers to one SQLite file queue at a gate: nobody starves, and whoever dies opens it."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from oms.core.gate import write_gate

WRITERS = 3
STRETCH = 0.002


def started(job: str, database: Path) -> subprocess.Popen[str]:
    """A process that is ready to do a job at the gate."""
    command = [sys.executable, "-m", "tests.core.test_write_gate", job, str(database)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_processes_take_turns_and_none_is_kept_waiting(tmp_path: Path) -> None:
    writers = [started("write", tmp_path / "shop.db") for _ in range(WRITERS)]
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.flush()
    turns = [int(writer.communicate()[0]) for writer in writers]

    assert min(turns) > 0.8 * sum(turns) / WRITERS, turns


def test_a_writer_that_is_killed_opens_the_gate(tmp_path: Path) -> None:
    holder = started("hold", tmp_path / "shop.db")
    entered = threading.Event()

    def wait() -> None:
        with write_gate(create_engine(f"sqlite:///{tmp_path / 'shop.db'}")):
            entered.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert not entered.wait(0.2)

    holder.kill()

    assert entered.wait(10)
    waiting.join()
    holder.communicate()


def test_one_that_is_killed_while_it_waits_lets_nobody_in_early(tmp_path: Path) -> None:
    holder, dying = (started(job, tmp_path / "shop.db") for job in ("hold", "wait"))
    wait_until_in_line(dying)
    entered = threading.Event()

    def enter() -> None:
        with write_gate(create_engine(f"sqlite:///{tmp_path / 'shop.db'}")):
            entered.set()

    last = threading.Thread(target=enter)
    last.start()
    dying.kill()
    dying.communicate()
    assert not entered.wait(0.2)

    holder.communicate("enough\n")

    assert entered.wait(10)
    last.join()


def wait_until_in_line(process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + 20
    while not re.search(rf"-> POSIX .* {process.pid} ", Path("/proc/locks").read_text()):
        assert time.monotonic() < until, "it never waited"
        time.sleep(0.01)


def test_threads_are_inside_one_at_a_time(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'shop.db'}")
    inside, most = [0], [0]

    def enter() -> None:
        for _ in range(50):
            with write_gate(engine):
                inside[0] += 1
                most[0] = max(most[0], inside[0])
                inside[0] -= 1

    threads = [threading.Thread(target=enter) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == [1]


def test_an_error_inside_opens_the_gate(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'shop.db'}")
    with pytest.raises(LookupError), write_gate(engine):
        raise LookupError

    with write_gate(engine):
        assert (tmp_path / "shop.db.gate").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:", "postgresql+psycopg://host/shop"])
def test_where_nobody_shares_a_file_there_is_no_gate(address: str, tmp_path: Path) -> None:
    class Engine:
        url = make_url(address)
        dialect = make_url(address).get_dialect()()

    with write_gate(Engine()), write_gate(Engine()):  # type: ignore[arg-type]  # all that the gate looks at
        assert list(tmp_path.iterdir()) == []


def _write(database: str) -> None:
    """Take as many turns as one gets within a second."""
    engine, turns = create_engine(f"sqlite:///{database}"), 0
    print("ready", flush=True)
    sys.stdin.readline()
    until = time.monotonic() + 1
    while time.monotonic() < until:
        with write_gate(engine):
            time.sleep(STRETCH)
            turns += 1
    print(turns)


def _wait(database: str) -> None:
    print("ready", flush=True)
    with write_gate(create_engine(f"sqlite:///{database}")):
        print("inside", flush=True)


def _hold(database: str) -> None:
    with write_gate(create_engine(f"sqlite:///{database}")):
        print("ready", flush=True)
        sys.stdin.readline()


JOBS = {"write": _write, "wait": _wait, "hold": _hold}

if __name__ == "__main__":
    JOBS[sys.argv[1]](sys.argv[2])
