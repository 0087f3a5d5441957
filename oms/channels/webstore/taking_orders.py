"""Taking in what the web store says: each call is one operation, and its answer is kept with it, so that the same
call gives the same answer again, whatever happened since.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from oms.channels.meeting import lock_known
from oms.channels.models import ChannelOrder
from oms.channels.taking_in import take_in
from oms.channels.webstore import said
from oms.channels.webstore.orders import to_cancelled, to_changed, to_paid, to_refunded
from oms.channels.webstore.standing import Answer, complete_later
from oms.core.errors import Missing
from oms.core.operations import By, current_operation, final, verb
from oms.orders.drafts import OrderDraft


@verb(final("What the web store told stays told; cancel the order instead."))
def take_order(channel_id: int, draft: OrderDraft, changed_at: datetime | None, *, by: By) -> dict[str, Any]:
    """A whole order, new or told again."""
    return _take(channel_id, draft, changed_at, by)


@verb(final("What the web store told stays told; tell it what is right."))
def take_change(channel_id: int, order_id: str, change: said.OrderChange, *, by: By) -> dict[str, Any]:
    """What is new of an order that we have. Raises Missing."""
    known = _known(channel_id, order_id)
    return _take(channel_id, to_changed(known.told, change), change.changed_at, by)


@verb(final("What the web store cancelled can only come back from there."))
def take_cancellation(channel_id: int, order_id: str, told: said.Cancellation, *, by: By) -> dict[str, Any]:
    """Nothing more of it is wanted. Raises Missing."""
    known = _known(channel_id, order_id)
    return _take(channel_id, to_cancelled(known.told, told.at or current_operation().at), None, by)


@verb(final("Money that came is noted where it came; note a refund instead."))
def take_payment(channel_id: int, order_id: str, payment: said.Payment, *, by: By) -> dict[str, Any]:
    """It is paid. Raises Missing."""
    known = _known(channel_id, order_id)
    return _take(channel_id, to_paid(known.told, payment, current_operation().at), None, by)


@verb(final("Money that went back is noted where it went."))
def take_refund(channel_id: int, order_id: str, refund: said.Refund, *, by: By) -> dict[str, Any]:
    """Money went back. Raises Missing."""
    known = _known(channel_id, order_id)
    return _take(channel_id, to_refunded(known.told, refund, current_operation().at), None, by)


def _take(channel_id: int, draft: OrderDraft, changed_at: datetime | None, by: By) -> Answer:
    """A clock over there that is ahead must not make all that comes later look old."""
    said_at = None if changed_at is None else min(changed_at, current_operation().at)
    outcome, order_id = take_in(channel_id, draft, said_at=said_at, by=by)
    return complete_later(Answer(id=draft.external_id, outcome=outcome), order_id)


def _known(channel_id: int, order_id: str) -> ChannelOrder:
    known = lock_known(channel_id, order_id)
    if known is None:
        raise Missing("There is no such order. Tell it first.")
    return known
