"""Taking in an order: new, changed or nothing new; the same word twice changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from oms.channels.changing import apply_word
from oms.channels.listings import parts_of_names
from oms.channels.meeting import Seen, has_other_id, in_our_words, lock_known, meant, remember_ids, seen
from oms.channels.models import Channel, ChannelOrder
from oms.channels.promises import promise_for, with_hours
from oms.channels.telling import Told, as_told, changes, heard
from oms.core.db import db
from oms.core.operations import By, current_operation, final, verb
from oms.core.rows import write_rows
from oms.orders.drafts import OrderDraft
from oms.orders.holding import hold_order
from oms.orders.placing import Terms, place_order

GONE = "The channel has deleted this order. Cancel it here too, or say why it is sent nevertheless."


@verb(final("What a channel told stays told; cancel the order instead."))
def take_in(
    channel_id: int,
    draft: OrderDraft,
    doubts: tuple[str, ...] = (),
    *,
    said_at: datetime | None = None,
    by: By,
) -> tuple[str, int]:
    """Make an order of it, or add what is new to the one we have.

    The answer is `new`, `changed` or `unchanged`, and the order's id. `doubts` are sentences that a
    person must settle before anything ships. `said_at` is when the channel said it, without it now:
    what is older than what we have heard since only fills gaps.
    """
    channel = db.session.get_one(Channel, channel_id)
    said_at = said_at or current_operation().at
    known = lock_known(channel_id, draft.external_id, draft.known_as)
    if known is None:
        return "new", _place(channel, draft, doubts, said_at, by)
    by_old_id = has_other_id(known, draft.external_id)
    before, known.told = known.told, _heard(known, as_told(draft), said_at, by_old_id=by_old_id)
    _call_it(known, known.told["external_id"], draft.known_as)
    known.seen_at = max(said_at, known.seen_at)
    what = changes(before, known.told)
    if what:
        apply_word(known, before, what, said_at, by)
    return "changed" if what else "unchanged", known.order_id


@verb(final("What a channel told stays told; cancel the order, or release the hold."))
def take_away(channel_id: int, external_id: str, *, by: By) -> tuple[str, int | None]:
    """The channel deleted an order and says no more of it. Ours waits for a person, until the channel brings
    it back. The answer is `changed`, `unchanged`, or `ignored` where we have none.
    """
    said_at = current_operation().at
    known = lock_known(channel_id, external_id)
    if known is None:
        return "ignored", None
    before, known.told = known.told, {**known.told, "kept_back": GONE}
    known.seen_at = max(said_at, known.seen_at)
    what = changes(before, known.told)
    if what:
        apply_word(known, before, what, said_at, by)
    return "changed" if what else "unchanged", known.order_id


def verdict(channel_id: int, told: list[Told], said_at: datetime) -> list[tuple[str, str]]:
    """For each order told: what taking it in would do, and what would change. Changes nothing."""
    known = seen(channel_id, (name for one in told for name in (one["external_id"], *_known_as(one))))
    return [_verdict(meant(known, one["external_id"], _known_as(one)), one, said_at, known) for one in told]


def _known_as(told: Told) -> Sequence[str]:
    return list(told.get("known_as", ()))


def _verdict(known: Seen | None, now: Told, said_at: datetime, by_id: Mapping[str, Seen]) -> tuple[str, str]:
    if known is None:
        return "new", ""
    by_old_id = now["external_id"] in by_id and known.external_id != now["external_id"]
    what = changes(known.told, _heard(known, now, said_at, by_old_id=by_old_id))
    return ("changed", ", ".join(what)) if what else ("unchanged", "")


def _heard(known: Seen | ChannelOrder, now: Told, said_at: datetime, *, by_old_id: bool) -> Told:
    """All that is known after this word. What the order is called now does not depend on when it was said."""
    now = in_our_words(known, now, by_old_id=by_old_id)
    after = heard(known.told, now, older=said_at < known.seen_at)
    is_renamed = after["external_id"] != now["external_id"]
    return {**after, "external_id": now["external_id"], "number": now["number"]} if is_renamed else after


def _call_it(known: ChannelOrder, external_id: str, known_as: Sequence[str]) -> None:
    """By the id that the channel gives it now; those of before are not forgotten."""
    others = {known.external_id, *known_as} - {external_id}
    known.external_id = external_id
    if known_as:
        remember_ids(known.channel_id, known.order_id, others)


def _place(channel: Channel, draft: OrderDraft, doubts: tuple[str, ...], said_at: datetime, by: By) -> int:
    known = parts_of_names(channel.id, (line.sku for line in draft.lines))
    parts = tuple(known.get(line.sku or "", ()) for line in draft.lines)
    hourly = with_hours(draft, channel, said_at)
    accepted = hourly.paid_at or hourly.placed_at
    terms = Terms(
        channel.site_id,
        hourly.promise_by or promise_for(channel, accepted),
        release_unpaid=channel.releases_unpaid,
        needs_address=channel.kind != "counter",
        came_from=channel.key,
    )
    order_id = place_order(_paid_then(hourly, said_at), parts, terms, by=by)
    keep_told(order_id, channel.id, replace(draft, known_as=()), said_at)
    remember_ids(channel.id, order_id, set(draft.known_as) - {draft.external_id})
    for doubt in doubts:
        hold_order(order_id, "manual", doubt)
    return order_id


def keep_told(order_id: int, channel_id: int, draft: OrderDraft, said_at: datetime) -> None:
    """Remember whose order it is, and every word of it. Part of a verb."""
    row = {"order_id": order_id, "channel_id": channel_id, "external_id": draft.external_id}
    write_rows(ChannelOrder, [{**row, "told": as_told(draft), "seen_at": said_at}])


def _paid_then(draft: OrderDraft, said_at: datetime) -> OrderDraft:
    """Where only the fact of a payment is known, its time is when the channel said so."""
    return replace(draft, paid_at=said_at) if draft.paid and draft.paid_at is None else draft
