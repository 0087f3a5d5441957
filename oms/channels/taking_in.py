"""Taking in an order: new, changed or nothing new; the same word twice changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy import bindparam, func, select

from oms.channels.changing import apply_word
from oms.channels.listings import parts_of_names
from oms.channels.models import Channel, ChannelOrder
from oms.channels.promises import promise_for
from oms.channels.telling import Told, as_told, changes, heard
from oms.core.db import db, is_sqlite
from oms.core.operations import By, current_operation, final, verb
from oms.core.rows import write_rows
from oms.orders.drafts import OrderDraft
from oms.orders.holding import hold_order
from oms.orders.placing import Terms, place_order

GONE = "The channel has deleted this order. Cancel it here too, or say why it is sent nevertheless."

KNOWN = (
    select(ChannelOrder)
    .where(
        ChannelOrder.channel_id == bindparam("channel_id"),
        ChannelOrder.external_id == bindparam("external_id"),
    )
    .with_for_update()
)


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
    known = lock_known(channel_id, draft.external_id)
    if known is None:
        return "new", _place(channel, draft, doubts, said_at, by)
    before, known.told = known.told, heard(known.told, as_told(draft), older=said_at < known.seen_at)
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
    ids = [one["external_id"] for one in told]
    query = select(ChannelOrder.external_id, ChannelOrder.told, ChannelOrder.seen_at).where(
        ChannelOrder.channel_id == channel_id, ChannelOrder.external_id.in_(ids)
    )
    known = {
        external_id: (before, said_at < seen_at) for external_id, before, seen_at in db.session.execute(query)
    }
    return [_verdict(*known.get(one["external_id"], (None, False)), one) for one in told]


def _verdict(before: Told | None, is_older: bool, now: Told) -> tuple[str, str]:
    if before is None:
        return "new", ""
    what = changes(before, heard(before, now, older=is_older))
    return ("changed", ", ".join(what)) if what else ("unchanged", "")


def _place(channel: Channel, draft: OrderDraft, doubts: tuple[str, ...], said_at: datetime, by: By) -> int:
    known = parts_of_names(channel.id, (line.sku for line in draft.lines))
    parts = tuple(known.get(line.sku or "", ()) for line in draft.lines)
    accepted = draft.paid_at or draft.placed_at
    terms = Terms(
        channel.site_id,
        draft.promise_by or promise_for(channel, accepted),
        release_unpaid=channel.release_unpaid,
        needs_address=channel.kind != "counter",
        came_from=channel.key,
    )
    order_id = place_order(_paid_then(draft, said_at), parts, terms, by=by)
    keep_told(order_id, channel.id, draft, said_at)
    for doubt in doubts:
        hold_order(order_id, "manual", doubt)
    return order_id


def keep_told(order_id: int, channel_id: int, draft: OrderDraft, said_at: datetime) -> None:
    """Remember whose order it is, and every word of it. Part of a verb."""
    row = {"order_id": order_id, "channel_id": channel_id, "external_id": draft.external_id}
    write_rows(ChannelOrder, [{**row, "told": as_told(draft), "seen_at": said_at}])


def lock_known(channel_id: int, external_id: str) -> ChannelOrder | None:
    """What we know of a channel's order. Who tells it at the same instant waits here, and then finds it known;
    SQLite has one writer anyway. Part of a verb.
    """
    if not is_sqlite():
        key = func.hashtext(f"{channel_id}:{external_id}")
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext("take_in"), key)))
    return db.session.scalar(KNOWN, {"channel_id": channel_id, "external_id": external_id})


def _paid_then(draft: OrderDraft, said_at: datetime) -> OrderDraft:
    """Where only the fact of a payment is known, its time is when the channel said so."""
    return replace(draft, paid_at=said_at) if draft.paid and draft.paid_at is None else draft
