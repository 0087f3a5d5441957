"""What was changed about an order since somebody began to work on it: old and new, for who holds it in the hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from oms.core.db import db
from oms.core.events import Event
from oms.core.operations import Operation
from oms.orders.models import Contact, OrderLine

KINDS = ("LineCancelled", "LineRaised", "LineAdded", "AddressChanged")


@dataclass(frozen=True, slots=True)
class Edit:
    """`what` is an item or the address, `old` and `new` what was wanted of it before and is now."""

    what: str
    old: str
    new: str
    at: datetime


def edits_since(order_ids: Iterable[int], since: datetime) -> list[Edit]:
    """For each thing its first old and its last new; what was taken back again is no edit."""
    query = (
        select(Event)
        .join(Operation, Operation.id == Event.operation_id)
        .where(Event.about.in_([f"order:{order_id}" for order_id in order_ids]))
        .where(Event.kind.in_(KINDS), Event.at >= since, Operation.undone_at.is_(None))
        .order_by(Event.id)
    )
    found: dict[str, Edit] = {}
    for event in db.session.scalars(query):
        edit = _edit(event)
        earlier = found.get(edit.what)
        found[edit.what] = replace(edit, old=earlier.old) if earlier else edit
    return [edit for edit in found.values() if edit.old != edit.new]


def _edit(event: Event) -> Edit:
    facts = event.facts
    if event.kind == "AddressChanged":
        old, new = (_in_one_line(facts[name]) for name in ("old_contact_id", "new_contact_id"))
        return Edit("Address", old, new, event.at)
    old, new = _counts(event.kind, facts["quantity"], facts.get("left"))
    return Edit(_title(facts["line_id"]), old, new, event.at)


def _counts(kind: str, quantity: int, left: int | None) -> tuple[str, str]:
    if kind == "LineAdded":
        return "0", str(quantity)
    if left is None:  # noted before `left` was
        return "more", f"{quantity} fewer"
    return str(left + quantity if kind == "LineCancelled" else left - quantity), str(left)


def _title(line_id: int) -> str:
    return db.session.get_one(OrderLine, line_id).title


def _in_one_line(contact_id: int) -> str:
    contact = db.session.get_one(Contact, contact_id)
    words = (
        contact.name,
        contact.company,
        contact.line1,
        contact.line2,
        contact.line3,
        contact.postcode,
        contact.city,
        contact.country,
    )
    return ", ".join(word for word in words if word)
