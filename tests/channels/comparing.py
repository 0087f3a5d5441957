"""What an account's orders have come to, without ids and times of our own: the same words must make the same."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from oms.channels.changing import contact_draft
from oms.channels.models import ChannelOrder
from oms.core.db import db
from oms.orders.models import LinePart, Order, OrderLine
from tests.shop import Shop

OF_ORDER = (
    *("number", "placed_at", "paid_at", "currency", "total_minor", "shipping_minor", "tax_minor"),
    *("discount_minor", "prices_include_tax", "reconciles", "service", "note", "units", "headline", "badge"),
)
OF_LINE = (
    *("sku_text", "title", "ordered", "cancelled", "shipped", "shipped_elsewhere", "requires_shipping"),
    *("unit_price_minor", "line_total_minor", "tax_minor", "discount_minor"),
)


def picture(shop: Shop, channel_id: int) -> dict[str, Any]:
    """Every order of the account, by the channel's id."""
    with shop.inside():
        return {known.external_id: _order(known) for known in _orders(channel_id)}


def essence(shop: Shop, channel_id: int) -> dict[str, Any]:
    """What is still wanted, where it goes, and the money: what a word that was lost for good cannot change."""
    found = {}
    for external_id, order in picture(shop, channel_id).items():
        lines = {
            line_id: (line["sku_text"], line["ordered"] - line["cancelled"], line["demands"])
            for line_id, line in order["lines"].items()
            if line["ordered"] > line["cancelled"]
        }
        same = ("number", "ship_to", "buyer", "total_minor", "note", "cancelled", "payments")
        found[external_id] = {name: order[name] for name in same} | {"lines": lines}
    return found


def _orders(channel_id: int) -> list[ChannelOrder]:
    order = joinedload(ChannelOrder.order)
    parts = selectinload(OrderLine.parts)
    query = select(ChannelOrder).where(ChannelOrder.channel_id == channel_id)
    return list(
        db.session.scalars(
            query.options(
                order.joinedload(Order.buyer),
                order.joinedload(Order.ship_to),
                order.selectinload(Order.holds),
                order.selectinload(Order.payments),
                order.selectinload(Order.lines).options(
                    parts.joinedload(LinePart.sku), parts.joinedload(LinePart.demand)
                ),
            )
        )
    )


def _order(known: ChannelOrder) -> dict[str, Any]:
    order = known.order
    cancelled = order.cancelled_at is not None
    return {
        **{name: getattr(order, name) for name in OF_ORDER},
        "cancelled": cancelled,
        "promise_by": None if cancelled else order.promise_by,
        "buyer": asdict(contact_draft(order.buyer)),
        "ship_to": asdict(contact_draft(order.ship_to)),
        "lines": {line.external_id: _line(line) for line in order.lines},
        "payments": sorted(
            (p.kind, p.amount_minor or 0, p.reference or "", p.method or "") for p in order.payments
        ),
        "holds": [] if cancelled else _holds(order),
        "told": known.told,
    }


def _line(line: OrderLine) -> dict[str, Any]:
    demands: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for part in line.parts:
        demands[part.sku.code][0] += part.demand.wanted
        demands[part.sku.code][1] += part.demand.reserved
    wanted = {code: counts for code, counts in demands.items() if counts[0]}
    return {**{name: getattr(line, name) for name in OF_LINE}, "demands": wanted}


def _holds(order: Order) -> list[tuple[str, str, str]]:
    lines = {line.id: line.external_id for line in order.lines}
    open_ones = [hold for hold in order.holds if hold.is_open]
    return sorted((hold.reason, hold.detail, lines.get(hold.line_id or 0, "")) for hold in open_ones)
