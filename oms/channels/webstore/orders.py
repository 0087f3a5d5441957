"""What the web store said, as an order of ours. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from oms.channels.countries import country_code
from oms.channels.hearing import added
from oms.channels.telling import Told, as_draft, as_told
from oms.channels.webstore import said
from oms.core.errors import Refused, WrongInput
from oms.orders.drafts import ContactDraft, LineDraft, OrderDraft, PaymentDraft

PAID = "This order is paid already. Nothing was counted twice."
TAKEN_OUT = "Line {} was taken out of the order. Tell what is wanted again as a line with another id."


def to_draft(order: said.Order) -> OrderDraft:
    """A whole order."""
    draft = OrderDraft(
        external_id=order.id,
        number=order.number or order.id,
        placed_at=order.placed_at,
        lines=_lines(order.lines),
        buyer=_contact(order.buyer or order.ship_to),
        ship_to=_contact(order.ship_to),
        paid=True if order.payment else None,
        paid_at=order.payment.at if order.payment else None,
        payments=(_charge(order.payment, order.payment.at),) if order.payment else (),
        promise_by=order.promise_by,
        currency=order.currency,
        total_minor=order.total_minor,
        shipping_minor=order.shipping_minor,
        tax_minor=order.tax_minor,
        discount_minor=order.discount_minor,
        prices_include_tax=order.prices_include_tax,
        service=order.service or None,
        note=order.note or None,
    )
    return replace(draft, reconciles=reconciles(draft))


def to_changed(known: Told, change: said.OrderChange) -> OrderDraft:
    """Only what is new of an order that we know. Raises WrongInput."""
    gone = set(known.get("removed", ()))
    back = [(f"lines.{n}.id", "taken out before") for n, one in enumerate(change.lines) if one.id in gone]
    if back:
        raise WrongInput(TAKEN_OUT.format(next(one.id for one in change.lines if one.id in gone)), back)
    draft = replace(
        _no_news(known),
        lines=_lines(change.lines, known["lines"]),
        removed=tuple(change.removed),
        buyer=_contact(change.buyer),
        ship_to=_contact(change.ship_to),
        total_minor=known["total_minor"] if change.total_minor is None else change.total_minor,
        shipping_minor=change.shipping_minor,
        tax_minor=change.tax_minor,
        discount_minor=change.discount_minor,
        promise_by=change.promise_by,
        service=change.service or None,
        note=change.note or None,
    )
    return replace(draft, reconciles=reconciles(as_draft(added(known, as_told(draft)))))


def to_cancelled(known: Told, at: datetime) -> OrderDraft:
    """That it is cancelled; when it was said first counts."""
    first = as_draft(known).cancelled_at
    return replace(_no_news(known), cancelled_at=first or at)


def to_paid(known: Told, payment: said.Payment, at: datetime) -> OrderDraft:
    """That it is paid. The same payment again is nothing new; another one for a paid order is refused."""
    before = as_draft(known)
    if before.paid:
        if payment.reference is None or payment.reference not in _references(before, "charge"):
            raise Refused(PAID)
        return _no_news(known)
    charge = _charge(payment, payment.at or at)
    return replace(_no_news(known), paid=True, paid_at=charge.at, payments=(*before.payments, charge))


def to_refunded(known: Told, refund: said.Refund, at: datetime) -> OrderDraft:
    """That money went back; the same refund again is nothing new."""
    before = as_draft(known)
    if refund.reference in _references(before, "refund"):
        return _no_news(known)
    back = PaymentDraft("refund", refund.amount_minor, refund.at or at, refund.reference)
    return replace(_no_news(known), payments=(*before.payments, back))


def reconciles(order: OrderDraft) -> bool:
    """False where all amounts are known and do not come to the total."""
    lines = [line.line_total_minor for line in order.lines]
    if order.total_minor is None or None in lines or order.removed:
        return True
    off = order.discount_minor
    if off is None:
        off = sum(line.discount_minor or 0 for line in order.lines)
    added = (order.shipping_minor or 0) + (0 if order.prices_include_tax else order.tax_minor or 0)
    goods = sum(total or 0 for total in lines)
    if order.prices_include_tax is None and order.tax_minor:
        return order.total_minor in {goods - off + added, goods - off + added - order.tax_minor}
    return order.total_minor == goods - off + added


def _no_news(known: Told) -> OrderDraft:
    """The order by its names, and nothing said of it."""
    before = as_draft(known)
    return OrderDraft(before.external_id, before.number, before.placed_at, lines=())


def _references(order: OrderDraft, kind: str) -> set[str | None]:
    return {payment.reference for payment in order.payments if payment.kind == kind}


def _charge(payment: said.Payment, at: datetime | None) -> PaymentDraft:
    return PaymentDraft("charge", payment.amount_minor, at, payment.reference, payment.method or None)


def _lines(lines: Iterable[said.Line], known: Iterable[Told] = ()) -> tuple[LineDraft, ...]:
    before = {one["external_id"]: one for one in known}
    return tuple(_line(one, before.get(one.id, {})) for one in lines)


def _line(line: said.Line, before: Told) -> LineDraft:
    """What is left out of a line that we know stays as it was."""
    price, total = line.unit_price_minor, line.total_minor
    ships = line.requires_shipping
    if "requires_shipping" not in line.model_fields_set:
        ships = before.get("requires_shipping", True)
    return LineDraft(
        line.id,
        line.sku,
        line.title or before.get("title") or line.sku,
        line.quantity,
        unit_price_minor=price,
        line_total_minor=price * line.quantity if total is None and price is not None else total,
        tax_minor=line.tax_minor,
        discount_minor=line.discount_minor,
        requires_shipping=ships,
    )


def _contact(contact: said.Contact | None) -> ContactDraft:
    """A field that is blank was not told; nor was a country that is none."""
    told = {name: text or None for name, text in contact.model_dump().items()} if contact else {}
    return ContactDraft(**told | {"country": country_code(told.get("country") or "")})
