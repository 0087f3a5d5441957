"""What a web store may ask: its orders with what became of them, and how many it may sell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, select, union
from sqlalchemy.orm import joinedload, selectinload

from oms.catalog.models import Sku
from oms.channels.levels import level_of
from oms.channels.listings import parts_of_names
from oms.channels.models import Channel, ChannelOrder, Listing
from oms.channels.webstore.answers import (
    Content,
    Headline,
    Level,
    OrderPage,
    SentParcel,
    ShownLine,
    ShownOrder,
    StockPage,
    Waiting,
)
from oms.channels.webstore.standing import waiting_for
from oms.core import clock
from oms.core.db import db
from oms.core.errors import Missing
from oms.core.events import undo_window
from oms.inventory.models import Stock
from oms.orders.headline import CLOSED, Code
from oms.orders.models import LinePart, Order, OrderLine
from oms.packing.models import Parcel, ParcelItem
from oms.shipping.carriers.numbers import tracking_url
from oms.shipping.models import Shipment

Sent = dict[int, list[SentParcel]]
LATE = timedelta(minutes=1)
"""A hand-over is dated when it begins, and seen once it is done."""


def shown_order(channel_id: int, external_id: str) -> ShownOrder:
    """Raises Missing."""
    found = _shown(channel_id, ChannelOrder.external_id == external_id, 1)
    if not found:
        raise Missing("There is no such order.")
    return found[0]


def order_page(channel_id: int, after: str | None, sent_since: datetime | None, limit: int) -> OrderPage:
    """Orders by their ids; with `sent_since` those of which a parcel left since then."""
    condition, as_of = ChannelOrder.external_id > (after or ""), _told_until() - LATE
    if sent_since is not None:
        left = select(Parcel.order_id).join(Shipment, Shipment.parcel_id == Parcel.id)
        left = left.where(Shipment.handed_over_at >= sent_since, Shipment.handed_over_at <= _told_until())
        condition &= ChannelOrder.order_id.in_(left)
    found = _shown(channel_id, condition, limit + 1)
    after = found[limit - 1].id if len(found) > limit else None
    return OrderPage(orders=found[:limit], next=after, as_of=as_of)


def _told_until() -> datetime:
    """What left later than this may still be taken back, so that nobody outside hears of it yet."""
    return clock.now() - undo_window()


def _shown(channel_id: int, condition: ColumnElement[bool], limit: int) -> list[ShownOrder]:
    order = joinedload(ChannelOrder.order, innerjoin=True)
    query = (
        select(ChannelOrder)
        .where(ChannelOrder.channel_id == channel_id, condition)
        .options(order.selectinload(Order.lines).selectinload(OrderLine.parts).joinedload(LinePart.demand))
        .order_by(ChannelOrder.external_id)
        .limit(limit)
    )
    known = db.session.scalars(query).all()
    ids = [one.order_id for one in known]
    waits, sent = waiting_for(ids), _sent(ids)
    return [_order(one, waits[one.order_id], sent[one.order_id]) for one in known]


def _order(known: ChannelOrder, waits: Sequence[dict[str, Any]], sent: list[SentParcel]) -> ShownOrder:
    order = known.order
    waits = [] if order.headline in CLOSED else waits
    return ShownOrder(
        id=known.external_id,
        number=order.number,
        placed_at=order.placed_at,
        promise_by=order.promise_by,
        headline=Headline(code=Code(order.headline), text=order.badge),
        paid=order.paid_at is not None,
        cancelled=order.cancelled_at is not None,
        waits_for=[Waiting(**one) for one in waits],
        lines=[_line(line) for line in order.lines],
        parcels=sent,
    )


def _line(line: OrderLine) -> ShownLine:
    return ShownLine(
        id=line.external_id,
        sku=line.sku_text,
        title=line.title,
        quantity=line.ordered,
        cancelled=line.cancelled,
        shipped=line.shipped + line.shipped_elsewhere,
        to_ship=line.to_ship if line.requires_shipping else 0,
        missing=sum(part.demand.lacking for part in line.parts),
    )


def _sent(order_ids: Collection[int]) -> Sent:
    """The parcels that left, of each order."""
    query = (
        select(Parcel, Shipment)
        .join(Shipment, Shipment.parcel_id == Parcel.id)
        .where(Parcel.order_id.in_(order_ids), Shipment.handed_over_at <= _told_until())
        .options(_with_contents())
        .order_by(Shipment.handed_over_at, Parcel.id)
    )
    found: Sent = defaultdict(list)
    for parcel, shipment in db.session.execute(query):
        found[parcel.order_id].append(_parcel(parcel, shipment))
    return found


def _with_contents() -> Any:
    part = selectinload(Parcel.items).joinedload(ParcelItem.part)
    return part.options(joinedload(LinePart.line), joinedload(LinePart.sku))


def _parcel(parcel: Parcel, shipment: Shipment) -> SentParcel:
    number = shipment.tracking_number
    contents = [(item.part, item.quantity) for item in parcel.items if item.quantity]
    return SentParcel(
        id=parcel.code,
        sent_at=cast("datetime", shipment.handed_over_at),
        carrier=shipment.carrier_name or None,
        tracking_number=number,
        tracking_url=tracking_url(shipment.carrier, number) if number else None,
        delivered_at=shipment.delivered_at,
        contents=[Content(line=p.line.external_id, sku=p.sku.code, quantity=n) for p, n in contents],
    )


def stock_page(channel_id: int, after: str | None, limit: int) -> StockPage:
    """Our SKUs and the channel's own names for them, in the order of the alphabet."""
    listed = select(Listing.name).where(Listing.channel_id == channel_id)
    names = union(select(Sku.code.label("name")), listed).subquery()
    query = select(names.c.name).where(names.c.name > (after or "")).order_by(names.c.name).limit(limit + 1)
    found = list(db.session.scalars(query))
    return StockPage(
        stock=_levels(channel_id, found[:limit]), next=found[limit - 1] if len(found) > limit else None
    )


def stock_level(channel_id: int, name: str) -> Level:
    """How many of what goes by this name may be sold. Raises Missing."""
    found = _levels(channel_id, [name])
    if not found:
        raise Missing("Nothing is known by this name.")
    return found[0]


def _levels(channel_id: int, names: Sequence[str]) -> list[Level]:
    channel, parts = db.session.get_one(Channel, channel_id), parts_of_names(channel_id, names)
    ids = {part.sku_id for of in parts.values() for part in of}
    query = select(Stock.sku_id, Stock.on_hand - Stock.reserved)
    query = query.where(Stock.site_id == channel.site_id, Stock.sku_id.in_(ids))
    available = {sku_id: int(count) for sku_id, count in db.session.execute(query)}
    found = []
    for name in (name for name in names if name in parts):
        takes = [(part.sku_id, part.per) for part in parts[name]]
        level = level_of(takes, available, channel.stock_buffer, channel.stock_cap)
        found.append(Level(sku=name, available=level.quantity if level else None))
    return found
