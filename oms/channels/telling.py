"""What a channel told of one order, over time. Pure.

A file adds facts: what it leaves out is not unsaid, and an older word is replaced by a newer one.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
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


def heard(before: Told, now: Told, *, older: bool = False) -> Told:
    """All that is known after hearing `now`. An older word only fills gaps; "unpaid" after "paid" is one."""
    if older or (before.get("paid") and now.get("paid") is False):
        return {**add_told(now, before), "lines": _filled_lines(before["lines"], now["lines"])}
    return add_told(before, now)


def add_told(before: Told, now: Told) -> Told:
    """All that is known after hearing `now`: None says nothing, an address is taken as a whole."""
    merged = dict(before)
    for name in THINGS:
        merged[name] = _merged(name, before.get(name), now.get(name))
    if not before.get("reconciles", True):
        merged["reconciles"] = now["reconciles"] if now.get("total_minor") is not None else False
    return merged


def changes(before: Told, after: Told) -> list[str]:
    """What is different, in words for a person; empty where nothing is."""
    names = [name for name in after if _differs(name, after[name], before.get(name))]
    return list(dict.fromkeys(WORDS.get(name, "amounts") for name in names))


def _differs(name: str, one: Any, other: Any) -> bool:
    """That nothing stops it is no news where nobody asked before."""
    return bool(one or other) and one != other if name in GATES else bool(one != other)


def _merged(name: str, old: Any, new: Any) -> Any:
    if name == "lines":
        return _merged_lines(old, new)
    if name in {"buyer", "ship_to"}:
        return _merged_contact(old, new)
    if name == "payments":
        return _merged_payments(old, new)
    if name == "removed":
        return list(dict.fromkeys([*(old or ()), *(new or ())]))
    return old if new is None else new


def _merged_contact(old: Told, new: Told) -> Told:
    """A new address replaces the old one whole; only what the file never carries (a phone, an e-mail) stays."""
    if not any(new.values()):
        return old
    kept = {name: new[name] or old[name] for name in ("phone", "email", "name")}
    if not any(new[name] for name in ("line1", "city", "postcode", "country")):
        return {**old, **kept}
    return {**new, **kept}


def _merged_payments(old: list[Told], new: list[Told]) -> list[Told]:
    """Two reports of one account tell the same charge, one of them without the amount."""
    if len(new) < len(old):
        return old
    if len(new) > len(old):
        return new
    return [
        {name: after[name] if after[name] is not None else before[name] for name in before}
        for before, after in zip(old, new, strict=True)
    ]


def _merged_lines(old: list[Told], new: list[Told]) -> list[Told]:
    """Line by line by the channel's id; a line that the file leaves out is still there."""
    heard = {line["external_id"]: line for line in new}
    lines = [_merged_line(line, heard.pop(line["external_id"], None)) for line in old]
    return lines + list(heard.values())


def _filled_lines(lines: list[Told], older: list[Told]) -> list[Told]:
    """An older word brings no line back that is gone since."""
    said = {line["external_id"]: line for line in older}
    return [_merged_line(said.get(line["external_id"], line), line) for line in lines]


def _merged_line(old: Told, new: Told | None) -> Told:
    if new is None:
        return old
    merged = {**old, **{name: value for name, value in new.items() if value is not None}}
    for counter in ("cancelled", "shipped_by_channel"):
        merged[counter] = max(old[counter], new[counter])
    return merged


def _told_moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    return Day.of(date.fromisoformat(text)) if is_day(text) else datetime.fromisoformat(text)


def is_day(text: str) -> bool:
    """Whether it is told by the day alone."""
    return len(text) == len("2026-01-31")
