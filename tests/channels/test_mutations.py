"""Whatever is in a file, it is read or refused with a sentence: nothing breaks, nothing is lost."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from oms.channels.parsed import ParsedFile
from oms.channels.recognising import read_file
from oms.reading.problems import UnreadableFile
from tests.channels.files import SAMPLES, SHOPIFY, amazon_item, shopify, shopify_line, shopify_order

MUTATIONS = 500
SLOWEST = 2.0

FOLDERS = (SAMPLES, *(SAMPLES.parent / channel / "samples" for channel in ("amazon", "etsy")))
FILES = [
    path.read_bytes()
    for folder in FOLDERS
    for path in sorted(folder.iterdir())
    if path.suffix in {".csv", ".tsv", ".txt"}
]
FILES.append(FILES[-1].decode().encode("utf-16"))

STRANGE = [
    *(b'"', b"'", b",", b"\t", b"\n", b"\r", b";", b"\0", b"\xff", b"\xc3", b"=", b"-", b'"""'),
    *(b"\xe2\x80\x89", b"\xef\xbb\xbf", b"\xa0", b"E+12", b"1,234", b"1.234", b"\x1a", b"9" * 400),
]

CELLS = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "0", "-1", "1.234", "1E+12", "=", '="', "'", "paid", "EUR", "JPY", "fulfilled", "\u2028"]
    ),
    st.sampled_from(["#1001", "2026-04-05 21:05:00 +0400", "0000-00-00 00:00:00 +9999"]),
)


def read(content: bytes) -> ParsedFile | None:
    try:
        parsed = read_file(content)
    except UnreadableFile as unreadable:
        refusal = unreadable.sentence
    else:
        assert parsed.accounted_rows == parsed.rows
        return parsed
    assert refusal.endswith(".")
    return None


def mutated(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 5])):
        at = chance.randrange(len(spoilt) + 1)
        to = min(len(spoilt), at + chance.choice([0, 1, 1, 10, 2000]))
        again = spoilt[at:to] * 2
        spoilt[at:to] = chance.choice([b"", chance.choice(STRANGE), chance.randbytes(1), again])
        if chance.random() < 0.2:
            del spoilt[chance.randrange(len(spoilt) + 1) :]
    return bytes(spoilt)


@pytest.mark.parametrize("seed", range(10))
def test_a_damaged_file_is_read_or_refused_and_never_slow(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(MUTATIONS // 10):
        started = time.perf_counter()
        read(mutated(chance.choice(FILES), chance))
        assert time.perf_counter() - started < SLOWEST


@pytest.mark.parametrize("content", FILES, ids=range(len(FILES)))
def test_a_file_cut_anywhere_tells_nothing_that_the_whole_file_does_not(content: bytes) -> None:
    whole = read(content)
    assert whole is not None
    lines = {(order.draft.external_id, line) for order in whole.orders for line in order.draft.lines}
    for end in range(0, len(content), 37):
        cut = read(content[:end])
        found = cut.orders if cut else ()
        assert {(order.draft.external_id, line) for order in found for line in order.draft.lines} <= lines


@given(st.lists(st.dictionaries(st.sampled_from(SHOPIFY), CELLS), max_size=6))
@settings(deadline=None)
@example([{"Name": "#1001"}, {}, {"Name": "#1001"}])
def test_every_row_of_shopify_is_in_exactly_one_place(changes: list[dict[str, str]]) -> None:
    rows = [
        {**(shopify_line() if at % 2 else shopify_order()), **change} for at, change in enumerate(changes)
    ]

    read(shopify(*rows, {"Name": "the last"}))


@given(st.lists(st.dictionaries(st.sampled_from(sorted(amazon_item())), CELLS), max_size=6))
@settings(deadline=None)
def test_every_row_of_amazon_is_in_exactly_one_place(changes: list[dict[str, str]]) -> None:
    columns = tuple(amazon_item())
    lines = [columns, *({**amazon_item(), **change}.values() for change in changes)]

    read("".join("\t".join(line) + "\n" for line in lines).encode("utf-8", "surrogatepass"))
