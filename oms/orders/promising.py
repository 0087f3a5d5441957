"""When we say that an order leaves: the shop's cut-off, working days, holidays and handling time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from oms.core.errors import Refused

HORIZON = 730


@dataclass(frozen=True, slots=True)
class PromiseRule:
    """How a shop promises. `working_days` are ISO weekdays, Monday 1; `cut_off` is when the carrier comes."""

    cut_off: time
    handling_days: int
    working_days: frozenset[int]
    holidays: frozenset[date]
    zone: str


def promise_by(accepted_at: datetime, rule: PromiseRule) -> datetime:
    """The pick-up at which an order accepted then leaves, in UTC.

    The first day that counts is the one whose cut-off is still to come; each handling day is one
    working day more.
    """
    if accepted_at.tzinfo is None:
        raise ValueError("A promise needs a moment with its time zone")
    first = accepted_at.astimezone(ZoneInfo(rule.zone)).date()
    pick_ups = (_pick_up(day, rule) for day in _working_days(first, rule))
    ahead = (moment for moment in pick_ups if moment > accepted_at)
    promise = next(islice(ahead, rule.handling_days, None), None)
    if promise is None:
        raise Refused(
            "There are not enough working days in the next two years to promise anything. "
            "Look at the working days, the holidays and the handling time in the settings."
        )
    return promise


def _working_days(first: date, rule: PromiseRule) -> Iterator[date]:
    days = (first + timedelta(days=ahead) for ahead in range(HORIZON))
    return (day for day in days if day.isoweekday() in rule.working_days and day not in rule.holidays)


def _pick_up(day: date, rule: PromiseRule) -> datetime:
    """The cut-off of that day as a moment. Where the clocks skip it, it is as much later as they skip;
    where they repeat it, it is the first.
    """
    return datetime.combine(day, rule.cut_off, ZoneInfo(rule.zone)).astimezone(UTC)
