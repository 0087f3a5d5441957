"""Days: what has one reading is read, what has two is refused."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oms.reading.cells import BadCell
from oms.reading.days import day


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("Sep-18-26", date(2026, 9, 18)),
        ("Sep-30-26 23:45:00", date(2026, 9, 30)),
        ("Sep 5, 2026", date(2026, 9, 5)),
        ("September 5, 2026", date(2026, 9, 5)),
        ("26-May-26", date(2026, 5, 26)),
        ("05-oct.-26", date(2026, 10, 5)),
        ("5 déc. 2026", date(2026, 12, 5)),
        ("01-août-26", date(2026, 8, 1)),
        ("10-Dez-25", date(2025, 12, 10)),
        ("3-Mär-26", date(2026, 3, 3)),
        ("3. Okt. 2026", date(2026, 10, 3)),
        ("03.10.26", date(2026, 10, 3)),
        ("2026-10-03", date(2026, 10, 3)),
        ("Feb-29-24", date(2024, 2, 29)),
        (" Sep-18-26\u00a0", date(2026, 9, 18)),
        ("", None),
    ],
)
def test_a_day_is_read_by_the_way_in_which_it_is_written(cell: str, told: date | None) -> None:
    assert day(cell) == told


@pytest.mark.parametrize(
    "cell",
    [
        "09/03/26",
        "3/9/2026",
        "09-03-26",
        "26-26-26",
        "Sep-18",
        "Sext-18-26",
        "tomorrow",
        "18",
        "46283",
        "x" * 50,
    ],
)
def test_what_may_be_two_days_or_none_is_refused(cell: str) -> None:
    with pytest.raises(BadCell, match="not a day that has one reading only"):
        day(cell)


@pytest.mark.parametrize("cell", ["Feb-29-26", "31.04.2026", "Sep-31-26", "0-May-26"])
def test_a_day_that_is_not_in_the_calendar_is_refused(cell: str) -> None:
    with pytest.raises(BadCell, match="not a day of the calendar"):
        day(cell)


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["%b-%d-%y", "%d-%b-%y", "%B %d, %Y"]))
def test_a_day_that_is_written_out_is_read_back(told: date, form: str) -> None:
    assert day(told.strftime(form)) == told


@given(st.text(alphabet="0123456789-./, SepMäroct:", max_size=25))
def test_no_text_breaks_the_reading_of_days(cell: str) -> None:
    with contextlib.suppress(BadCell):
        day(cell)
