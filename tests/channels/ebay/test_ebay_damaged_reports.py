"""Whatever happens to an eBay report, it is read or refused with a sentence, and no row is lost."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.channels.ebay.reports import COLUMNS, SAMPLES, count, item, order, report, summary, unpaid
from tests.channels.test_mutations import CELLS, SLOWEST, mutated, read

FILES = [path.read_bytes() for path in sorted(SAMPLES.glob("*.csv"))]
STRANGE = st.one_of(
    CELLS, st.sampled_from(["$1", "AU $1", "Sep-18-26", "09/03/26", "--", "record(s) downloaded", "1.1E+11"])
)


@pytest.mark.parametrize("seed", range(5))
def test_a_damaged_report_is_read_or_refused_and_never_slow(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(30):
        started = time.perf_counter()
        read(mutated(chance.choice(FILES), chance))
        assert time.perf_counter() - started < SLOWEST


@pytest.mark.parametrize("content", FILES, ids=range(len(FILES)))
def test_a_report_cut_anywhere_tells_nothing_that_the_whole_one_does_not(content: bytes) -> None:
    whole = read(content)
    assert whole is not None
    told = {one.draft for one in whole.orders}
    for end in range(0, len(content), 61):
        cut = read(content[:end])
        assert {one.draft for one in (cut.orders if cut else ())} <= told


@given(st.lists(st.dictionaries(st.sampled_from(COLUMNS), STRANGE), max_size=6), st.integers(0, 4))
@settings(deadline=None, max_examples=60)
def test_every_row_is_in_exactly_one_place(changes: list[dict[str, str]], told: int) -> None:
    rows = [{**(summary(), item(), order(), unpaid())[at % 4], **change} for at, change in enumerate(changes)]

    read(report(*rows, end=count(told) if told else ""))
