"""What a channel's newer word does to an order that we have.

What cannot be done any more, such as cancelling what lies in a parcel, becomes a hold with the reason:
a person has to know before the parcel leaves.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from oms.channels.changing_lines import take_lines, want_all_again
from oms.channels.changing_money import take_money
from oms.channels.facts import ChannelChanged
from oms.channels.hearing import Heard, doubts_of, first_paid, other_items, was_unpaid
from oms.channels.keeping_back import hold_address, hold_back, take_gate, take_stops
from oms.channels.minding import or_hold
from oms.channels.models import Channel, ChannelOrder
from oms.channels.promises import accepted_at, promised, with_hours
from oms.channels.telling import Told, as_draft, changes
from oms.core.db import db
from oms.core.events import record
from oms.core.operations import By, touch
from oms.orders.cancelling import cancel_by_channel
from oms.orders.drafts import ContactDraft, OrderDraft
from oms.orders.editing import promise_order
from oms.orders.facts import AddressChanged
from oms.orders.finding import lock_order
from oms.orders.holding import hold_order
from oms.orders.models import Contact, Order
from oms.orders.placing import write_contacts
from oms.orders.search import add_words, index_contact

EDITED = "The channel now says another address, and somebody here had changed it too: {}. Which one is right?"
OTHER_ITEM = "The channel changed “{}” to “{}”. Look at the order there before this ships."


@dataclass(frozen=True, slots=True)
class Change:
    """What was heard of an order before a word and after it, and what each comes to."""

    before: Heard
    after: Heard
    was: Told
    told: Told

    @property
    def in_words(self) -> list[str]:
        before, after = self.stops
        return list(
            dict.fromkeys([*changes(self.was, self.told), *(["kept back"] if before != after else [])])
        )

    @property
    def stops(self) -> tuple[list[str], list[str]]:
        """Why it may not be sent, by the channel's words before, and by its words now."""
        before, after = (_stops(*one) for one in ((self.was, self.before), (self.told, self.after)))
        return before, after

    @property
    def is_echo(self) -> bool:
        """Whether it says no more than that units left, which may be what we told it ourselves."""
        was, told = (
            {**one, "lines": [{**line, "shipped_by_channel": 0} for line in one["lines"]]}
            for one in (self.was, self.told)
        )
        return was == told

    def paid_before(self, was: OrderDraft) -> datetime | None:
        return _paid_since(was, self.before)

    def paid_now(self, draft: OrderDraft) -> datetime | None:
        return _paid_since(draft, self.after)


def _stops(told: Told, heard: Heard) -> list[str]:
    """A line with another item than at first is for a person, as long as anything of it is wanted."""
    others = other_items(heard)
    wanted = (line["external_id"] for line in told["lines"] if line["cancelled"] < line["quantity"])
    changed = [OTHER_ITEM.format(*others[line_id]) for line_id in wanted if line_id in others]
    return list(dict.fromkeys([*filter(None, [told["kept_back"]]), *doubts_of(heard), *changed]))


def _paid_since(draft: OrderDraft, heard: Heard) -> datetime | None:
    """When it was paid; where the channel gives no day, when it first said so."""
    return (draft.paid_at or first_paid(heard)) if draft.paid else None


def apply_word(known: ChannelOrder, change: Change, said_at: datetime, by: By) -> str:
    """Do what is new since, said at that moment: `changed` or `unchanged`. Part of a verb.

    Whatever is done here depends on all that was said, and not on the order in which it came.
    """
    order, channel = lock_order(known.order_id), db.session.get_one(Channel, known.channel_id)
    was, draft = (with_hours(as_draft(one), channel, said_at) for one in (change.was, change.told))
    what = change.in_words
    is_back = draft.cancelled_at is None and was.cancelled_at is not None and order.cancelled_at is not None
    if is_back:
        want_all_again(order, known.channel_id, draft)
    _take_amounts(order, draft)
    if "order number" in what:
        _take_number(order, draft)
    take_money(order, draft, (change.paid_before(was), change.paid_now(draft)), by)
    _take_promise(order, channel, (was, change.before), (draft, change.after))
    take_gate(order, was, draft)
    take_stops(order, *change.stops)
    if "customer" in what:
        _take_buyer(order, draft.buyer)
    if "address" in what:
        _take_address(order, was.ship_to, draft.ship_to)
    if is_back:
        hold_back(order, channel, draft, change.stops[1])
    did = take_lines(order, known.channel_id, change.was, draft, by)
    if "cancelled" in what and draft.cancelled_at is not None and order.cancelled_at is None:
        told = "The channel cancelled this order."
        or_hold(order, told, lambda: cancel_by_channel(order.id, by=by))
    if not what or (change.is_echo and not did):
        return "unchanged"
    order.version += 1
    record(ChannelChanged(order.id, ", ".join(what)), about=order.key)
    touch(order.key)
    return "changed"


def _take_amounts(order: Order, draft: OrderDraft) -> None:
    order.currency, order.total_minor = draft.currency, draft.total_minor
    order.shipping_minor, order.tax_minor = draft.shipping_minor, draft.tax_minor
    order.discount_minor, order.prices_include_tax = draft.discount_minor, draft.prices_include_tax
    order.reconciles, order.service, order.note = draft.reconciles, draft.service, draft.note


def _take_number(order: Order, draft: OrderDraft) -> None:
    """It is still found by the one that it had."""
    order.number = draft.number
    add_words(order.id, draft.number, draft.external_id)


def _take_buyer(order: Order, buyer: ContactDraft) -> None:
    (order.buyer_id,) = write_contacts(buyer)
    index_contact(order.id, buyer)


def _take_address(order: Order, before: ContactDraft, now: ContactDraft) -> None:
    """What left keeps the address that it went to; what a person typed is not overwritten."""
    is_cancelled = order.cancelled_at is not None
    ours = db.session.get_one(Contact, order.ship_to_id)
    if (order.closed_at is not None and not is_cancelled) or asdict(now) == asdict(contact_draft(ours)):
        return
    if asdict(before) != asdict(contact_draft(ours)):
        if not is_cancelled:
            hold_order(order.id, "address", EDITED.format(_in_one_line(now)))
        return
    (order.ship_to_id,) = write_contacts(now)
    record(AddressChanged(order.id, ours.id, order.ship_to_id), about=order.key)
    index_contact(order.id, now)
    if not is_cancelled:
        hold_address(order, now)


def contact_draft(contact: Contact) -> ContactDraft:
    return ContactDraft(**{name: getattr(contact, name) for name in ContactDraft.__dataclass_fields__})


def _in_one_line(contact: ContactDraft) -> str:
    parts = (contact.name, contact.line1, contact.line2, contact.postcode, contact.city, contact.country)
    return ", ".join(part for part in parts if part)


def _take_promise(
    order: Order, channel: Channel, before: tuple[OrderDraft, Heard], now: tuple[OrderDraft, Heard]
) -> None:
    """The channel's own ship-by; without one it follows the payment, unless a person said another."""
    was, draft = before[0], now[0]
    if draft.promise_by is not None and draft.promise_by != was.promise_by:
        promise_order(order, draft.promise_by)
        return
    accepted = [_accepted_at(channel, *one) for one in (before, now)]
    if accepted[0] == accepted[1] or (order.closed_at is not None and order.cancelled_at is None):
        return
    if order.promise_by == promised(channel, was, accepted[0]):
        promise_order(order, promised(channel, draft, accepted[1]))


def _accepted_at(channel: Channel, draft: OrderDraft, heard: Heard) -> datetime:
    """Where it was never said to be unpaid and nothing says when it was paid, it came in paid."""
    return accepted_at(channel, draft, draft.paid_at or (first_paid(heard) if was_unpaid(heard) else None))
