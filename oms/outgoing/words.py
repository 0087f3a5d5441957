"""What an account calls our carriers: the shop's own word first, then its channel's, then its word for any other."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from oms.channels.kinds import Kind
from oms.core.db import db
from oms.core.errors import Refused, WrongInput
from oms.core.operations import By, Operation, remember, undoable, verb
from oms.outgoing.confirming import open_again
from oms.outgoing.files import lock_account
from oms.outgoing.models import CarrierWord, Confirmation
from oms.shipping.carriers.names import carrier_name

ANY = ""
LONGEST = 80
NO_WORD = "It has no word for {}. Say what it calls this carrier."


def words_of(channel_id: int) -> dict[str, str]:
    """What the shop said, by the carrier."""
    query = select(CarrierWord.carrier, CarrierWord.word).where(CarrierWord.channel_id == channel_id)
    return {carrier: word for carrier, word in db.session.execute(query)}


def word_for(carrier: str | None, kind: Kind, words: Mapping[str, str]) -> str | None:
    """None where nobody knows one: then the channel cannot be told."""
    code = carrier or ANY
    return words.get(code) or kind.carriers.get(code) or words.get(ANY) or kind.other_carrier


def no_word(carrier: str | None) -> str:
    return NO_WORD.format(carrier_name(carrier) or "a parcel without a carrier")


@verb(undoable())
def set_carrier_word(channel_id: int, carrier: str, word: str, *, by: By) -> int:
    """What an account calls a carrier from now on; nothing for what we know ourselves. How many parcels that
    waited for it are told now.
    """
    del by
    if len(word) > LONGEST or not word.isprintable():
        raise WrongInput("Write the word as the channel lists it.")
    lock_account(channel_id)
    before = words_of(channel_id).get(carrier)
    remember(channel_id=channel_id, carrier=carrier, before=before, now=word.strip())
    _set(channel_id, carrier, word.strip())
    waiting = _waiting_for(channel_id, carrier)
    for confirmation in waiting:
        confirmation.refusal = None
    open_again(waiting)
    return len(waiting)


@set_carrier_word.undo
def _old_word(operation: Operation) -> None:
    channel_id, carrier = operation.recall("channel_id"), operation.recall("carrier")
    lock_account(channel_id)
    if words_of(channel_id).get(carrier, "") != operation.recall("now"):
        raise Refused("The word was changed again since, so this cannot be undone.")
    _set(channel_id, carrier, operation.recall("before") or "")


def _set(channel_id: int, carrier: str, word: str) -> None:
    known = db.session.get(CarrierWord, (channel_id, carrier))
    if known is not None and not word:
        db.session.delete(known)
    elif known is not None:
        known.word = word
    elif word:
        db.session.add(CarrierWord(channel_id=channel_id, carrier=carrier, word=word))
    db.session.flush()


def _waiting_for(channel_id: int, carrier: str) -> list[Confirmation]:
    """A word for any other carrier may be what several of them wait for."""
    exactly, likewise = Confirmation.refusal == no_word(carrier), NO_WORD.partition("{}")[0]
    query = select(Confirmation).where(
        Confirmation.channel_id == channel_id,
        Confirmation.told_at.is_(None),
        Confirmation.withdrawn_at.is_(None),
        Confirmation.refusal.startswith(likewise) if carrier == ANY else exactly,
    )
    return list(db.session.scalars(query.order_by(Confirmation.id).with_for_update()))
