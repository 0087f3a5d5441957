"""How dates are written: proven by all of them, or said by a person; never guessed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from oms.channels.columns.dates import fitting, read_day
from oms.orders.drafts import Day


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-11-05", "iso"),
        ("2026-11-05 14:30:00", "iso"),
        ("2026-11-05T14:30:00", "iso"),
        ("05.11.2026", "dot"),
        ("5.11.26", "dot"),
        ("05/11/2026", "day-first"),
        ("05/11/2026 14:30", "day-first"),
        ("11/05/2026", "month-first"),
        ("05-11-2026", "dash"),
        ("5 Nov 2026", "words"),
        ("05-Nov-26", "words"),
        ("Nov 5, 2026", "words-first"),
        ("Nov-05-26", "words-first"),
    ],
)
def test_a_day_is_read_as_it_is_written(text: str, code: str) -> None:
    assert read_day(text, code).isoformat() == "2026-11-05"
    assert isinstance(read_day(text, code), Day)


def test_a_moment_with_its_offset_is_that_moment() -> None:
    assert read_day("2026-11-05T14:30:00+01:00", "iso") == datetime(2026, 11, 5, 13, 30, tzinfo=UTC)
    assert read_day("2026-11-05 14:30:00 +0100", "iso") == datetime(2026, 11, 5, 13, 30, tzinfo=UTC)


def test_what_is_written_otherwise_is_no_day() -> None:
    for text in ("", "yesterday", "31/31/2026", "2026-02-30"):
        assert fitting([text]) == []


def test_only_dates_beyond_the_twelfth_prove_which_number_is_the_month() -> None:
    assert fitting(["05/11/2026", "06/11/2026"]) == ["day-first", "month-first"]
    assert fitting(["05/11/2026", "26/11/2026"]) == ["day-first"]
    assert fitting(["11/05/2026", "11/26/2026"]) == ["month-first"]
