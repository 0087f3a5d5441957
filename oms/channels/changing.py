"""What a channel's newer word does to an order that we have.

What cannot be done any more, such as cancelling what lies in a parcel, becomes a hold with the reason:
a person has to know before the parcel leaves.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, func, select

from oms.channels.changing_lines import take_lines
from oms.channels.facts import ChannelChanged
from oms.channels.models import Channel, ChannelOrder
from oms.channels.promises import with_hours
from oms.channels.telling import Told, as_draft
from oms.core.db import db
from oms.core.errors import Refused
from oms.core.events import record
from oms.core.operations import By, touch
from oms.orders.addresses import address_faults
from oms.orders.cancelling import cancel_by_channel
from oms.orders.drafts import ContactDraft, OrderDraft, PaymentDraft
from oms.orders.editing import promise_order
from oms.orders.facts import AddressChanged
from oms.orders.finding import lock_order
from oms.orders.holding import hold_order, release
from oms.orders.models import Contact, Hold, LinePart, Order, OrderLine, Payment
from oms.orders.paying import record_charge, record_refund
from oms.orders.placing import write_contacts
from oms.orders.search import add_words, index_contact

EDITED = "The channel now says another address, and somebody here had changed it too: {}. Which one is right?"
PACKED = "The channel changed the address after it was packed. Print the label again."


def apply_word(known: ChannelOrder, before: Told, what: list[str], said_at: datetime, by: By) -> None:
    """Do what is new in `known.told`, said at that moment; `what` are the words for it. Part of a verb."""
    order = lock_order(known.order_id)
    draft = with_hours(as_draft(known.told), db.session.get_one(Channel, known.channel_id), said_at)
    _take_amounts(order, draft)
    if "order number" in what:
        _take_number(order, draft)
    _take_payments(order, draft, said_at, by)
    _take_gate(order, before, draft)
    _take_stop(order, before.get("kept_back"), draft.kept_back)
    if "customer" in what:
        _take_buyer(order, draft.buyer)
    if "address" in what:
        _take_address(order, ContactDraft(**before["ship_to"]), draft.ship_to)
    if "ship-by date" in what:
        _take_promise(order, draft)
    take_lines(order, known.channel_id, before, draft, by)
    if "cancelled" in what and order.cancelled_at is None:
        told = "The channel cancelled this order."
        _or_hold(order, told, lambda: cancel_by_channel(order.id, by=by))
    order.version += 1
    record(ChannelChanged(order.id, ", ".join(what)), about=order.key)
    touch(order.key)


def _or_hold(order: Order, told: str, act: Callable[[], object]) -> None:
    try:
        act()
    except Refused as refusal:
        hold_order(order.id, "manual", f"{told} {refusal.sentence}")


def _take_amounts(order: Order, draft: OrderDraft) -> None:
    order.currency, order.total_minor = draft.currency, draft.total_minor
    order.shipping_minor, order.tax_minor = draft.shipping_minor, draft.tax_minor
    order.discount_minor, order.prices_include_tax = draft.discount_minor, draft.prices_include_tax
    order.reconciles, order.service, order.note = draft.reconciles, draft.service, draft.note


def _take_number(order: Order, draft: OrderDraft) -> None:
    """It is still found by the one that it had."""
    order.number = draft.number
    add_words(order.id, draft.number, draft.external_id)


def _take_payments(order: Order, draft: OrderDraft, said_at: datetime, by: By) -> None:
    """Money that we did not know of."""
    if draft.paid and order.paid_at is None:
        _or_hold(order, "The channel says that it is paid.", lambda: _charge(order, draft, said_at, by))
    refunds = [p.amount_minor for p in draft.payments if p.kind == "refund"]
    count, sum_ = _refunded(order.id)
    new = sum(filter(None, refunds)) - sum_
    if new > 0 or (refunds and not count):
        told = "The channel says that money went back."
        _or_hold(order, told, lambda: record_refund(order.id, new or None, by=by))


def _charge(order: Order, draft: OrderDraft, said_at: datetime, by: By) -> None:
    charge = next((p for p in draft.payments if p.kind == "charge"), PaymentDraft("charge", None, None))
    record_charge(
        order.id,
        charge.amount_minor,
        reference=charge.reference,
        method=charge.method,
        at=draft.paid_at or said_at,
        settles=True,
        by=by,
    )


def _take_gate(order: Order, before: Told, draft: OrderDraft) -> None:
    """Whether it is to be sent before it is paid."""
    was = bool(before.get("ships_unpaid"))
    if was == bool(draft.ships_unpaid) or order.paid_at is not None or order.closed_at is not None:
        return
    if was:
        hold_order(order.id, "payment")
    else:
        _release_ours(order, "The channel sends it unpaid.", Hold.reason == "payment")


def _take_stop(order: Order, before: str | None, now: str | None) -> None:
    """Whether the channel itself keeps it back. What a person placed stays."""
    if (before or "") == (now or "") or order.closed_at is not None:
        return
    if before:
        _release_ours(order, "The channel lets it go on.", Hold.detail == before)
    if now:
        hold_order(order.id, "manual", now)


def _refunded(order_id: int) -> tuple[int, int]:
    query = select(func.count(), func.coalesce(func.sum(Payment.amount_minor), 0))
    found = db.session.execute(query.where(Payment.order_id == order_id, Payment.kind == "refund")).one()
    return found[0] or 0, int(found[1] or 0)


def _take_buyer(order: Order, buyer: ContactDraft) -> None:
    (order.buyer_id,) = write_contacts(buyer)
    index_contact(order.id, buyer)


def _take_address(order: Order, before: ContactDraft, now: ContactDraft) -> None:
    """An order that is closed keeps the address that it went to; what a person typed is not overwritten."""
    if order.closed_at is not None:
        return
    ours = db.session.get_one(Contact, order.ship_to_id)
    if asdict(now) == asdict(contact_draft(ours)):
        return
    if asdict(before) != asdict(contact_draft(ours)):
        hold_order(order.id, "address", EDITED.format(_in_one_line(now)))
        return
    (order.ship_to_id,) = write_contacts(now)
    record(AddressChanged(order.id, ours.id, order.ship_to_id), about=order.key)
    index_contact(order.id, now)
    _hold_address(order, now)


def contact_draft(contact: Contact) -> ContactDraft:
    return ContactDraft(**{name: getattr(contact, name) for name in ContactDraft.__dataclass_fields__})


def _in_one_line(contact: ContactDraft) -> str:
    parts = (contact.name, contact.line1, contact.line2, contact.postcode, contact.city, contact.country)
    return ", ".join(part for part in parts if part)


def _hold_address(order: Order, now: ContactDraft) -> None:
    """Our own doubt about the old address is settled by the new one; what a person placed stays."""
    _release_ours(order, "The channel sent another address.", Hold.reason == "address")
    sentences = [fault.sentence for fault in address_faults(now)]
    if _is_packed(order.id):
        sentences.append(PACKED)
    if sentences:
        hold_order(order.id, "address", " ".join(sentences))


def _release_ours(order: Order, why: str, which: ColumnElement[bool]) -> None:
    query = select(Hold).where(
        Hold.order_id == order.id, which, Hold.released_at.is_(None), Hold.placed_by.not_like("user:%")
    )
    for hold in db.session.scalars(query):
        release(hold, why)


def _is_packed(order_id: int) -> bool:
    query = select(LinePart.id).join(LinePart.line)
    packed = query.where(OrderLine.order_id == order_id, LinePart.packed > LinePart.shipped)
    return db.session.scalar(packed.limit(1)) is not None


def _take_promise(order: Order, draft: OrderDraft) -> None:
    """The channel's own ship-by."""
    if draft.promise_by is not None:
        promise_order(order, draft.promise_by)
