"""Prints papers: hands each to the press, within a time, and says in a sentence what cannot be printed.

Call it outside transactions. It waits for the press, not for the interpreter, so other web threads run on.
"""

from __future__ import annotations

import atexit
import os
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from math import ceil

from oms.core.errors import Permanent, Refused
from oms.documents.pressroom import Broke, PressRoom, TookTooLong
from oms.documents.sheets import Paper

HANDS = max(1, min(4, os.cpu_count() or 1))
LABELS_AT_ONCE = 25
SLIPS_AT_ONCE = 4

Batch = tuple[int, list[Paper]]


class CannotPrint(Refused, Permanent):
    """The paper itself is the trouble: somebody has to change something, and trying again cannot help."""


@dataclass(frozen=True)
class PrintRun:
    """What was printed, and for each paper that could not be, by its place in the run, why."""

    pdf: bytes | None
    refusals: dict[int, str]


def print_paper(paper: Paper) -> bytes:
    """The paper as PDF."""
    return _printed([paper])


def print_papers(papers: Sequence[Paper]) -> bytes:
    """All papers in one PDF, in their order, or none: refused with what is wrong with the ones that are wrong."""
    run = print_run(papers)
    if run.pdf is None or run.refusals:
        raise CannotPrint(" ".join(list(run.refusals.values())[:3]) or "There is nothing to print.")
    return run.pdf


def print_run(papers: Sequence[Paper]) -> PrintRun:
    """All papers that can be printed, in their order. One bad address does not spoil the run."""
    with ThreadPoolExecutor(HANDS) as hands:
        return _together(list(hands.map(_print_batch, _batches(papers))))


def warm_up() -> None:
    """Start the press and return at once, so that the first paper does not wait for it."""
    if not _room().is_open:
        threading.Thread(target=_room().open, name="press", daemon=True).start()


def _batches(papers: Sequence[Paper]) -> Iterator[Batch]:
    """Neighbours of one kind go to the press together, few enough that every hand has something to do."""
    for _, group in groupby(enumerate(papers), key=lambda numbered: (type(numbered[1]), numbered[1].dpi)):
        numbered = list(group)
        most = LABELS_AT_ONCE if numbered[0][1].several_to_a_document else SLIPS_AT_ONCE
        size = min(most, ceil(len(numbered) / HANDS))
        for start in range(0, len(numbered), size):
            batch = numbered[start : start + size]
            yield batch[0][0], [paper for _, paper in batch]


def _print_batch(batch: Batch) -> PrintRun:
    """The batch; if it fails, each of its papers alone, to find the one that it failed for."""
    start, papers = batch
    try:
        return PrintRun(_printed(papers), {})
    except CannotPrint as refusal:
        if len(papers) == 1:
            return PrintRun(None, {start: refusal.sentence})
    return _together([_print_batch((start + place, [paper])) for place, paper in enumerate(papers)])


def _together(runs: Sequence[PrintRun]) -> PrintRun:
    pdfs = [run.pdf for run in runs if run.pdf is not None]
    refusals = {place: sentence for run in runs for place, sentence in run.refusals.items()}
    if len(pdfs) > 1:
        pdfs = [_room().do("join", pdfs)]
    return PrintRun(pdfs[0] if pdfs else None, refusals)


def _printed(papers: Sequence[Paper]) -> bytes:
    title = papers[0].title
    try:
        return _room().do("print", papers)
    except TookTooLong:
        raise CannotPrint(f"{title} took too long and was stopped. Shorten its text.") from None
    except Broke:
        raise CannotPrint(f"{title} could not be printed. Look for odd text in it.") from None
    except Refused as refusal:
        raise CannotPrint(refusal.sentence) from None


@lru_cache(maxsize=1)
def _room() -> PressRoom:
    """The one press room of this process; a process that is forked from it opens its own."""
    room = PressRoom(HANDS)
    atexit.register(room.close)
    os.register_at_fork(after_in_child=_room.cache_clear)
    return room
