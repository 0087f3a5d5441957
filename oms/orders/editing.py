"""What people change on an order: the address, the promise, notes. A stale change is refused, never merged."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import select

from oms.core.db import db
from oms.core.errors import Refused, WrongInput
from oms.core.events import record
from oms.core.operations import By, Operation, current_operation, remember, touch, undoable, verb
from oms.inventory.stock import lock_demands
from oms.orders.addresses import address_faults
from oms.orders.drafts import ContactDraft
from oms.orders.facts import AddressChanged, NoteAdded, PromiseChanged
from oms.orders.finding import check_version, lock_order
from oms.orders.holding import hold_again, hold_order, release
from oms.orders.models import Contact, Hold, LinePart, Note, Order, OrderLine
from oms.orders.placing import write_contacts
from oms.orders.search import index_contact

WORDS = {
    "name": "Name",
    "company": "Company",
    "line1": "Street and number",
    "line2": "Second line",
    "line3": "Third line",
    "city": "Town",
    "region": "Region",
    "postcode": "Postcode",
    "country": "Country",
    "phone": "Phone",
    "email": "E-mail",
}


@verb(undoable())
def change_address(order_id: int, ship_to: ContactDraft, version: int, *, by: By) -> int:
    """A new version of the address; the order keeps the old one in its past. Raises Stale."""
    del by
    order = lock_order(order_id)
    before = db.session.get_one(Contact, order.ship_to_id)
    check_version(order, version, _differences(before, ship_to))
    if not order.can_change_address:
        raise Refused("The parcel has left; the address can no longer be changed here.")
    (contact_id,) = write_contacts(ship_to)
    remember(order_id=order.id, before=before.id, after=contact_id, **_check_address(order, ship_to))
    _point_to(order, contact_id)
    index_contact(order.id, ship_to)
    record(AddressChanged(order.id, before.id, contact_id), about=order.key)
    return contact_id


@change_address.undo
def _old_address(operation: Operation) -> None:
    order = lock_order(operation.recall("order_id"))
    if order.ship_to_id != operation.recall("after"):
        raise Refused("The address was changed again since.")
    _point_to(order, operation.recall("before"))
    for hold_id in operation.recall("released"):
        hold_again(hold_id)
    for hold_id in operation.recall("placed"):
        release(db.session.get_one(Hold, hold_id), "undo")


def _check_address(order: Order, ship_to: ContactDraft) -> dict[str, list[int]]:
    """A complete address needs nobody to look at it any more; an incomplete one does. The answer is what went and came."""
    open_ones = select(Hold).where(
        Hold.order_id == order.id, Hold.reason == "address", Hold.released_at.is_(None)
    )
    holds = db.session.scalars(open_ones.order_by(Hold.id)).all()
    faults = " ".join(fault.sentence for fault in address_faults(ship_to))
    for hold in holds:
        release(hold, "address changed")
    placed = [hold_order(order.id, "address", faults)] if faults else []
    return {"released": [hold.id for hold in holds], "placed": placed}


def _point_to(order: Order, contact_id: int) -> None:
    order.ship_to_id = contact_id
    order.version += 1
    touch(order.key)


def _differences(before: Contact, after: ContactDraft) -> list[tuple[str, str, str]]:
    fields = asdict(after)
    pairs = ((name, getattr(before, name) or "", value or "") for name, value in fields.items())
    return [(WORDS[name], theirs, yours) for name, theirs, yours in pairs if theirs != yours]


@verb(undoable())
def change_promise(order_id: int, promise_by: datetime, version: int, *, by: By) -> None:
    """When it will leave, as the shop now says. Raises Stale."""
    del by
    order = lock_order(order_id)
    check_version(order, version, [("Leaves by", order.promise_by.isoformat(), promise_by.isoformat())])
    if order.closed_at is not None:
        raise Refused("This order is closed; there is nothing left to promise.")
    remember(order_id=order.id, before=order.promise_by.isoformat(), after=promise_by.isoformat())
    promise_order(order, promise_by)
    order.version += 1
    record(PromiseChanged(order.id, promise_by.isoformat()), about=order.key)


@change_promise.undo
def _old_promise(operation: Operation) -> None:
    order = lock_order(operation.recall("order_id"))
    if order.promise_by != datetime.fromisoformat(operation.recall("after")):
        raise Refused("The promise was changed again since.")
    promise_order(order, datetime.fromisoformat(operation.recall("before")))
    order.version += 1


def promise_order(order: Order, promise_by: datetime) -> None:
    """Say when a locked order leaves. A lost unit is taken from whoever was promised the latest day, so its
    demands know it too. Part of a verb.
    """
    order.promise_by = promise_by
    demands = select(LinePart.demand_id).join(LinePart.line).where(OrderLine.order_id == order.id)
    for demand in lock_demands(db.session.scalars(demands)).values():
        demand.due_at = promise_by
    touch(order.key)


@verb(undoable())
def add_note(order_id: int, text: str, *, by: By) -> int:
    """Something to remember about the order; the customer never sees it."""
    order = lock_order(order_id)
    if not text.strip():
        raise WrongInput("Write something first.")
    note = Note(order_id=order.id, text=text.strip()[:2000], by=by.actor, at=current_operation().at)
    db.session.add(note)
    db.session.flush()
    remember(note_id=note.id)
    record(NoteAdded(order.id, note.id), about=order.key)
    return note.id


@add_note.undo
def _remove_note(operation: Operation) -> None:
    db.session.delete(db.session.get_one(Note, operation.recall("note_id")))
