"""Telling channels by their API how many are left: at once, of what differs, and never a word too old.

The worker looks for differences and records one fact for each account that has some; however many sales there were
meanwhile, what leaves is what may be sold when it leaves. What a channel is told comes with what it had by the last
word, so that a channel which compares takes nothing that would undo a sale of its own.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from sqlalchemy import and_, func, select

from oms.channels.calling import client_of, note_pulse
from oms.channels.clients import Client, StockLevel, Told
from oms.channels.http import TurnedDown
from oms.core import clock
from oms.core.db import db, transaction
from oms.core.errors import NotDone, Permanent, Refused, Unreachable, Waits
from oms.core.events import record
from oms.core.operations import By, final, verb
from oms.core.watching import look_where_new
from oms.core.working import duty
from oms.outgoing.facts import LevelsChanged
from oms.outgoing.measuring import (
    BELIEVED,
    LEVEL,
    LIVE,
    accounts_that_differ,
    differs,
    levels_of,
    offers_where,
)
from oms.outgoing.models import Offer
from oms.outgoing.stock_ways import TELLER, telling_accounts, under_way

LOOKS = 1.0
LOOKS_IN_ANY_CASE = 30.0
TURN = 20.0
TRIES = 3
SOON, LATER = 5.0, 900.0
"""Seconds until another try: after silence (failures in a row make the account rest longer), and after a no."""

MOVES = "The channel says another number each time that it is told one. It is told again in a moment."


@duty(every=LOOKS)
def look_at_levels() -> None:
    """Whether channels have to be told anything; where nothing was committed, nobody looks."""
    look_where_new("levels", _look, at_least_every=LOOKS_IN_ANY_CASE)


def _look() -> None:
    """An account to which something is on its way already is told what is true then."""
    accounts = telling_accounts()
    accounts -= under_way(TELLER, accounts).keys()
    differing = accounts_that_differ(accounts) if accounts else ()
    if differing:
        want_told(tuple(differing), by=By("worker"))


@verb(final("How many are left is told at once: waiting would oversell."))
def want_told(channel_ids: tuple[int, ...], *, by: By) -> None:
    """These accounts have to be told what differs."""
    del by
    for channel_id in channel_ids:
        record(LevelsChanged(channel_id), about=f"levels:{channel_id}")


def tell_levels(channel_id: int) -> None:
    """Tell an account all that differs when it leaves. It is never given up: it waits, with the reason.

    Raises Waits, and NotDone after a turn, so that what else has to be told comes in between.
    """
    if channel_id not in telling_accounts():
        return
    try:
        with client_of(channel_id) as client:
            is_done = _tell_all(client, channel_id)
    except Unreachable as gone:
        raise Waits(str(gone), SOON if gone.retry_after is None else max(1.0, gone.retry_after)) from gone
    except (Permanent, Refused) as no:
        raise Waits(str(no), LATER) from no
    if not is_done:
        raise NotDone


def _tell_all(client: Client, channel_id: int) -> bool:
    """Whether nothing differs any more; False where the turn is over before."""
    until = time.monotonic() + TURN
    tries: Counter[int] = Counter()
    while words := words_for(channel_id, client.most_levels, _moving(tries)):
        answers = _tell(client, [word.level for word in words])
        tries.update(note_answers(channel_id, words, answers))
        if time.monotonic() > until:
            return False
    if _moving(tries):
        raise Waits(MOVES, SOON)
    return True


def _moving(tries: Counter[int]) -> list[int]:
    return [offer_id for offer_id, count in tries.items() if count >= TRIES]


def _tell(client: Client, levels: Sequence[StockLevel]) -> Sequence[Told]:
    """Where the channel says no to all at once, each is told alone, so that one of them does not hold up the rest.
    Where it says no to each, it means the account: that is passed on.
    """
    try:
        return client.set_stock(levels)
    except Permanent as no:
        if _means_the_keys(no):
            raise
        if len(levels) == 1:
            return [Told(levels[0].key, refusal=str(no))]
        answers = [told for level in levels for told in _tell(client, [level])]
        if all(told.refusal for told in answers):
            raise
        return answers


def _means_the_keys(no: Permanent) -> bool:
    return isinstance(no, TurnedDown) and no.reply.status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}


@dataclass(frozen=True, slots=True)
class Word:
    """What a channel will be told of an offer. `seen` is when it and we had the last word on it so far."""

    offer_id: int
    seen: tuple[datetime | None, datetime | None]
    level: StockLevel


def words_for(channel_id: int, limit: int, without: Iterable[int] = ()) -> list[Word]:
    """What differs now, worked out now: first where the channel has too many."""
    condition = and_(LIVE, Offer.channel_id == channel_id, Offer.id.not_in(list(without)))
    query = offers_where(condition, differs(clock.now()), Offer.id)
    query = query.order_by(LEVEL - func.coalesce(BELIEVED, 0), Offer.id).limit(limit)
    chosen = Offer.id.in_(list(db.session.scalars(query)))
    levels = levels_of(chosen)
    offers = db.session.scalars(select(Offer).where(chosen).order_by(Offer.id))
    words = [_word(offer, levels[offer.id].quantity) for offer in offers if offer.id in levels]
    db.session.rollback()  # nobody is called while a snapshot is held
    return words


def _word(offer: Offer, quantity: int) -> Word:
    """The same word has the same `attempt`, until either side has said something new."""
    seen = offer.told_at, offer.said_at
    since = max((at for at in seen if at is not None), default=None)
    attempt = f"{offer.id}-{quantity}-{since.timestamp() if since else 0:.6f}"
    level = StockLevel(offer.key, offer.name, quantity, offer.held, attempt, dict(offer.remote))
    return Word(offer.id, seen, level)


def note_answers(channel_id: int, words: Sequence[Word], answers: Iterable[Told]) -> list[int]:
    """Keep what became of each; the offers that have to be told again. Not a verb: nobody's act, nothing to undo."""
    told, at = {answer.key: answer for answer in answers}, clock.now()
    with transaction() as session:
        locked = select(Offer).where(Offer.id.in_([word.offer_id for word in words])).order_by(Offer.id)
        locked = locked.with_for_update().execution_options(populate_existing=True)
        offers = {offer.id: offer for offer in session.scalars(locked)}
        settled = {
            word.offer_id: _settle(offers[word.offer_id], word, told.get(word.level.key), at)
            for word in words
            if word.offer_id in offers
        }
        note_pulse(channel_id, stock_told_at=at, **_wanted_look(words, told, at))
    return [offer_id for offer_id, is_settled in settled.items() if not is_settled]


def _wanted_look(words: Sequence[Word], told: Mapping[str, Told], at: datetime) -> dict[str, datetime]:
    """Where the channel has fewer than we thought, it has sold some: its orders are looked for now."""
    now = ((told[word.level.key].now, word.level) for word in words if word.level.key in told)
    return (
        {"look_due_at": at} if any(left is not None and left < level.quantity for left, level in now) else {}
    )


def _settle(offer: Offer, word: Word, answer: Told | None, at: datetime) -> bool:
    """Whether the channel has had the word. One that was not answered is told again."""
    if (offer.told_at, offer.said_at) != word.seen:
        offer.told, offer.told_at = None, at  # another worker told it too: nobody knows who was heard last
        return False
    if answer is None:
        return False
    if answer.now not in {None, word.level.quantity}:
        offer.said, offer.said_at = answer.now, at
        return False
    offer.told, offer.told_at, offer.refusal = word.level.quantity, at, answer.refusal
    return True
