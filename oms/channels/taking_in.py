"""Taking in an order: new, changed or nothing new; the same word twice changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import func, insert, select

from oms.channels.facts import ChannelChanged
from oms.channels.listings import parts_of_names
from oms.channels.models import Channel, ChannelOrder
from oms.channels.promises import promise_for
from oms.channels.telling import Told, add_told, as_draft, as_told, changes
from oms.core.db import db, is_sqlite
from oms.core.errors import Refused
from oms.core.events import record
from oms.core.operations import By, current_operation, final, touch, verb
from oms.inventory.stock import lock_demands, want_less
from oms.orders.addresses import address_faults
from oms.orders.cancelling import cancel_by_channel, cancel_line
from oms.orders.drafts import LineDraft, OrderDraft
from oms.orders.finding import lock_order
from oms.orders.holding import hold_order
from oms.orders.models import Hold, LinePart, Order, OrderLine, Payment
from oms.orders.paying import record_charge, record_refund
from oms.orders.placing import Terms, add_line, contact_from, place_order
from oms.orders.search import index_contact


@verb(final("What a channel told stays told; cancel the order instead."))
def take_in(channel_id: int, draft: OrderDraft, doubts: tuple[str, ...] = (), *, by: By) -> tuple[str, int]:
    """Make an order of it, or add what is new to the one we have.

    The answer is `new`, `changed` or `unchanged`, and the order's id. `doubts` are sentences that a
    person must settle before anything ships.
    """
    channel = db.session.get_one(Channel, channel_id)
    _one_at_a_time(channel_id, draft.external_id)
    known = db.session.scalar(
        select(ChannelOrder)
        .where(ChannelOrder.channel_id == channel_id, ChannelOrder.external_id == draft.external_id)
        .with_for_update()
    )
    if known is None:
        return "new", _place(channel, draft, doubts, by)
    merged = add_told(known.told, as_told(draft))
    what = changes(known.told, merged)
    known.seen_at = current_operation().at
    if not what:
        return "unchanged", known.order_id
    _apply(known, merged, what, by)
    known.told = merged
    return "changed", known.order_id


def keep_told(order_id: int, channel_id: int, draft: OrderDraft) -> None:
    """Remember whose order it is, and every word of it. Part of a verb."""
    values = {"order_id": order_id, "channel_id": channel_id, "external_id": draft.external_id}
    kept = insert(ChannelOrder).values(**values, told=as_told(draft), seen_at=current_operation().at)
    db.session.execute(kept)


def _one_at_a_time(channel_id: int, external_id: str) -> None:
    """Who tells an order at the same instant waits here, and then finds it known. SQLite has one writer anyway."""
    if not is_sqlite():
        key = func.hashtext(f"{channel_id}:{external_id}")
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext("take_in"), key)))


def verdict(channel_id: int, told: list[Told]) -> list[tuple[str, str]]:
    """For each order told: what taking it in would do, and what would change. Changes nothing."""
    ids = [one["external_id"] for one in told]
    query = select(ChannelOrder.external_id, ChannelOrder.told).where(
        ChannelOrder.channel_id == channel_id, ChannelOrder.external_id.in_(ids)
    )
    known = {external_id: before for external_id, before in db.session.execute(query)}
    return [_verdict(known.get(one["external_id"]), one) for one in told]


def _verdict(before: Told | None, now: Told) -> tuple[str, str]:
    if before is None:
        return "new", ""
    what = changes(before, add_told(before, now))
    return ("changed", ", ".join(what)) if what else ("unchanged", "")


def _place(channel: Channel, draft: OrderDraft, doubts: tuple[str, ...], by: By) -> int:
    known = parts_of_names(channel.id, (line.sku for line in draft.lines))
    parts = tuple(known.get(line.sku or "", ()) for line in draft.lines)
    accepted = draft.paid_at or draft.placed_at
    terms = Terms(
        channel.site_id,
        draft.promise_by or promise_for(channel, accepted),
        release_unpaid=channel.release_unpaid,
        needs_address=channel.kind != "counter",
    )
    order_id = place_order(draft, parts, terms, by=by)
    keep_told(order_id, channel.id, draft)
    for doubt in doubts:
        hold_order(order_id, "manual", doubt)
    return order_id


def _apply(known: ChannelOrder, merged: Told, what: list[str], by: By) -> None:
    order, draft = lock_order(known.order_id), as_draft(merged)
    _take_amounts(order, draft)
    _take_payments(order, draft, by)
    if "address" in what:
        _take_address(order, draft)
    if "ship-by date" in what and draft.promise_by:
        order.promise_by = draft.promise_by
    _take_lines(order, known, draft, by)
    if draft.cancelled_at is not None and order.cancelled_at is None:
        _take_cancel(order, by)
    order.version += 1
    record(ChannelChanged(order.id, ", ".join(what)), about=order.key)
    touch(order.key)


def _take_amounts(order: Order, draft: OrderDraft) -> None:
    order.currency, order.total_minor = draft.currency, draft.total_minor
    order.shipping_minor, order.tax_minor = draft.shipping_minor, draft.tax_minor
    order.discount_minor, order.prices_include_tax = draft.discount_minor, draft.prices_include_tax
    order.reconciles, order.service, order.note = draft.reconciles, draft.service, draft.note


def _take_payments(order: Order, draft: OrderDraft, by: By) -> None:
    """Money that we did not know of. "Unpaid" after "paid" is an old word, and is not believed."""
    if draft.paid and order.paid_at is None:
        charge = next((p for p in draft.payments if p.kind == "charge"), None)
        at = draft.paid_at or current_operation().at
        amount = charge.amount_minor if charge else None
        reference = charge.reference if charge else None
        record_charge(order.id, amount, reference=reference, at=at, settles=True, by=by)
    refunds = [p.amount_minor or 0 for p in draft.payments if p.kind == "refund"]
    new = sum(refunds) - _refunded(order.id)
    if new > 0:
        record_refund(order.id, new, by=by)


def _refunded(order_id: int) -> int:
    query = select(func.coalesce(func.sum(Payment.amount_minor), 0))
    return int(db.session.scalar(query.where(Payment.order_id == order_id, Payment.kind == "refund")) or 0)


def _take_address(order: Order, draft: OrderDraft) -> None:
    contact = contact_from(draft.ship_to)
    db.session.add(contact)
    db.session.flush()
    order.ship_to_id = contact.id
    index_contact(order.id, draft.ship_to)
    faults = address_faults(draft.ship_to)
    already = select(Hold.id).where(
        Hold.order_id == order.id, Hold.reason == "address", Hold.released_at.is_(None)
    )
    if faults and db.session.scalar(already) is None:
        hold_order(order.id, "address", " ".join(fault.sentence for fault in faults))


def _take_lines(order: Order, known: ChannelOrder, draft: OrderDraft, by: By) -> None:
    query = select(OrderLine).where(OrderLine.order_id == order.id)
    ours = {line.external_id: line for line in db.session.scalars(query)}
    parts = parts_of_names(known.channel_id, (line.sku for line in draft.lines))
    for line in draft.lines:
        if line.external_id in ours:
            _take_line(ours[line.external_id], line, by)
        else:
            add_line(order, line, parts.get(line.sku or "", ()))


def _take_line(line: OrderLine, told: LineDraft, by: By) -> None:
    line.unit_price_minor, line.line_total_minor = told.unit_price_minor, told.line_total_minor
    line.tax_minor, line.discount_minor = told.tax_minor, told.discount_minor
    elsewhere = max(0, told.shipped_by_channel - line.shipped) - line.shipped_elsewhere
    if elsewhere > 0:
        _count_elsewhere(line, min(elsewhere, line.to_ship))
    cancelled = min(told.cancelled - line.cancelled, line.to_ship)
    if cancelled > 0:
        db.session.flush()
        cancel_line(line.id, cancelled, by=by)


def _count_elsewhere(line: OrderLine, quantity: int) -> None:
    """The channel says that somebody else sent some of it. What we sent ourselves it counts too."""
    query = select(LinePart.demand_id, LinePart.per).where(LinePart.line_id == line.id)
    pers = {demand_id: per for demand_id, per in db.session.execute(query)}
    for demand in lock_demands(pers).values():
        want_less(demand, quantity * pers[demand.id])
    line.shipped_elsewhere += quantity


def _take_cancel(order: Order, by: By) -> None:
    try:
        cancel_by_channel(order.id, by=by)
    except Refused as refusal:
        hold_order(order.id, "manual", f"The channel cancelled this order. {refusal.sentence}")


def file_time(draft: OrderDraft, at: datetime) -> OrderDraft:
    """Where only the fact of a payment is known, its time is that of the file."""
    return replace(draft, paid_at=at) if draft.paid and draft.paid_at is None else draft
