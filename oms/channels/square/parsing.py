"""Square's items file: what a till sold, a row for each item. Stock only: nothing of it is sent anywhere.

Rows of one Transaction ID are one sale. Refunds have the same id and quantities below zero; whether the goods came
back the file does not say, and a refund never moves stock, so they are ignored with that reason.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import cache, partial
from zoneinfo import ZoneInfo

from oms.channels.gathering import Gathering
from oms.channels.parsed import Format, ParsedFile, ParsedOrder, RowNote, Table
from oms.orders.drafts import LineDraft, OrderDraft
from oms.reading.problems import RowProblem
from oms.reading.rows import Row

LABEL = "Square items file"
SIGNATURE = ("Date", "Time", "Item", "Qty", "Transaction ID", "Event Type")
QUANTITY = re.compile(r"-?[0-9]{1,9}(?:\.0+)?")
DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y")
ZONES = {
    "Eastern Time (US & Canada)": "America/New_York",
    "Central Time (US & Canada)": "America/Chicago",
    "Mountain Time (US & Canada)": "America/Denver",
    "Pacific Time (US & Canada)": "America/Los_Angeles",
    "Arizona": "America/Phoenix",
    "Alaska": "America/Anchorage",
    "Hawaii": "Pacific/Honolulu",
    "Atlantic Time (Canada)": "America/Halifax",
    "London": "Europe/London",
    "Dublin": "Europe/Dublin",
    "Paris": "Europe/Paris",
    "Madrid": "Europe/Madrid",
    "Berlin": "Europe/Berlin",
    "Tokyo": "Asia/Tokyo",
    "Sydney": "Australia/Sydney",
    "Melbourne": "Australia/Melbourne",
    "Brisbane": "Australia/Brisbane",
    "Perth": "Australia/Perth",
    "UTC": "UTC",
}
"""Square's names of time zones, which are those of Rails. IANA's own names are read too."""


def parse(table: Table) -> ParsedFile:
    gathering = Gathering(table)
    sales: dict[str, list[Row]] = {}
    for row in gathering.rows():
        try:
            row.require_fit()
            sale, units = _sale(row), _units(row)
        except RowProblem as problem:
            gathering.refuse(RowNote(problem.row, problem.reason))
            continue
        if why := _why_ignored(row, units):
            gathering.ignore(RowNote(row.number, why, number=sale))
        else:
            sales.setdefault(sale, []).append(row)
    for sale, rows in sales.items():
        gathering.take(len(rows), partial(_order, sale, rows), sale)
    return gathering.finish()


def _sale(row: Row) -> str:
    told = row.identifier("Transaction ID")
    if told is None:
        raise RowProblem(row.number, "Transaction ID is blank")
    return told


def _units(row: Row) -> int:
    words = row.code("Qty") or ""
    if not QUANTITY.fullmatch(words):
        raise RowProblem(row.number, f"Qty: “{words[:30]}” is not a whole number of units")
    return int(words.partition(".")[0])


def _why_ignored(row: Row, units: int) -> str | None:
    if units < 0 or (row.text("Event Type") or "").casefold() == "refund":
        return "a refund: money that went back. If the goods came back too, receive them"
    return "nothing was sold: Qty is 0" if units == 0 else None


def _order(sale: str, rows: list[Row]) -> ParsedOrder:
    lines = tuple(_line(row, place) for place, row in enumerate(rows, 1))
    draft = OrderDraft(external_id=sale, number=sale, placed_at=_sold_at(rows[0]), lines=lines, paid=True)
    return ParsedOrder(draft, rows[0].number, rows[-1].number, len(rows))


def _line(row: Row, place: int) -> LineDraft:
    units, item, kind = _units(row), row.text("Item"), row.text("Price Point Name")
    title = " · ".join(filter(None, (item, kind if kind != "Regular" else None))) or "(no name)"
    return LineDraft(str(place), row.identifier("SKU"), title, units, requires_shipping=False)


def _sold_at(row: Row) -> datetime:
    told, hour, zone = row.text("Date") or "", row.text("Time") or "00:00:00", row.text("Time Zone")
    for day in DAYS:
        for clock in ("%H:%M:%S", "%H:%M"):
            try:
                read = datetime.strptime(f"{told} {hour}", f"{day} {clock}")  # noqa: DTZ007 — its zone is the next column
            except ValueError:
                continue
            return read.replace(tzinfo=_zone(zone or "UTC", row.number)).astimezone(UTC)
    raise RowProblem(row.number, f"“{told[:30]} {hour[:20]}” is not a date and time")


def _zone(name: str, row: int) -> ZoneInfo:
    try:
        return _found(ZONES.get(name, name))
    except (KeyError, ValueError, OSError):
        raise RowProblem(row, f"Time Zone: “{name[:40]}” is no zone that we know") from None


@cache
def _found(name: str) -> ZoneInfo:
    return ZoneInfo(name)


ITEMS = Format(
    name="square-items", channel="square", label=LABEL, signature=SIGNATURE, amounts=(), parse=parse
)
