"""Setting up the shop: who it is, what it promises, how it prints, and the days on which it is closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import delete, select

from oms.core.constraints import refusing
from oms.core.db import db
from oms.core.errors import Missing, Refused, WrongInput
from oms.core.events import record
from oms.core.operations import By, Operation, remember, undoable, verb
from oms.core.upsert import upsert
from oms.core.versions import change, change_back, plainly
from oms.shop.choices import DOTS, PAPERS, WEEKDAYS, Choice, countries, currencies, locales, zones
from oms.shop.facts import HolidayRemoved, HolidaysAdded, ShopChanged
from oms.shop.models import Holiday, Shop

ABOUT = "shop"
LONGEST_HANDLING = 60
LONGEST_CLOSED = 92
WORDS = {
    "name": "Name",
    "line1": "Street and number",
    "line2": "Second line",
    "postcode": "Postcode",
    "city": "Town",
    "country": "Country",
    "email": "E-mail",
    "zone": "Time zone",
    "currency": "Currency",
    "locale": "How numbers are written",
    "cut_off": "Orders until",
    "handling_days": "Days to get ready",
    "working_days": "Working days",
    "paper": "Paper",
    "printer_dpi": "Label printer",
    "scan_each": "Scan each item",
    "thanks": "Thank-you line",
    "returns": "Returns",
}


@dataclass(frozen=True, slots=True)
class ShopDraft:
    """The shop as its owner describes it. `working_days` are ISO weekdays, Monday 1."""

    name: str
    zone: str
    currency: str
    locale: str
    country: str
    cut_off: time
    working_days: tuple[int, ...]
    handling_days: int = 0
    line1: str = ""
    line2: str = ""
    postcode: str = ""
    city: str = ""
    email: str = ""
    paper: str = "A4"
    printer_dpi: int = 203
    scan_each: bool = True
    thanks: str = ""
    returns: str = ""


@verb(undoable())
def change_shop(version: int, draft: ShopDraft, *, by: By) -> None:
    """From now on: what was promised and printed stays as it was. Raises Stale."""
    del by
    new = _checked(draft)
    shop = _lock_shop()
    before = change(shop, version, new, WORDS, _said)
    remember(before=before | {"cut_off": before["cut_off"].isoformat()}, version=shop.version)
    record(ShopChanged(tuple(name for name in new if new[name] != before[name])), about=ABOUT)


@change_shop.undo
def _change_shop_back(operation: Operation) -> None:
    before = operation.recall("before")
    before |= {"cut_off": time.fromisoformat(before["cut_off"])}
    change_back(_lock_shop(), operation.recall("version"), before)


@verb(undoable())
def add_holidays(first: date, last: date | None, name: str, *, by: By) -> list[str]:
    """Nothing leaves the shop from the first to the last day; one day where no last one is told."""
    del by
    length = ((last or first) - first).days + 1
    if not 0 < length <= LONGEST_CLOSED:
        raise WrongInput(f"The last day comes after the first, and at most {LONGEST_CLOSED} days are closed.")
    days = [first + timedelta(days=ahead) for ahead in range(length)]
    _close(days, " ".join(name.split()) or "Closed")
    told = [day.isoformat() for day in days]
    remember(days=told)
    record(HolidaysAdded(tuple(told)), about=ABOUT)
    return told


@add_holidays.undo
def _open_again(operation: Operation) -> None:
    days = [date.fromisoformat(day) for day in operation.recall("days")]
    db.session.execute(delete(Holiday).where(Holiday.day.in_(days)))


@verb(undoable())
def remove_holiday(day: date, *, by: By) -> None:
    """The shop works on that day after all."""
    del by
    holiday = db.session.get(Holiday, day, with_for_update=True, populate_existing=True)
    if holiday is None:
        raise Missing("There is no such holiday.")
    remember(day=day.isoformat(), name=holiday.name)
    db.session.delete(holiday)
    record(HolidayRemoved(day.isoformat()), about=ABOUT)


@remove_holiday.undo
def _close_again(operation: Operation) -> None:
    _close([date.fromisoformat(operation.recall("day"))], operation.recall("name"))


def _close(days: Collection[date], name: str) -> None:
    there = db.session.scalar(select(Holiday).where(Holiday.day.in_(days)).order_by(Holiday.day))
    if there is not None:
        raise Refused(f"{there.day:%-d %B %Y} is a holiday already: {there.name}.")
    with refusing("Somebody has just added one of these days."):
        db.session.add_all(Holiday(day=day, name=name) for day in days)
        db.session.flush()


def _lock_shop() -> Shop:
    """The one row, which a new installation does not have yet."""
    blank = {"id": 1, "version": 0, "name": "Backroom", "working_days": [1, 2, 3, 4, 5]}
    db.session.execute(upsert(Shop).values(blank).on_conflict_do_nothing())
    return db.session.get_one(Shop, 1, with_for_update=True, populate_existing=True)


def _checked(draft: ShopDraft) -> dict[str, Any]:
    texts = {name: value.strip() for name, value in asdict(draft).items() if isinstance(value, str)}
    days = sorted(set(draft.working_days))
    _refuse(not texts["name"], "Give the shop a name.")
    _refuse("@" not in (texts["email"] or "@"), "Write the e-mail address like hello@example.org.")
    _refuse(not days, "Choose at least one working day, or no order can ever be promised.")
    _refuse(not set(days) <= set(range(1, 8)), "A week has seven days.")
    _refuse(
        not 0 <= draft.handling_days <= LONGEST_HANDLING,
        f"Getting an order ready takes from 0 to {LONGEST_HANDLING} days.",
    )
    _refuse(draft.paper not in PAPERS, "Slips are printed on A4 or on Letter.")
    _refuse(draft.printer_dpi not in DOTS, "A label printer has 203 or 300 dots per inch.")
    _refuse_unknown(texts)
    return asdict(draft) | texts | {"working_days": days}


def _refuse_unknown(texts: Mapping[str, str]) -> None:
    for name, choices, sentence in (
        ("zone", zones(), "There is no time zone called {}."),
        ("currency", currencies(), "There is no currency called {}."),
        ("locale", locales(), "Nobody writes numbers in the way of {}."),
        ("country", countries(), "There is no country with the code {}."),
    ):
        _refuse(not _is_one_of(texts[name], choices), sentence.format(texts[name] or "nothing"))


def _is_one_of(code: str, choices: tuple[Choice, ...]) -> bool:
    return any(code == one for one, _ in choices)


def _refuse(wrong: bool, sentence: str) -> None:
    if wrong:
        raise WrongInput(sentence)


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(WEEKDAYS[day - 1] for day in value)
    return f"{value:%H:%M}" if isinstance(value, time) else plainly(value)
