"""Taking in an order: new, changed or nothing new; the same word twice changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from oms.channels.changing import Change, apply_word
from oms.channels.events import RefundTold
from oms.channels.hearing import Heard, refund, stop, sum_up, sure_lines, together, word
from oms.channels.intake import let_waiting_read
from oms.channels.kinds import find_kind
from oms.channels.listings import parts_of_names
from oms.channels.meeting import Seen, has_other_id, in_our_words, lock_known, meant, remember_ids, seen
from oms.channels.models import Channel, ChannelOrder
from oms.channels.promises import accepted_at, promised, with_hours
from oms.channels.telling import Told, as_told, changes
from oms.core.db import db
from oms.core.operations import By, current_operation, final, verb
from oms.core.rows import write_rows
from oms.orders.drafts import OrderDraft, refuse_endless
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
    whole: bool = False,
    by: By,
) -> tuple[str, int]:
    """Make an order of it, or add what is new to the one we have.

    The answer is `new`, `changed` or `unchanged`, and the order's id. `doubts` are sentences that a
    person must settle before anything ships. `said_at` is when the channel said it, without it now:
    what is older than what we have heard since only fills gaps. A `whole` word tells all of the order as it
    was at that moment; of another, what it leaves out is as it was.
    """
    refuse_endless(draft)
    said_at = said_at or current_operation().at
    known = lock_known(channel_id, draft.external_id, draft.known_as)
    if known is None:
        return "new", _place(channel_id, draft, doubts, said_at, by, whole=whole)
    by_old_id = has_other_id(known, draft.external_id)
    sure = sure_lines(heard_of(known)) if whole else set()
    now = in_our_words(known, as_told(draft), by_old_id=by_old_id, sure=sure)
    own = {line.external_id for line in draft.lines} & {line["external_id"] for line in now["lines"]}
    new = _called(known, now, word(now, said_at, whole=whole, doubts=doubts, sure=own))
    _call_it(known, now["external_id"], draft.known_as)
    return _hear(known, new, said_at, by), known.order_id


@verb(final("What a channel told stays told; note what is right beside it."))
def take_back(channel_id: int, told: RefundTold, *, said_at: datetime, by: By) -> tuple[str, int] | None:
    """Money went back, and some units may not be wanted any more. None where we do not have the order yet."""
    known = lock_known(channel_id, told.order_external_id)
    if known is None:
        return None
    return _hear(known, refund(told, said_at, known.told["currency"]), said_at, by), known.order_id


@verb(final("What a channel told stays told; cancel the order, or release the hold."))
def take_away(
    channel_id: int, external_id: str, *, said_at: datetime | None = None, by: By
) -> tuple[str, int | None]:
    """The channel deleted an order and says no more of it. Ours waits for a person, until the channel brings
    it back. The answer is `changed`, `unchanged`, or `ignored` where we have none.
    """
    said_at = said_at or current_operation().at
    known = lock_known(channel_id, external_id)
    if known is None:
        return "ignored", None
    return _hear(known, stop(GONE, said_at), said_at, by), known.order_id


def is_known(channel_id: int, draft: OrderDraft) -> bool:
    """Whether we have it; if not, it does not come in before the transaction ends. Part of a verb."""
    return lock_known(channel_id, draft.external_id, draft.known_as) is not None


def _hear(known: ChannelOrder, new: Heard, said_at: datetime, by: By) -> str:
    before = heard_of(known)
    after = together(before, new)
    if after == before:
        return "unchanged"
    known.heard, known.seen_at = after, max(said_at, known.seen_at)
    was, known.told = sum_up(before, known.external_id), sum_up(after, known.external_id)
    return apply_word(known, Change(before, after, was, known.told), said_at, by)


def heard_of(known: Seen | ChannelOrder) -> Heard:
    """All that was said of it; where there was but one word, that one."""
    return known.heard or word(known.told, known.seen_at)


def _called(known: Seen | ChannelOrder, now: Told, new: Heard) -> Heard:
    """What the order is called now does not depend on when it was said."""
    if now["external_id"] == known.external_id:
        return new
    said = [entries["number"][0] for entries in heard_of(known).values() if "number" in entries]
    number = {"order": {"number": [max(said, default=0) + 1, now["number"]]}}
    return together(new, number)


def verdict(channel_id: int, told: list[Told], said_at: datetime) -> list[tuple[str, str]]:
    """For each order told: what taking it in would do, and what would change. Changes nothing."""
    known = seen(channel_id, (name for one in told for name in (one["external_id"], *_known_as(one))))
    return [_verdict(meant(known, one["external_id"], _known_as(one)), one, said_at, known) for one in told]


def _known_as(told: Told) -> Sequence[str]:
    return list(told.get("known_as", ()))


def _verdict(known: Seen | None, told: Told, said_at: datetime, by_id: Mapping[str, Seen]) -> tuple[str, str]:
    if known is None:
        return "new", ""
    by_old_id = told["external_id"] in by_id and known.external_id != told["external_id"]
    now = in_our_words(known, told, by_old_id=by_old_id)
    before = heard_of(known)
    after = together(before, _called(known, now, word(now, said_at)))
    what = changes(sum_up(before, known.external_id), sum_up(after, now["external_id"]))
    return ("changed", ", ".join(what)) if what else ("unchanged", "")


def _call_it(known: ChannelOrder, external_id: str, known_as: Sequence[str]) -> None:
    """By the id that the channel gives it now; those of before are not forgotten."""
    others = {known.external_id, *known_as} - {external_id}
    known.external_id = external_id
    if known_as:
        remember_ids(known.channel_id, known.order_id, others)


def _place(
    channel_id: int, draft: OrderDraft, doubts: tuple[str, ...], said_at: datetime, by: By, *, whole: bool
) -> int:
    channel = db.session.get_one(Channel, channel_id)
    known = parts_of_names(channel.id, (line.sku for line in draft.lines))
    parts = tuple(known.get(line.sku or "", ()) for line in draft.lines)
    hourly = with_hours(draft, channel, said_at)
    terms = Terms(
        channel.site_id,
        promised(channel, hourly, accepted_at(channel, hourly, hourly.paid_at)),
        release_unpaid=channel.releases_unpaid,
        needs_address=channel.kind != "counter",
        came_from=channel.key,
    )
    order_id = place_order(_paid_then(hourly, said_at), parts, terms, by=by)
    told, heard = as_told(replace(draft, known_as=())), None
    if whole:
        own = [line.external_id for line in draft.lines]
        heard = word(told, said_at, whole=True, doubts=doubts, sure=own)
        told = sum_up(heard, draft.external_id)
    keep_told(order_id, channel.id, draft.external_id, told, said_at, heard)
    remember_ids(channel.id, order_id, set(draft.known_as) - {draft.external_id})
    for doubt in doubts:
        hold_order(order_id, "manual", doubt)
    if find_kind(channel.kind).has_events:
        let_waiting_read(channel.id, [draft.external_id, *draft.known_as])
    return order_id


def keep_told(
    order_id: int,
    channel_id: int,
    external_id: str,
    told: Told,
    said_at: datetime,
    heard: Heard | None = None,
) -> None:
    """Remember whose order it is, and every word of it. Part of a verb."""
    row = {"order_id": order_id, "channel_id": channel_id, "external_id": external_id}
    write_rows(ChannelOrder, [{**row, "told": told, "heard": heard, "seen_at": said_at}])


def _paid_then(draft: OrderDraft, said_at: datetime) -> OrderDraft:
    """Where only the fact of a payment is known, its time is when the channel said so."""
    return replace(draft, paid_at=said_at) if draft.paid and draft.paid_at is None else draft
