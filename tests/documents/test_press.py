from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from oms.core.errors import Unreachable
from oms.documents import pressroom
from oms.documents.pressroom import Broke, PressRoom, TookTooLong
from tests.documents.sheets_for_tests import SLOW, label
from tests.documents.watching import Watched, below, gone

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def watched() -> Iterator[Watched]:
    room = Watched()
    yield room
    room.close()


def test_a_hand_that_is_stopped_from_outside_is_given_up(watched: Watched) -> None:
    os.kill(watched.hand, signal.SIGSTOP)

    with pytest.raises(TookTooLong):
        watched.do("print", [label()])
    assert watched.do("print", [label()]).startswith(b"%PDF")
    assert gone({watched.hand})
    assert not gone({watched.press}, 0.1)


def test_a_killed_hand_is_replaced_before_anybody_notices(watched: Watched) -> None:
    os.kill(watched.hand, signal.SIGKILL)

    began = time.monotonic()
    assert watched.do("print", [label()]).startswith(b"%PDF")
    assert time.monotonic() - began < 3


def test_a_killed_press_is_started_again(watched: Watched) -> None:
    os.kill(watched.press, signal.SIGKILL)
    os.kill(watched.hand, signal.SIGKILL)

    assert watched.do("print", [label()]).startswith(b"%PDF")


def test_what_breaks_the_renderer_is_tried_once_and_its_words_stay_out_of_the_log(
    watched: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(Broke):
        watched.do("print", ["not a sheet, but a customer's secret"])

    assert len(caplog.records) == 1
    assert "AttributeError" in caplog.text
    assert "secret" not in caplog.text
    assert watched.do("print", [label()]).startswith(b"%PDF")


def test_a_closed_room_leaves_no_process(watched: Watched) -> None:
    watched.close()

    assert gone({watched.press, watched.hand})


def test_a_press_that_does_not_start_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pressroom, "START", "raise SystemExit")

    with pytest.raises(Unreachable, match="the press does not start"):
        PressRoom(1).do("print", [label()])


def test_a_full_press_says_so(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pressroom, "SECONDS_IN_THE_QUEUE", 0.1)
    with ThreadPoolExecutor(1) as threads:
        slow = threads.submit(watched.do, "print", [SLOW])
        time.sleep(0.3)
        with pytest.raises(Unreachable, match="too much to do"):
            watched.do("print", [label()])
        assert isinstance(slow.exception(), TookTooLong)


ALONE = """
import os, sys
from oms.documents.printing import print_paper
from tests.documents.sheets_for_tests import SLOW, label
from tests.documents.watching import Watched, below, gone
assert print_paper(label()).startswith(b"%PDF")
"""


def alone(code: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", ALONE + code], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def folder_of(pid: int) -> Path:
    """Where a press keeps its fonts."""
    environment = Path(f"/proc/{pid}/environ").read_text().split("\0")
    return Path(next(line for line in environment if line.startswith("TMPDIR=")).removeprefix("TMPDIR="))


def test_a_server_that_is_killed_takes_its_press_along() -> None:
    with alone("print('ready', flush=True)\nimport time; time.sleep(60)") as server:
        assert server.stdout
        assert server.stdout.readline() == "ready\n"
        press = below(server.pid)
        folders = {folder_of(pid) for pid in press}
        assert all(folder.exists() for folder in folders)
        server.kill()

    assert len(press) == 2
    assert gone(press)
    assert not any(folder.exists() for folder in folders)


def test_a_forked_server_opens_a_press_of_its_own() -> None:
    code = "pid = os.fork()\nassert print_paper(label()).startswith(b'%PDF')\nif pid: assert os.waitpid(pid, 0)[1] == 0"
    with alone(code) as server:
        assert server.wait(30) == 0


def test_a_press_that_nobody_uses_ends_and_is_started_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pressroom, "IDLE_SECONDS", 0.3)
    room = Watched()
    try:
        assert gone({room.press, room.hand})
        assert not room.is_open
        assert room.do("print", [label()]).startswith(b"%PDF")
        assert room.is_open
    finally:
        room.close()


def test_the_press_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "a-very-secret-key")
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody:secret@somewhere/shop")
    room = Watched()
    try:
        for pid in (room.press, room.hand):
            assert b"secret" not in Path(f"/proc/{pid}/environ").read_bytes()
    finally:
        room.close()
