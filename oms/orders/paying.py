"""Money facts: charges and refunds. They never move stock; a charge may open the gate to the floor."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select

from oms.core.db import db
from oms.core.errors import Refused, WrongInput
from oms.core.events import record
from oms.core.operations import By, Operation, current_operation, remember, touch, undoable, verb
from oms.orders.facts import OrderPaid, OrderRefunded
from oms.orders.finding import lock_order
from oms.orders.holding import hold_again, release
from oms.orders.models import Hold, Order, Payment


@verb(undoable())
def record_charge(
    order_id: int,
    amount_minor: int | None,
    *,
    reference: str | None = None,
    method: str | None = None,
    at: datetime | None = None,
    settles: bool = False,
    by: By,
) -> int:
    """The customer paid; without an amount only that they did. Once all is paid, or whoever took the money
    says that it settles the order, the payment hold goes. What comes after the order was cancelled is kept too:
    it came, and has to go back.
    """
    del by
    order = lock_order(order_id)
    payment = _write("charge", order, amount_minor, reference, method, at)
    paid_now = order.paid_at is None and (settles or _is_paid(order, amount_minor))
    released = _open_gate(order, payment.at) if paid_now else []
    remember(order_id=order.id, payment_id=payment.id, paid_now=paid_now, released=released)
    record(OrderPaid(order.id, payment.id), about=order.key)
    touch(order.key)
    return payment.id


def settle_order(order: Order, at: datetime) -> None:
    """Whoever takes the money says that all of it came, however it came. Part of a verb, with the order locked."""
    _open_gate(order, at)
    record(OrderPaid(order.id, None), about=order.key)
    touch(order.key)


@verb(undoable())
def record_the_rest(order_id: int, *, by: By) -> int:
    """The customer paid whatever was still to pay, as far as anybody knows how much that is."""
    order = lock_order(order_id)
    if order.cancelled_at is not None:
        raise Refused("This order is cancelled; nothing is to be paid for it.")
    if order.paid_at is not None:
        raise Refused("This order is paid already.")
    return record_charge(order_id, order.rest_after(_charges(order_id)) or None, settles=True, by=by)


@verb(undoable())
def record_refund(
    order_id: int,
    amount_minor: int | None,
    *,
    reference: str | None = None,
    method: str | None = None,
    at: datetime | None = None,
    by: By,
) -> int:
    """Money that went back to the customer, never more than came. It does not move stock."""
    del by
    order = lock_order(order_id)
    _refuse_more_than_came(order, amount_minor)
    payment = _write("refund", order, amount_minor, reference, method, at)
    remember(order_id=order.id, payment_id=payment.id, paid_now=False, released=[])
    record(OrderRefunded(order.id, payment.id), about=order.key)
    touch(order.key)
    return payment.id


@record_charge.undo
@record_the_rest.undo
@record_refund.undo
def _unrecord(operation: Operation) -> None:
    order = lock_order(operation.recall("order_id"))
    db.session.delete(db.session.get_one(Payment, operation.recall("payment_id")))
    db.session.flush()
    if operation.recall("paid_now") and not _covers_all(order):
        order.paid_at = None
        for hold_id in operation.recall("released"):
            hold_again(hold_id)
    came = _came(order)
    if came is not None and came < _sum(order.id, "refund"):
        raise Refused("Some of this money went back to the customer since.")
    touch(order.key)


def _write(
    kind: str,
    order: Order,
    amount_minor: int | None,
    reference: str | None,
    method: str | None,
    at: datetime | None,
) -> Payment:
    if amount_minor is not None and amount_minor <= 0:
        raise WrongInput("An amount is more than nothing.")
    running = current_operation()
    payment = Payment(
        order_id=order.id,
        kind=kind,
        amount_minor=amount_minor,
        currency=order.currency,
        at=at or running.at,
        reference=reference,
        method=method,
        by=running.by.actor,
    )
    db.session.add(payment)
    db.session.flush()
    return payment


def _refuse_more_than_came(order: Order, amount_minor: int | None) -> None:
    came = _came(order)
    if came == 0:
        raise Refused("Nothing was paid for this order yet.")
    if amount_minor is None or came is None:
        return
    if amount_minor > came - _sum(order.id, "refund"):
        raise Refused("That is more than the customer paid.")


def _came(order: Order) -> int | None:
    """Where a charge has no amount, or a channel told only that it is paid, the order's total is what came."""
    charges = _charges(order.id)
    if not charges and order.paid_at is None:
        return 0
    return order.total_minor if not charges or None in charges else sum(charge or 0 for charge in charges)


def _is_paid(order: Order, amount_minor: int | None) -> bool:
    return amount_minor is None or _covers_all(order)


def _covers_all(order: Order) -> bool:
    """Whether what came pays for all of it, as far as anybody knows."""
    charges = _charges(order.id)
    return bool(charges) and not order.rest_after(charges)


def _charges(order_id: int) -> Sequence[int | None]:
    query = select(Payment.amount_minor).where(Payment.order_id == order_id, Payment.kind == "charge")
    return db.session.scalars(query).all()


def _open_gate(order: Order, paid_at: datetime) -> list[int]:
    order.paid_at = paid_at
    waiting = select(Hold).where(
        Hold.order_id == order.id, Hold.reason == "payment", Hold.released_at.is_(None)
    )
    holds = db.session.scalars(waiting).all()
    for hold in holds:
        release(hold, "paid")
    return [hold.id for hold in holds]


def _sum(order_id: int, kind: str) -> int:
    query = select(func.coalesce(func.sum(Payment.amount_minor), 0))
    return int(db.session.scalar(query.where(Payment.order_id == order_id, Payment.kind == kind)) or 0)
