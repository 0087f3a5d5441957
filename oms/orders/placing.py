"""Placing an order: it is kept whatever is wrong with it, and promised what is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from oms.core.db import db
from oms.core.errors import WrongInput
from oms.core.events import record
from oms.core.operations import By, current_operation, final, touch, verb
from oms.core.rows import Row, as_row, write_new, write_numbered, write_rows
from oms.inventory.stock import DemandDraft, open_demands
from oms.orders.addresses import address_faults
from oms.orders.drafts import ContactDraft, LineDraft, OrderDraft, PaymentDraft
from oms.orders.facts import LineAdded, OrderPlaced
from oms.orders.headline import Standing
from oms.orders.holding import Doubt, doubt_item, hold_item, write_holds
from oms.orders.models import Contact, LinePart, Order, OrderLine, Payment
from oms.orders.search import index_order
from oms.orders.standing import write_headline


@dataclass(frozen=True, slots=True)
class Part:
    """`per` units of a SKU make one unit of a line."""

    sku_id: int
    per: int = 1


Known = Sequence[tuple[OrderLine, tuple[Part, ...]]]


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
    cancelled = draft.cancelled_at is not None
    lines = [_line(position, line, cancelled) for position, line in enumerate(draft.lines, 1)]
    known = list(zip(lines, parts, strict=True))
    doubts = [] if cancelled else list(_doubts(draft, known, terms))
    order = _order(draft, terms)
    write_headline(order, _if_all_is_there(order, known, doubts))
    _write(order, lines, draft)
    record(OrderPlaced(order.id), about=order.key)
    write_holds(order.id, doubts)
    index_order(order, draft)
    # Last, because others who want the same goods wait for us from here to the commit.
    open_parts(order, [(line, part) for line, of in known for part in of])
    return order.id


def add_line(order: Order, draft: LineDraft, parts: tuple[Part, ...]) -> int:
    """One line more on an order that is placed already. Part of a verb."""
    query = select(func.max(OrderLine.position)).where(OrderLine.order_id == order.id)
    line = _line((db.session.scalar(query) or 0) + 1, draft, order.cancelled_at is not None)
    line.order_id = order.id
    write_new(line)
    order.units += line.ordered
    open_parts(order, [(line, part) for part in parts])
    if order.cancelled_at is None and _is_unknown(line, parts):
        hold_item(line)
    record(LineAdded(order.id, line.id, line.to_ship), about=order.key)
    touch(order.key)
    return line.id


def write_contacts(*drafts: ContactDraft) -> list[int]:
    """People and addresses as they are now; their ids. Part of a verb."""
    return write_numbered(Contact, [as_row(draft) for draft in drafts])


def _order(draft: OrderDraft, terms: Terms) -> Order:
    at = current_operation().at
    return Order(
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
    )


def _if_all_is_there(order: Order, known: Known, doubts: Sequence[Doubt]) -> Standing:
    """What lacks something is looked at again before the commit."""
    leaving = [(line, parts) for line, parts in known if line.requires_shipping]
    return Standing(
        cancelled=order.cancelled_at is not None,
        holds=tuple(doubt.reason for doubt in doubts if doubt.line is None),
        line_holds=tuple(doubt.reason for doubt in doubts if doubt.line is not None),
        unknown=sum(line.to_ship for line, parts in leaving if not parts),
        reserved=sum(line.to_ship * part.per for line, parts in leaving for part in parts),
    )


def _write(order: Order, lines: Sequence[OrderLine], draft: OrderDraft) -> None:
    """With its people and payments."""
    order.buyer_id, order.ship_to_id = write_contacts(draft.buyer, draft.ship_to)
    write_new(order)
    for line in lines:
        line.order_id = order.id
    write_new(*lines)
    write_payments(order, draft.payments, order.paid_at)


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
    write_rows(LinePart, rows)


def _doubts(draft: OrderDraft, known: Known, terms: Terms) -> Iterator[Doubt]:
    """Why the order, or a line of it, cannot go to the floor."""
    if not draft.paid and not draft.ships_unpaid and not terms.release_unpaid:
        yield Doubt("payment")
    if draft.kept_back:
        yield Doubt("manual", draft.kept_back)
    if terms.needs_address and any(line.requires_shipping for line in draft.lines):
        faults = address_faults(draft.ship_to)
        if faults:
            yield Doubt("address", " ".join(fault.sentence for fault in faults))
    yield from (doubt_item(line) for line, parts in known if _is_unknown(line, parts))


def _is_unknown(line: OrderLine, parts: tuple[Part, ...]) -> bool:
    return not parts and line.requires_shipping and line.to_ship > 0


def write_payments(order: Order, drafts: Iterable[PaymentDraft], paid_at: datetime | None) -> None:
    """Charges and refunds as they are told; a charge without a time came when the order was paid, and a sum that
    is none is no payment. Part of a verb.
    """
    told = [draft for draft in drafts if draft.amount_minor is None or draft.amount_minor > 0]
    write_rows(
        Payment, [_payment(order, draft, paid_at if draft.kind == "charge" else None) for draft in told]
    )


def _payment(order: Order, draft: PaymentDraft, paid_at: datetime | None) -> Row:
    running = current_operation()
    return {
        "order_id": order.id,
        "kind": draft.kind,
        "amount_minor": draft.amount_minor,
        "currency": order.currency,
        "at": draft.at or paid_at or running.at,
        "reference": draft.reference,
        "method": draft.method,
        "by": running.by.actor,
    }
