"""Who tells an account what was sent: we do, or somebody else, such as the carrier's own program."""

from __future__ import annotations

from oms.channels.models import Channel
from oms.core.db import db
from oms.core.errors import Refused
from oms.core.operations import By, Operation, remember, undoable, verb
from oms.outgoing.deciding import not_told, note_told_by_hand
from oms.outgoing.files import lock_account
from oms.outgoing.models import Confirmation
from oms.outgoing.queries import open_of


@verb(undoable())
def let_others_tell(channel_id: int, *, by: By) -> int:
    """From now on somebody else tells it what was sent, and what was not told yet too; how many parcels that is."""
    channel = lock_account(channel_id)
    if not channel.hears_of_parcels:
        raise Refused("Somebody else tells it already.")
    channel.hears_of_parcels = False
    waiting = [one.id for one in db.session.scalars(open_of(channel_id).order_by(Confirmation.id))]
    remember(channel_id=channel_id, before={})
    return note_told_by_hand(tuple(waiting), by=by) if waiting else 0


@let_others_tell.undo
def _tell_it_after_all(operation: Operation) -> None:
    _switch(operation, hears=True)
    not_told(operation)


@verb(undoable())
def tell_it_from_here(channel_id: int, *, by: By) -> None:
    """It hears from us of what leaves from now on."""
    del by
    channel = lock_account(channel_id)
    if channel.hears_of_parcels:
        raise Refused("It is told from here already.")
    channel.hears_of_parcels = True
    remember(channel_id=channel_id)


@tell_it_from_here.undo
def _let_others_after_all(operation: Operation) -> None:
    _switch(operation, hears=False)


def _switch(operation: Operation, *, hears: bool) -> None:
    channel: Channel = lock_account(operation.recall("channel_id"))
    if channel.hears_of_parcels == hears:
        raise Refused("It was changed again since, so this cannot be undone.")
    channel.hears_of_parcels = hears
