"""What a person says of parcels that a channel was to be told of: that it knows, or that it shall be told again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from oms.core.db import db
from oms.core.errors import Refused
from oms.core.events import record_all
from oms.core.operations import By, Operation, current_operation, final, remember, undoable, verb
from oms.outgoing.confirming import open_again
from oms.outgoing.facts import ChannelTold
from oms.outgoing.models import Confirmation
from oms.outgoing.telling import LONGEST_CALL, RIGHT_NOW

TOLD = "The channel knows of it already."


@verb(undoable())
def note_told_by_hand(confirmation_ids: Sequence[int], *, by: By) -> int:
    """Somebody told the channel on its own pages, or saw there that it knows; how many parcels."""
    found = _lock_open(confirmation_ids)
    remember(before={str(one.id): _before(one) for one in found})
    for one in found:
        one.told_at, one.told_by = current_operation().at, by.actor
        one.refusal, one.calling_since, one.may_be_told = None, None, False
    record_told(found, "hand")
    return len(found)


@note_told_by_hand.undo
def not_told(operation: Operation) -> None:
    """Part of an undo: those wait again as they did before."""
    before: dict[str, dict[str, Any]] = operation.recall("before")
    found = _lock(int(one) for one in before)
    if any((one.told_at, one.told_by) != (operation.at, operation.by) for one in found):
        raise Refused("Something else happened with it since, so this cannot be undone.")
    for one in found:
        kept = before[str(one.id)]
        one.told_at = one.told_by = None
        one.refusal, one.may_be_told = kept["refusal"], kept["may_be_told"]
        one.calling_since = datetime.fromisoformat(kept["calling_since"]) if kept["calling_since"] else None
    open_again(one for one in found if one.refusal is None)


@verb(final("Once the channel is asked, it knows."))
def tell_again(confirmation_ids: Sequence[int], *, by: By) -> int:
    """The worker tries it as soon as it can; what was in doubt it tells without asking. How many parcels."""
    del by
    found = _lock_open(confirmation_ids)
    for one in found:
        one.may_be_told = one.may_be_told and not one.is_in_doubt
        one.refusal = one.calling_since = None
    open_again(found)
    return len(found)


def record_told(confirmations: Sequence[Confirmation], how: str) -> None:
    """Part of a verb: the timeline of each order says so."""
    record_all(
        (ChannelTold(one.order_id, one.parcel_id, one.channel_id, how), f"order:{one.order_id}")
        for one in confirmations
    )


def _lock_open(confirmation_ids: Sequence[int]) -> list[Confirmation]:
    found = [one for one in _lock(confirmation_ids) if one.is_open]
    if not found:
        raise Refused(TOLD)
    if any(_is_being_told(one) for one in found):
        raise Refused(f"{RIGHT_NOW} Look again in a moment.")
    return found


def _lock(confirmation_ids: Iterable[int]) -> list[Confirmation]:
    query = select(Confirmation).where(Confirmation.id.in_(sorted(confirmation_ids)))
    query = query.order_by(Confirmation.id).with_for_update()
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _is_being_told(one: Confirmation) -> bool:
    since = None if one.is_parked else one.calling_since
    return since is not None and current_operation().at - since < LONGEST_CALL


def _before(one: Confirmation) -> dict[str, Any]:
    since = one.calling_since.isoformat() if one.calling_since else None
    return {"refusal": one.refusal, "may_be_told": one.may_be_told, "calling_since": since}
