"""Cells as Etsy's files write them: days as MM/DD/YY, words in HTML, order ids sometimes with a number sign."""

from __future__ import annotations

import html
import re
from dataclasses import fields, replace
from datetime import date

from oms.channels.contacts import ContactColumns, contact
from oms.channels.parsed import Notes
from oms.orders.drafts import ContactDraft, Day
from oms.reading.problems import RowProblem
from oms.reading.rows import Row

DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/(?:20)?([0-9]{2})")


def order_id(row: Row) -> str:
    told = (row.identifier("Order ID") or "").removeprefix("#").strip()
    if not told:
        raise RowProblem(row.number, "Order ID is blank")
    return told


def day(row: Row, name: str) -> Day | None:
    """A day without an hour and a zone. RowProblem where it is none, or none of the calendar."""
    words = row.code(name)
    if words is None:
        return None
    told = DAY.fullmatch(words)
    try:
        if told:
            return Day.of(date(2000 + int(told[3]), int(told[1]), int(told[2])))
    except ValueError:
        pass
    raise RowProblem(row.number, f"{name}: “{words[:30]}” is not a day written as MM/DD/YY")


def sale_day(row: Row) -> Day:
    if (told := day(row, "Sale Date")) is None:
        raise RowProblem(row.number, "Sale Date is blank")
    return told


def words(row: Row, name: str) -> str | None:
    """A text without what HTML makes of its marks."""
    told = row.text(name)
    return (html.unescape(told).strip() or None) if told else None


def person(row: Row, columns: ContactColumns, notes: Notes) -> ContactDraft:
    told = contact(row, columns, notes)
    plain = {one.name: getattr(told, one.name) for one in fields(told)}
    return replace(told, **{name: html.unescape(value) for name, value in plain.items() if value})
