"""What becomes of an event that was kept: read by its channel's own words, and done in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from oms.channels.events import Reading, Unreadable, Webhook
from oms.channels.facts import OrderNamed
from oms.channels.intake import STAYS, lock_intake, plain
from oms.channels.kinds import find_kind
from oms.channels.models import Channel, Intake
from oms.channels.taking_in import is_known, take_away, take_back, take_in
from oms.core.db import db
from oms.core.errors import Refused
from oms.core.events import record
from oms.core.operations import By, current_operation, final, verb

OUTCOMES = ("waiting", "new", "changed", "unchanged", "ignored")
"""Where an event says several things, the first of these that became of one of them."""
LONGEST_SENTENCE = 500
NOT_YET = "The order that it is about has not come yet. It is done once it does."
ASKING = "It only names the order; the channel is asked for it."
UNKNOWN = "The channel was asked for this order, and has none."
SILENT = "It says nothing that concerns an order."


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one thing that an event said."""

    outcome: str
    order_id: int | None = None
    sentence: str = ""
    waits_for: str | None = None


def read_kept(intake_id: int, by: By) -> None:
    """Do what an event says. Where the shop's rules refuse it, nothing of it is done, and the sentence is kept."""
    try:
        read_event(intake_id, by=by)
    except Refused as refusal:
        refuse_event(intake_id, refusal.sentence, by=by.part("refused"))


@verb(final(STAYS))
def read_event(intake_id: int, *, by: By) -> None:
    intake = lock_intake(intake_id)
    if intake.done_at is not None and intake.waits_for is None:
        return
    try:
        reading = _webhook(intake.channel_id).read(intake.topic, intake.body)
    except Unreadable as problem:
        _settle(intake, Done("refused", sentence=str(problem)))
        return
    if reading.orders:
        intake.version = reading.orders[-1].version
    done = list(_each(intake, reading, by)) or [Done("ignored", sentence=reading.ignored or SILENT)]
    _settle(intake, min(done, key=lambda one: OUTCOMES.index(one.outcome)))


@verb(final(STAYS))
def refuse_event(intake_id: int, sentence: str, *, by: By) -> None:
    del by
    _settle(lock_intake(intake_id), Done("refused", sentence=sentence))


@verb(final(STAYS))
def settle_asked(intake_id: int, fetched_id: int, *, by: By) -> None:
    """What only named an order comes to what the order came to."""
    del by
    intake, fetched = lock_intake(intake_id), lock_intake(fetched_id)
    if _is_asking(intake):
        outcome = fetched.outcome or "waiting"
        _settle(intake, Done(outcome, fetched.order_id, fetched.sentence or "", fetched.waits_for))


@verb(final(STAYS))
def settle_unknown(intake_id: int, external_id: str, *, by: By) -> None:
    """The channel has no such order (any more). If we have it, a person has to know."""
    intake = lock_intake(intake_id)
    outcome, order_id = take_away(intake.channel_id, external_id, said_at=intake.arrived_at, by=by)
    if _is_asking(intake):
        _settle(intake, Done(outcome, order_id, UNKNOWN))


def _is_asking(intake: Intake) -> bool:
    return (intake.outcome, intake.sentence) == ("waiting", ASKING)


def _webhook(channel_id: int) -> Webhook:
    webhook = find_kind(db.session.get_one(Channel, channel_id).kind).webhook
    if webhook is None:
        raise Refused("This kind of channel tells nothing by itself.")
    return webhook


def _each(intake: Intake, reading: Reading, by: By) -> Iterator[Done]:
    channel_id, said_at = intake.channel_id, intake.version or intake.arrived_at
    for told in reading.orders:
        if told.only_known and not is_known(channel_id, told.draft):
            yield Done("ignored", None, told.only_known, told.draft.external_id)
        else:
            when = told.version or said_at
            yield Done(*take_in(channel_id, told.draft, told.doubts, said_at=when, whole=True, by=by))
    for refund in reading.refunds:
        taken = take_back(channel_id, refund, said_at=intake.arrived_at, by=by)
        yield Done(*taken) if taken else Done("waiting", None, NOT_YET, refund.order_external_id)
    for external_id in reading.gone:
        outcome, order_id = take_away(channel_id, external_id, said_at=intake.arrived_at, by=by)
        yield Done(outcome, order_id, waits_for=None if order_id else external_id)
    for external_id in reading.fetch:
        record(OrderNamed(intake.id, channel_id, external_id), about=f"intake:{intake.id}")
    if reading.fetch and not reading.orders:
        yield Done("waiting", None, ASKING)


def _settle(intake: Intake, done: Done) -> None:
    intake.done_at = current_operation().at
    intake.outcome, intake.sentence = done.outcome, plain(done.sentence, LONGEST_SENTENCE) or None
    intake.order_id, intake.waits_for = done.order_id or intake.order_id, done.waits_for
