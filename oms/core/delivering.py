"""The worker's loop: claim a delivery, run its handler, mark it done. A crash leaves it for later."""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy import ColumnElement, and_, or_, select, update

from oms.core import clock
from oms.core.db import db, transaction
from oms.core.errors import NotDone, Permanent, Refused, Unreachable, Waits
from oms.core.events import SUBSCRIPTIONS, Delivery, Event
from oms.core.operations import By, final, verb
from oms.core.traces import trace

log = logging.getLogger(__name__)
LEASE = timedelta(seconds=90)
WAIT = timedelta(minutes=15)
PAUSES = (5, 30, 120, 600, 1800, 3600, 3 * 3600, 6 * 3600)


def waiting() -> ColumnElement[bool]:
    """Neither done, nor withdrawn, nor given up."""
    return and_(Delivery.done_at.is_(None), Delivery.withdrawn_at.is_(None), Delivery.failed_at.is_(None))


def deliver_due(limit: int = 100, lane: str = "") -> int:
    """Deliver what is due now in a lane, at most `limit`; how many were tried."""
    for count in range(limit):
        claimed = _claim(lane)
        if claimed is None:
            return count
        _deliver(claimed)
    return limit


def lanes_due() -> list[str]:
    """The lanes, beside the worker's own, in which something is due."""
    query = select(Delivery.lane).where(waiting(), _is_due(), Delivery.lane != "").distinct()
    found = list(db.session.scalars(query))
    db.session.rollback()
    return found


def _is_due() -> ColumnElement[bool]:
    is_free = or_(Delivery.leased_until.is_(None), Delivery.leased_until < clock.now())
    return and_(Delivery.due_at <= clock.now(), is_free)


def _claim(lane: str) -> int | None:
    due = (
        select(Delivery.id)
        .where(waiting(), _is_due(), Delivery.lane == lane)
        .order_by(Delivery.due_at, Delivery.id)
        .limit(1)
    )
    nothing = db.session.execute(due).first() is None
    db.session.rollback()
    if nothing:
        return None
    with transaction() as session:
        found = session.scalar(due.with_for_update(skip_locked=True))
        if found is not None:
            lease = {"leased_until": clock.now() + LEASE, "tried": Delivery.tried + 1}
            session.execute(update(Delivery).where(Delivery.id == found).values(lease))
        return found


def _deliver(delivery_id: int) -> None:
    delivery = db.session.get_one(Delivery, delivery_id)
    event = db.session.get_one(Event, delivery.event_id)
    tried, name, facts = delivery.tried, delivery.handler, dict(event.facts)
    db.session.rollback()
    subscription = SUBSCRIPTIONS.get(name)
    if subscription is None:
        _settle(delivery_id, failed_at=clock.now(), error=f"Nothing here answers to {name} any more.")
        return
    try:
        subscription.handler(subscription.fact(**facts), By("worker", f"delivery:{delivery_id}"))
    except (Permanent, Refused) as no:
        _settle(delivery_id, failed_at=clock.now(), error=str(no))
    except Waits as why:
        _settle(delivery_id, due_at=clock.now() + _wait(why), tried=0, error=str(why))
    except NotDone:
        _settle(delivery_id, due_at=clock.now(), tried=0)
    except Unreachable as gone:
        _again(delivery_id, tried, str(gone), gone.retry_after)
    except Exception as bug:  # noqa: BLE001 — whatever it is, the next delivery is not to blame
        log.error("delivery %s to %s failed\n%s", delivery_id, name, trace(bug))  # noqa: TRY400 — without what may be a customer's
        _again(delivery_id, tried, type(bug).__name__, None)
    else:
        log.info("delivery %s to %s done", delivery_id, name)
        _settle(delivery_id, done_at=clock.now(), error=None)


def _wait(why: Waits) -> timedelta:
    return WAIT if why.seconds is None else timedelta(seconds=why.seconds)


def _again(delivery_id: int, tried: int, error: str, after: float | None) -> None:
    if tried > len(PAUSES):
        _settle(delivery_id, failed_at=clock.now(), error=error)
        return
    pause = after if after is not None else PAUSES[tried - 1]
    _settle(delivery_id, due_at=clock.now() + timedelta(seconds=pause), error=error)


def _settle(delivery_id: int, **values: object) -> None:
    db.session.rollback()
    with transaction() as session:
        session.execute(
            update(Delivery).where(Delivery.id == delivery_id).values(leased_until=None, **values)
        )


def is_last_try(by: By) -> bool:
    """Whether the delivery that acts is given up if it fails once more."""
    delivery_id = int(by.operation_id.removeprefix("delivery:"))
    return db.session.scalars(select(Delivery.tried).where(Delivery.id == delivery_id)).one() > len(PAUSES)


@verb(final("A message that was sent again cannot be called back."))
def try_again(delivery_id: int, *, by: By) -> None:
    """Put a delivery that was given up, or that waits for another try, back into the queue, due at once."""
    del by
    values = {"failed_at": None, "error": None, "tried": 0, "due_at": clock.now()}
    open_still = Delivery.done_at.is_(None), Delivery.withdrawn_at.is_(None), Delivery.error.is_not(None)
    db.session.execute(update(Delivery).where(Delivery.id == delivery_id, *open_still).values(values))
