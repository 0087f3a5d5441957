"""Orders in the neutral model, one a line. The same database gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from oms.channels.models import ChannelOrder
from oms.core.db import db
from oms.orders.models import Contact, Order, OrderLine

PAGE = 500
SHIP_TO = ("name", "company", "line1", "line2", "line3", "city", "region", "postcode", "country", "phone")
BUYER = ("name", "email", "phone")
AMOUNTS = ("total_minor", "shipping_minor", "tax_minor", "discount_minor")
LINE = ("unit_price_minor", "line_total_minor", "tax_minor", "discount_minor")


def jsonl() -> Iterator[str]:
    """Every order that came from a channel, in the order in which they arrived here."""
    after = 0
    while page := _page(after):
        for known in page:
            yield json.dumps(_neutral(known), ensure_ascii=False, separators=(",", ":"))
        after = page[-1].order_id
        db.session.expunge_all()


def _page(after: int) -> list[ChannelOrder]:
    order = joinedload(ChannelOrder.order)
    query = (
        select(ChannelOrder)
        .where(ChannelOrder.order_id > after)
        .options(
            joinedload(ChannelOrder.channel),
            order.joinedload(Order.buyer),
            order.joinedload(Order.ship_to),
            order.selectinload(Order.lines),
        )
        .order_by(ChannelOrder.order_id)
        .limit(PAGE)
    )
    return list(db.session.scalars(query))


def _neutral(known: ChannelOrder) -> dict[str, Any]:
    order = known.order
    return {
        "channel": known.channel.kind,
        "account": known.channel.account,
        "external_id": known.external_id,
        "number": order.number,
        "placed_at": _moment(order.placed_at),
        "paid_at": _moment(order.paid_at),
        "cancelled_at": _moment(order.cancelled_at),
        "promise_by": _moment(order.promise_by),
        "currency": order.currency,
        **{name: getattr(order, name) for name in AMOUNTS},
        "buyer": _contact(order.buyer, BUYER),
        "ship_to": _contact(order.ship_to, SHIP_TO),
        "service": order.service,
        "note": order.note,
        "headline": order.headline,
        "lines": [_line(line) for line in order.lines],
    }


def _line(line: OrderLine) -> dict[str, Any]:
    return {
        "external_id": line.external_id,
        "sku": line.sku_text,
        "title": line.title,
        "quantity": line.ordered,
        "cancelled": line.cancelled,
        "shipped": line.shipped,
        "shipped_elsewhere": line.shipped_elsewhere,
        **{name: getattr(line, name) for name in LINE},
    }


def _contact(contact: Contact, names: tuple[str, ...]) -> dict[str, str | None]:
    return {name: getattr(contact, name) for name in names}


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
