"""What a channel told of one order, as JSON, and what is different in it. Pure."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any

from oms.core.rows import as_row
from oms.orders.drafts import ContactDraft, Day, LineDraft, OrderDraft, PaymentDraft

MOMENTS = ("placed_at", "paid_at", "cancelled_at", "promise_by")
WORDS = {
    "external_id": "order number",
    "number": "order number",
    "paid": "payment",
    "paid_at": "payment",
    "payments": "payment",
    "ships_unpaid": "payment",
    "kept_back": "kept back",
    "cancelled_at": "cancelled",
    "ship_to": "address",
    "buyer": "customer",
    "promise_by": "ship-by date",
    "note": "customer's note",
    "service": "shipping service",
    "lines": "items",
    "removed": "items",
}
GATES = ("ships_unpaid", "kept_back")
THINGS = tuple(field.name for field in fields(OrderDraft) if field.name != "known_as")

Told = dict[str, Any]


def as_told(draft: OrderDraft) -> Told:
    """The draft as JSON."""
    told = as_row(draft)
    for name in MOMENTS:
        told[name] = _told_moment(told[name])
    told["buyer"], told["ship_to"] = as_row(draft.buyer), as_row(draft.ship_to)
    told["lines"] = [_told_line(line) for line in draft.lines]
    told["payments"] = [{**as_row(payment), "at": _told_moment(payment.at)} for payment in draft.payments]
    told["removed"], told["known_as"] = list(draft.removed), list(draft.known_as)
    if not draft.known_as:
        del told["known_as"]
    if not draft.stands:
        del told["stands"]
    return told


def _told_line(line: LineDraft) -> Told:
    told = as_row(line)
    told["known_as"] = list(line.known_as)
    if not line.known_as:
        del told["known_as"]
    return told


def as_draft(told: Told) -> OrderDraft:
    """The reverse of `as_told`."""
    values = dict(told)
    for name in MOMENTS:
        values[name] = _moment(values.get(name))
    values["lines"] = tuple(LineDraft(**_with_tuple(line, "known_as")) for line in values["lines"])
    values["removed"] = tuple(values.get("removed", ()))
    values["payments"] = tuple(
        PaymentDraft(**{**payment, "at": _moment(payment["at"])}) for payment in values["payments"]
    )
    values["buyer"], values["ship_to"] = ContactDraft(**values["buyer"]), ContactDraft(**values["ship_to"])
    return OrderDraft(**_with_tuple(values, "known_as"))


def _with_tuple(told: Told, name: str) -> Told:
    return {**told, name: tuple(told[name])} if name in told else told


def changes(before: Told, after: Told) -> list[str]:
    """What is different, in words for a person; empty where nothing is."""
    names = [name for name in THINGS if _differs(name, after.get(name), before.get(name))]
    return list(dict.fromkeys(WORDS.get(name, "amounts") for name in names))


def _differs(name: str, one: Any, other: Any) -> bool:
    """That nothing stops it is no news where nobody asked before; nor is another id of a line."""
    if name == "lines":
        return one != other and _nameless(one) != _nameless(other or [])
    return bool(one or other) and one != other if name in GATES else bool(one != other)


def _nameless(lines: list[Told]) -> list[Told]:
    return [{name: value for name, value in line.items() if name != "known_as"} for line in lines]


def _told_moment(moment: datetime | None) -> str | None:
    """In UTC, so that the same moment is the same text; a day is the day that was told."""
    if moment is None:
        return None
    return moment.isoformat() if isinstance(moment, Day) else moment.astimezone(UTC).isoformat()


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    return Day.of(date.fromisoformat(text)) if is_day(text) else datetime.fromisoformat(text)


def is_day(text: str) -> bool:
    """Whether it is told by the day alone."""
    return len(text) == len("2026-01-31")
