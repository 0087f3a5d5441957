"""Taking an operation back: its own inverse, and what it had queued for the outside is withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import NoResultFound

from oms.core import clock
from oms.core.db import db
from oms.core.errors import Refused
from oms.core.events import SUBSCRIPTIONS, Delivery, Event, Subscription, record
from oms.core.operations import (
    VERBS,
    By,
    Operation,
    current_operation,
    final,
    find_operation,
    verb,
    why_final,
)


@dataclass(frozen=True)
class Undone:
    operation_id: str
    verb: str


@verb(final("To undo an undo, do the thing again."))
def undo_operation(operation_id: str, *, by: By) -> None:
    """Add the reversing moves and rows of an operation, and withdraw the messages that still wait.

    Refuses with a sentence where the world has moved on.
    """
    del by
    operation = find_operation(operation_id, lock=True)
    reason = why_final(operation)
    if reason:
        raise Refused(reason)
    inverse = VERBS[operation.verb].inverse
    if inverse is None:
        raise RuntimeError(f"{operation.verb} says it can be undone and has no inverse")
    _withdraw_deliveries(operation)
    try:
        inverse(operation)
    except NoResultFound as gone:
        raise Refused("What this changed is gone since, so there is nothing to take back.") from gone
    operation.undone_at = clock.now()
    db.session.execute(
        update(Operation)
        .where(Operation.id == current_operation().operation_id)
        .values(undoes_id=operation.id)
    )
    for about in _subjects(operation):
        record(Undone(operation.id, operation.verb), about=about)


def _subjects(operation: Operation) -> Sequence[str]:
    query = select(Event.about).where(Event.operation_id == operation.id).distinct().order_by(Event.about)
    return db.session.scalars(query).all()


def _withdraw_deliveries(operation: Operation) -> None:
    query = (
        select(Delivery, Event.facts)
        .join(Delivery.event)
        .where(Event.operation_id == operation.id, Delivery.withdrawn_at.is_(None))
        .order_by(Delivery.id)
        .with_for_update(of=Delivery)
    )
    for delivery, facts in db.session.execute(query).all():
        subscription = SUBSCRIPTIONS[delivery.handler]
        if subscription.tells_outside:
            _withdraw(delivery, subscription, facts)


def _withdraw(delivery: Delivery, subscription: Subscription, facts: dict[str, Any]) -> None:
    """What was only queued can be taken back by whoever queued it."""
    if delivery.done_at and subscription.withdraw:
        subscription.withdraw(subscription.fact(**facts))
    elif delivery.done_at or delivery.leased_until:
        raise Refused("The customer has already been told, so this cannot be taken back.")
    delivery.withdrawn_at = clock.now()
