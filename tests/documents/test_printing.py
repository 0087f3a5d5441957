from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from oms.core.errors import Permanent, Refused
from oms.documents import printing
from oms.documents.pressroom import PressRoom
from oms.documents.printing import CannotPrint, print_paper, print_papers, print_run
from tests.documents.reading import scan, text
from tests.documents.sheets_for_tests import SLOW, label, slip


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
    with pytest.raises(CannotPrint, match="Packing slip #2041 took too long and was stopped"):
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
