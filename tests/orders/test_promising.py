from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oms.core.errors import Refused
from oms.orders.promising import PromiseRule, promise_by

WEEK = frozenset({1, 2, 3, 4, 5})


def rule(
    cut_off: time = time(14, 0),
    handling_days: int = 0,
    working_days: frozenset[int] = WEEK,
    holidays: frozenset[date] = frozenset(),
    zone: str = "Europe/Dublin",
) -> PromiseRule:
    return PromiseRule(cut_off, handling_days, working_days, holidays, zone)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


XMAS = frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)})


@pytest.mark.parametrize(
    ("accepted", "promised", "by"),
    [
        pytest.param("2026-11-24 13:59", "2026-11-24 14:00", rule(), id="before the cut-off: today"),
        pytest.param("2026-11-24 14:00", "2026-11-25 14:00", rule(), id="at the cut-off: tomorrow"),
        pytest.param("2026-11-24 23:59", "2026-11-25 14:00", rule(), id="in the evening: tomorrow"),
        pytest.param("2026-11-27 15:00", "2026-11-30 14:00", rule(), id="friday afternoon: monday"),
        pytest.param("2026-11-28 09:00", "2026-11-30 14:00", rule(), id="saturday: monday"),
        pytest.param(
            "2026-11-28 09:00",
            "2026-11-28 14:00",
            rule(working_days=frozenset({6})),
            id="a saturday shop",
        ),
        pytest.param(
            "2026-11-24 09:00", "2026-11-26 14:00", rule(handling_days=2), id="two days of handling"
        ),
        pytest.param(
            "2026-11-26 15:00", "2026-12-01 14:00", rule(handling_days=2), id="handling over a weekend"
        ),
        pytest.param("2026-12-24 15:00", "2026-12-29 14:00", rule(holidays=XMAS), id="over christmas"),
        pytest.param("2028-02-28 15:00", "2028-02-29 14:00", rule(), id="the 29th of february"),
        pytest.param("2027-02-26 15:00", "2027-03-01 14:00", rule(), id="no 29th of february"),
        pytest.param("2026-07-07 12:59", "2026-07-07 13:00", rule(), id="summer time in dublin"),
        pytest.param("2026-07-07 13:00", "2026-07-08 13:00", rule(), id="summer time, too late"),
        pytest.param(
            "2026-11-24 23:30",
            "2026-11-25 05:00",
            rule(zone="Asia/Tokyo"),
            id="already tomorrow in tokyo",
        ),
        pytest.param(
            "2026-11-24 05:30",
            "2026-11-24 22:00",
            rule(zone="America/Los_Angeles"),
            id="still yesterday in los angeles, and a new day at midnight",
        ),
        pytest.param(
            "2027-03-28 00:30",
            "2027-03-28 01:30",
            rule(cut_off=time(1, 30), working_days=frozenset({7})),
            id="the clocks skip the cut-off",
        ),
        pytest.param(
            "2026-10-25 00:15",
            "2026-10-25 00:30",
            rule(cut_off=time(1, 30), working_days=frozenset({7})),
            id="the clocks repeat the cut-off: the first one counts",
        ),
        pytest.param(
            "2026-10-25 00:45",
            "2026-11-01 01:30",
            rule(cut_off=time(1, 30), working_days=frozenset({7})),
            id="between the two: it has passed",
        ),
    ],
)
def test_a_promise(accepted: str, promised: str, by: PromiseRule) -> None:
    assert promise_by(at(accepted), by) == at(promised)


@pytest.mark.parametrize(
    "never",
    [
        rule(working_days=frozenset()),
        rule(working_days=frozenset({9})),
        rule(handling_days=10_000),
        rule(
            working_days=frozenset({1}),
            holidays=frozenset(date.fromordinal(day) for day in range(739_000, 742_000)),
        ),
    ],
    ids=["no working day", "no such day", "for ever in handling", "all holidays"],
)
def test_a_shop_that_never_works_promises_nothing(never: PromiseRule) -> None:
    with pytest.raises(Refused, match="not enough working days"):
        promise_by(at("2026-11-24 09:00"), never)


def test_a_moment_without_a_zone_is_a_programming_error() -> None:
    with pytest.raises(ValueError, match="time zone"):
        promise_by(datetime(2026, 11, 24, 9, 0), rule())  # noqa: DTZ001 — on purpose


@given(
    accepted=st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    cut_off=st.times(),
    handling_days=st.integers(0, 9),
    zone=st.sampled_from(["Europe/Dublin", "America/New_York", "Asia/Tokyo", "Pacific/Apia", "UTC"]),
)
def test_later_orders_never_leave_earlier(
    accepted: datetime, cut_off: time, handling_days: int, zone: str
) -> None:
    by = rule(cut_off=cut_off, handling_days=handling_days, zone=zone)
    promised = promise_by(accepted, by)
    assert promised > accepted
    assert promise_by(promised, by) > promised
