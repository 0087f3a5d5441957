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

from oms.core.errors import Permanent, Refused, Unreachable
from oms.documents import pressroom, printing
from oms.documents.pressroom import Broke, PressRoom, TookTooLong
from oms.documents.printing import CannotPrint, print_paper, print_papers, print_run
from oms.documents.sheets import SlipLine
from tests.documents.reading import scan, text
from tests.documents.sheets_for_tests import label, slip

ROOT = Path(__file__).resolve().parents[2]
SLOW = slip(lines=tuple(SlipLine(name=f"Item {n}", sku=str(n), quantity=1) for n in range(3_000)))


@pytest.fixture
def room() -> Iterator[PressRoom]:
    room = PressRoom(1, seconds=1.5)
    yield room
    room.close()


@pytest.fixture
def short_room(room: PressRoom, monkeypatch: pytest.MonkeyPatch) -> PressRoom:
    """The room that everything prints in has only a second for each paper."""
    monkeypatch.setattr(printing, "_room", lambda: room)
    return room


def below(pid: int) -> set[int]:
    """All processes that descend from this one."""
    stats = (path.read_text() for path in Path("/proc").glob("[0-9]*/stat") if path.exists())
    parents = {int(stat.split()[0]): int(stat.rpartition(")")[2].split()[1]) for stat in stats}
    children = {child for child, parent in parents.items() if parent == pid}
    return children.union(*(below(child) for child in children))


def gone(pids: set[int], seconds: float = 8) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.05)
    return False


def test_eight_threads_each_get_their_own_paper() -> None:
    with ThreadPoolExecutor(8) as threads:
        papers = [slip(order_number=f"#{number}") for number in range(40)]
        said = list(threads.map(lambda paper: text(print_paper(paper)), papers))

    assert all(paper.order_number in words for paper, words in zip(papers, said, strict=True))


def test_two_runs_at_once_do_not_mix() -> None:
    runs = [[label(parcel_code=f"{name}-{number:04d}") for number in range(30)] for name in "ABCD"]
    with ThreadPoolExecutor(4) as threads:
        pdfs = list(threads.map(print_papers, runs))

    for run, pdf in zip(runs, pdfs, strict=True):
        said = text(pdf)
        assert all(paper.parcel_code in said for paper in run)
        assert len(scan(pdf)) == 30


@pytest.mark.usefixtures("short_room")
def test_a_paper_that_takes_too_long_is_stopped_and_the_next_one_is_printed() -> None:
    began = time.monotonic()
    with pytest.raises(CannotPrint, match="Packing slip #2041 took too long and was stopped."):
        print_paper(SLOW)

    assert time.monotonic() - began < 8
    assert "P-000120" in text(print_paper(label()))


def test_what_cannot_be_printed_is_a_refusal_for_a_page_and_final_for_the_worker() -> None:
    assert issubclass(CannotPrint, Refused)
    assert issubclass(CannotPrint, Permanent)


@pytest.mark.usefixtures("short_room")
def test_a_slow_paper_does_not_take_the_rest_of_its_run_with_it() -> None:
    run = print_run([slip(order_number="#1"), SLOW, slip(order_number="#3")])

    assert list(run.refusals) == [1]
    assert run.pdf is not None
    assert len(scan(run.pdf)) == 2


def test_nothing_to_print_is_refused() -> None:
    with pytest.raises(CannotPrint, match="nothing to print"):
        print_papers([])


class Watched(PressRoom):
    """A room whose processes a test can find: the press, and the hand at it."""

    def __init__(self) -> None:
        super().__init__(1, seconds=1.5)
        before = below(os.getpid())
        self.open()
        started = below(os.getpid()) - before
        [self.press] = [pid for pid in started if below(pid)]
        [self.hand] = started - {self.press}


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
from tests.documents.sheets_for_tests import label
assert print_paper(label()).startswith(b"%PDF")
"""


def alone(code: str) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", ALONE + code], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_a_server_that_is_killed_takes_its_press_along() -> None:
    with alone("print('ready', flush=True)\nimport time; time.sleep(60)") as server:
        assert server.stdout
        assert server.stdout.readline() == "ready\n"
        press = below(server.pid)
        server.kill()

    assert len(press) == 2
    assert gone(press)


def test_a_forked_server_opens_a_press_of_its_own() -> None:
    code = "pid = os.fork()\nassert print_paper(label()).startswith(b'%PDF')\nif pid: assert os.waitpid(pid, 0)[1] == 0"
    with alone(code) as server:
        assert server.wait(30) == 0
