"""What an account calls our carriers: the shop's own word first, then its channel's, then its word for any other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from oms.channels.kinds import Kind, find_kind
from oms.channels.models import Channel
from oms.core.db import db
from oms.core.errors import Refused, WrongInput
from oms.core.operations import By, Operation, remember, undoable, verb
from oms.outgoing.confirming import open_again
from oms.outgoing.files import lock_account
from oms.outgoing.models import CarrierWord, Confirmation, is_open
from oms.shipping.carriers.names import CARRIERS, carrier_name
from oms.shipping.models import Shipment

ANY = ""
LONGEST = 80
NO_WORDS = "It has no word for "
NO_WORD = NO_WORDS + "{}. Say what it calls this carrier."


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


@dataclass(frozen=True, slots=True)
class Word:
    """A carrier of ours: what the shop says that the account calls it, and what it is called without that."""

    carrier: str
    name: str
    own: str
    otherwise: str | None
    waiting: int = 0

    @property
    def is_looked_for(self) -> bool:
        """Somebody said it, or parcels wait: what a person opens the page for."""
        return self.carrier == ANY or bool(self.own or self.waiting)


def words_for_page(channel: Channel) -> list[Word]:
    """Any other first, then what parcels wait for, then every carrier by its name."""
    kind, own, waiting = find_kind(channel.kind), words_of(channel.id), _waiting(channel.id)
    codes = dict.fromkeys([*CARRIERS, *own, *waiting])
    codes.pop(ANY, None)
    rest = {code: word for code, word in own.items() if code == ANY}
    found = [
        Word(code, carrier_name(code), own.get(code, ""), word_for(code, kind, rest), waiting.get(code, 0))
        for code in codes
    ]
    found.sort(key=lambda word: (not word.waiting, word.name.casefold()))
    return [Word(ANY, "Any other", own.get(ANY, ""), kind.other_carrier), *found]


@verb(undoable())
def set_carrier_words(channel_id: int, words: tuple[tuple[str, str], ...], *, by: By) -> int:
    """What an account calls carriers from now on; nothing for what we know ourselves. The answer is how many
    parcels that waited for a word are told now.
    """
    del by
    lock_account(channel_id)
    before = words_of(channel_id)
    new = {carrier: word.strip() for carrier, word in words if word.strip() != before.get(carrier, "")}
    if any(len(word) > LONGEST or not word.isprintable() for word in new.values()):
        raise WrongInput("Write each word as the channel lists it.")
    remember(channel_id=channel_id, before={carrier: before.get(carrier, "") for carrier in new}, now=new)
    _set(channel_id, new)
    waiting = [one for carrier in new for one in _waiting_for(channel_id, carrier)]
    for confirmation in waiting:
        confirmation.refusal = None
    open_again(waiting)
    return len(waiting)


@set_carrier_words.undo
def _old_words(operation: Operation) -> None:
    channel_id, now = operation.recall("channel_id"), operation.recall("now")
    lock_account(channel_id)
    words = words_of(channel_id)
    if any(words.get(carrier, "") != word for carrier, word in now.items()):
        raise Refused("A word was changed again since, so this cannot be undone.")
    _set(channel_id, operation.recall("before"))


def _set(channel_id: int, words: Mapping[str, str]) -> None:
    for carrier, word in words.items():
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
    exactly, likewise = Confirmation.refusal == no_word(carrier), Confirmation.refusal.startswith(NO_WORDS)
    query = select(Confirmation).where(
        Confirmation.channel_id == channel_id, is_open(), likewise if carrier == ANY else exactly
    )
    return list(db.session.scalars(query.order_by(Confirmation.id).with_for_update()))


def _waiting(channel_id: int) -> dict[str, int]:
    """How many parcels of each carrier the channel was not told of."""
    query = (
        select(Shipment.carrier, func.count())
        .join(Confirmation, Confirmation.parcel_id == Shipment.parcel_id)
        .where(Confirmation.channel_id == channel_id, is_open(), Shipment.carrier.is_not(None))
        .group_by(Shipment.carrier)
    )
    return {carrier or ANY: count for carrier, count in db.session.execute(query)}
