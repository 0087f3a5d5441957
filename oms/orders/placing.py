"""Placing an order: it is kept whatever is wrong with it, and promised what is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, insert, select

from oms.core.db import db, table_of
from oms.core.errors import WrongInput
from oms.core.events import record
from oms.core.operations import By, current_operation, final, touch, verb
from oms.inventory.stock import DemandDraft, open_demands
from oms.orders.addresses import address_faults
from oms.orders.drafts import ContactDraft, LineDraft, OrderDraft, PaymentDraft
from oms.orders.facts import OrderPlaced
from oms.orders.holding import hold_order
from oms.orders.models import Contact, LinePart, Order, OrderLine, Payment
from oms.orders.search import index_order
from oms.orders.standing import stand_placed


@dataclass(frozen=True, slots=True)
class Part:
    """`per` units of a SKU make one unit of a line."""

    sku_id: int
    per: int = 1


@dataclass(frozen=True, slots=True)
class Terms:
    """What the shop says about an order beyond what the customer said. A counter sale needs no address."""

    site_id: int
    promise_by: datetime
    release_unpaid: bool = False
    needs_address: bool = True
    came_from: str | None = None


@verb(final("An order that arrived stays; cancel it instead."))
def place_order(draft: OrderDraft, parts: tuple[tuple[Part, ...], ...], terms: Terms, *, by: By) -> int:
    """Write the order with its lines, promise it stock, and hold what cannot go to the floor.

    `parts` are the SKUs of each line, in the order of the lines; an empty tuple is a line whose item
    nobody knows: it is held. The answer is the order's id.
    """
    del by
    if not draft.lines:
        raise WrongInput("An order needs at least one line.")
    order = _write_order(draft, terms)
    lines = list(zip(order.lines, parts, strict=True))
    open_parts(order, [(line, part) for line, of in lines for part in of])
    _hold_what_cannot_go(order, draft, lines, terms)
    index_order(order, draft)
    record(OrderPlaced(order.id), about=order.key)
    stand_placed(order)
    return order.id


def add_line(order: Order, draft: LineDraft, parts: tuple[Part, ...]) -> int:
    """One line more on an order that is placed already. Part of a verb."""
    query = select(func.max(OrderLine.position)).where(OrderLine.order_id == order.id)
    line = _line((db.session.scalar(query) or 0) + 1, draft, order.cancelled_at is not None)
    line.order_id = order.id
    db.session.add(line)
    db.session.flush()
    order.units += line.ordered
    open_parts(order, [(line, part) for part in parts])
    if order.cancelled_at is None:
        _hold_unknown(line, parts)
    touch(order.key)
    return line.id


def contact_from(draft: ContactDraft) -> Contact:
    return Contact(**asdict(draft))


def _write_order(draft: OrderDraft, terms: Terms) -> Order:
    """With its people, lines and payments, which are written in one go."""
    at, cancelled = current_operation().at, draft.cancelled_at is not None
    order = Order(
        number=draft.number,
        came_from=terms.came_from,
        site_id=terms.site_id,
        placed_at=draft.placed_at,
        arrived_at=at,
        paid_at=(draft.paid_at or at) if draft.paid else None,
        cancelled_at=draft.cancelled_at,
        promise_by=draft.promise_by or terms.promise_by,
        currency=draft.currency,
        total_minor=draft.total_minor,
        shipping_minor=draft.shipping_minor,
        tax_minor=draft.tax_minor,
        discount_minor=draft.discount_minor,
        prices_include_tax=draft.prices_include_tax,
        reconciles=draft.reconciles,
        service=draft.service,
        note=draft.note,
        units=sum(line.quantity for line in draft.lines),
        buyer=contact_from(draft.buyer),
        ship_to=contact_from(draft.ship_to),
        lines=[_line(position, line, cancelled) for position, line in enumerate(draft.lines, 1)],
        payments=[_payment(draft.currency, payment) for payment in draft.payments],
    )
    db.session.add(order)
    db.session.flush()
    return order


def _line(position: int, draft: LineDraft, cancelled: bool) -> OrderLine:
    elsewhere = draft.shipped_by_channel
    return OrderLine(
        position=position,
        external_id=draft.external_id,
        sku_text=draft.sku,
        title=draft.title,
        ordered=draft.quantity,
        cancelled=draft.quantity - elsewhere if cancelled else draft.cancelled,
        shipped=0,
        shipped_elsewhere=elsewhere,
        requires_shipping=draft.requires_shipping,
        unit_price_minor=draft.unit_price_minor,
        line_total_minor=draft.line_total_minor,
        tax_minor=draft.tax_minor,
        discount_minor=draft.discount_minor,
    )


def open_parts(order: Order, pairs: Sequence[tuple[OrderLine, Part]]) -> None:
    """Let lines want their SKUs, in SKU order so that two orders never wait for each other. Part of a verb."""
    wanting = sorted(
        ((line, part) for line, part in pairs if line.to_ship and line.requires_shipping),
        key=lambda pair: (pair[1].sku_id, pair[0].position),
    )
    if not wanting:
        return
    drafts = [
        DemandDraft(
            part.sku_id,
            line.to_ship * part.per,
            order.key,
            f"{order.number} · line {line.position}",
            order.promise_by,
        )
        for line, part in wanting
    ]
    ids = open_demands(drafts, order.site_id)
    rows = [
        {"line_id": line.id, "sku_id": part.sku_id, "per": part.per, "demand_id": demand_id}
        for (line, part), demand_id in zip(wanting, ids, strict=True)
    ]
    db.session.execute(insert(table_of(LinePart)), rows)


def _hold_what_cannot_go(
    order: Order, draft: OrderDraft, lines: list[tuple[OrderLine, tuple[Part, ...]]], terms: Terms
) -> None:
    if order.cancelled_at is not None:
        return
    if not draft.paid and not terms.release_unpaid:
        hold_order(order.id, "payment")
    if terms.needs_address and _leaves(draft):
        faults = address_faults(draft.ship_to)
        if faults:
            hold_order(order.id, "address", " ".join(fault.sentence for fault in faults))
    for line, parts in lines:
        _hold_unknown(line, parts)


def _hold_unknown(line: OrderLine, parts: tuple[Part, ...]) -> None:
    if not parts and line.requires_shipping and line.to_ship:
        hold_order(line.order_id, "unknown_item" if line.sku_text else "no_item", line_id=line.id)


def _leaves(draft: OrderDraft) -> bool:
    return any(line.requires_shipping for line in draft.lines)


def _payment(currency: str | None, draft: PaymentDraft) -> Payment:
    running = current_operation()
    return Payment(
        kind=draft.kind,
        amount_minor=draft.amount_minor,
        currency=currency,
        at=draft.at or running.at,
        reference=draft.reference,
        method=draft.method,
        by=running.by.actor,
    )
