"""Times as people say them: relative when near, weekdays when far, in the shop's time zone."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from wtforms import Field, ValidationError

from oms.core import clock
from oms.web.habits import habits


def zone() -> ZoneInfo:
    """The time zone of the shop."""
    return ZoneInfo(habits().zone)


def this_century(_form: object, field: Field) -> None:
    """For a form: a day that a clock can be set to, in whatever time zone."""
    if field.data is not None and field.data.year // 100 != 20:  # noqa: PLR2004 — the century
        raise ValidationError("Look at the year.")


def clock_time(moment: datetime) -> str:
    return moment.astimezone(zone()).strftime("%H:%M")


def exact_time(moment: datetime) -> str:
    return moment.astimezone(zone()).strftime("%a %-d %b %Y %H:%M")


def calendar_day(moment: datetime) -> str:
    return moment.astimezone(zone()).strftime("%a %-d %b")


def near_time(moment: datetime) -> str:
    """`09:41` today, `Fri 09:12` this week, else the date."""
    here, today = moment.astimezone(zone()), clock.now().astimezone(zone()).date()
    if here.date() == today:
        return here.strftime("%H:%M")
    if abs((here.date() - today).days) < 7:  # noqa: PLR2004 — a week
        return here.strftime("%a %H:%M")
    return here.strftime("%-d %b %Y")


def until(moment: datetime) -> str:
    """How long is left: `1 h 10`, `−20 min`, `Tomorrow`, then the day."""
    left = moment - clock.now()
    here, today = moment.astimezone(zone()).date(), clock.now().astimezone(zone()).date()
    if left < timedelta():
        return "−" + _span(-left)
    if here == today:
        return _span(left)
    if here == today + timedelta(days=1):
        return "Tomorrow"
    return calendar_day(moment)


def _span(length: timedelta) -> str:
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:  # noqa: PLR2004 — an hour
        return f"{minutes} min"
    if minutes < 24 * 60:
        return f"{minutes // 60} h {minutes % 60:02d}"
    days = minutes // (24 * 60)
    return f"{days} day" if days == 1 else f"{days} days"
