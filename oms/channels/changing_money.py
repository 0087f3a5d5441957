"""What a channel's newer word does to the money of an order: each charge and refund is there once, as it was told
last. None of them moves stock.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select

from oms.channels.minding import hold_once, release_ours
from oms.core.db import db
from oms.core.errors import Refused
from oms.core.operations import By
from oms.orders.drafts import OrderDraft, PaymentDraft
from oms.orders.models import Hold, Order, Payment
from oms.orders.paying import record_refund, settle_order
from oms.orders.placing import write_payments

Same = Callable[[Payment, PaymentDraft], bool]
BACK = "The channel says that money went back."


def take_money(
    order: Order, draft: OrderDraft, paid_at: tuple[datetime | None, datetime | None], by: By
) -> None:
    """`paid_at` is since when it is paid, as was known before and as is known now. Part of a verb."""
    before, now = paid_at
    _take_charges(order, [one for one in draft.payments if one.kind == "charge"], now)
    if now is not None and order.paid_at is None:
        settle_order(order, now)
    elif now is not None and order.paid_at == before:
        order.paid_at = now
    _take_refunds(order, [one for one in draft.payments if one.kind == "refund"], by)


def _take_charges(order: Order, told: Sequence[PaymentDraft], paid_at: datetime | None) -> None:
    """What a person noted is the same money."""
    ours = _payments(order, "charge")
    if any(payment.by.startswith("user:") for payment in ours):
        return
    new = _told_anew(ours, told, lambda *_: True)
    write_payments(order, new, paid_at)


def _take_refunds(order: Order, told: Sequence[PaymentDraft], by: By) -> None:
    ours = _payments(order, "refund")
    if not told or (order.paid_at is None and not _payments(order, "charge")):
        return  # whoever tells a refund will also tell what was paid
    has_references = any(one.reference for one in told)
    new = _told_anew(ours, told, _is_as_much) if has_references else _the_rest(ours, told)
    refused = [why for one in new if (why := _refused(order, one, by))]
    for why in refused:
        hold_once(order, f"{BACK} {why}")
    if not refused:
        release_ours(order, "The channel told what was paid.", Hold.detail.startswith(BACK))


def _refused(order: Order, one: PaymentDraft, by: By) -> str | None:
    try:
        record_refund(
            order.id, one.amount_minor, reference=one.reference, method=one.method, at=one.at, by=by
        )
    except Refused as refusal:
        return refusal.sentence
    return None


def _payments(order: Order, kind: str) -> list[Payment]:
    query = select(Payment).where(Payment.order_id == order.id, Payment.kind == kind).order_by(Payment.id)
    return list(db.session.scalars(query))


def _told_anew(ours: Sequence[Payment], told: Sequence[PaymentDraft], same: Same) -> list[PaymentDraft]:
    """Ours as they are told now, found by the reference, else one without that may be the same; and what is new."""
    by_reference = {payment.reference: payment for payment in ours if payment.reference}
    free = [payment for payment in ours if not payment.reference]
    new = []
    for one in told:
        payment = by_reference.get(one.reference or "") or next(
            (any_ for any_ in free if same(any_, one)), None
        )
        if payment is None:
            new.append(one)
            continue
        if payment in free:
            free.remove(payment)
        _tell(payment, one)
    return new


def _is_as_much(payment: Payment, told: PaymentDraft) -> bool:
    return None in {payment.amount_minor, told.amount_minor} or payment.amount_minor == told.amount_minor


def _tell(payment: Payment, told: PaymentDraft) -> None:
    payment.reference = told.reference or payment.reference
    payment.method = told.method or payment.method
    payment.at = told.at or payment.at
    if told.amount_minor is not None:
        payment.amount_minor = told.amount_minor


def _the_rest(ours: Sequence[Payment], told: Sequence[PaymentDraft]) -> list[PaymentDraft]:
    """Without references only the sum tells how much is new."""
    new = sum(one.amount_minor or 0 for one in told) - sum(payment.amount_minor or 0 for payment in ours)
    if new > 0 or not ours:
        return [PaymentDraft("refund", new if new > 0 else None, told[-1].at, method=told[-1].method)]
    return []
