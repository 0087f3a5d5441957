"""What messages speak of, and what the pages about messages show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from oms.core.db import db
from oms.core.errors import Missing
from oms.core.events import SUBSCRIPTIONS, Delivery, Event
from oms.notifications.models import Notice
from oms.orders.models import LinePart, Order, OrderLine
from oms.packing.models import Parcel, ParcelItem
from oms.shipping.carriers.numbers import tracking_url
from oms.shipping.models import Shipment

PAGE = 50


@dataclass(frozen=True, slots=True)
class ShippedParcel:
    """A parcel as the customer hears of it."""

    carrier: str
    tracking_number: str | None
    url: str | None
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MailLine:
    quantity: int
    title: str


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A message that could not be sent, with what the other side said."""

    delivery_id: int
    order_id: int
    number: str
    error: str


def lines_of(order_id: int) -> list[MailLine]:
    lines = db.session.scalars(
        select(OrderLine).where(OrderLine.order_id == order_id).order_by(OrderLine.position)
    )
    return [MailLine(line.to_ship, line.title) for line in lines if line.to_ship > 0]


def shipped_parcels(parcel_ids: Sequence[int]) -> list[ShippedParcel]:
    query = (
        select(Parcel, Shipment)
        .join(Shipment, Shipment.parcel_id == Parcel.id)
        .where(Parcel.id.in_(parcel_ids))
        .options(selectinload(Parcel.items).joinedload(ParcelItem.part).joinedload(LinePart.sku))
        .order_by(Parcel.id)
    )
    return [_shipped(parcel, shipment) for parcel, shipment in db.session.execute(query)]


def _shipped(parcel: Parcel, shipment: Shipment) -> ShippedParcel:
    items = tuple(f"{item.quantity} × {item.part.sku.full_name}" for item in parcel.items if item.quantity)
    number = shipment.tracking_number
    url = tracking_url(shipment.carrier, number) if number else None
    return ShippedParcel(shipment.carrier or "the carrier", number, url, items)


def notices(before: int | None = None) -> Sequence[tuple[Notice, str]]:
    """Messages with their order's number, the newest first, from before an id."""
    query = select(Notice, Order.number).join(Order, Order.id == Notice.order_id)
    if before is not None:
        query = query.where(Notice.id < before)
    found = db.session.execute(query.order_by(Notice.id.desc()).limit(PAGE))
    return [(notice, number) for notice, number in found]


def find_notice(notice_id: int) -> Notice:
    notice = db.session.get(Notice, notice_id)
    if notice is None:
        raise Missing("There is no such message.")
    return notice


def given_up() -> list[GivenUp]:
    """What could not be sent and waits for somebody."""
    outside = [name for name, subscription in SUBSCRIPTIONS.items() if subscription.tells_outside]
    query = (
        select(Delivery)
        .join(Delivery.event)
        .where(Delivery.failed_at.is_not(None), Delivery.handler.in_(outside))
        .options(joinedload(Delivery.event))
        .order_by(Delivery.id.desc())
        .limit(PAGE)
    )
    deliveries = db.session.scalars(query).all()
    numbers = _numbers([delivery.event for delivery in deliveries])
    return [_given_up(delivery, numbers) for delivery in deliveries]


def count_given_up() -> int:
    outside = [name for name, subscription in SUBSCRIPTIONS.items() if subscription.tells_outside]
    query = select(func.count()).where(Delivery.failed_at.is_not(None), Delivery.handler.in_(outside))
    return db.session.scalar(query) or 0


def _numbers(events: list[Event]) -> dict[int, str]:
    ids = {event.facts["order_id"] for event in events}
    found = db.session.execute(select(Order.id, Order.number).where(Order.id.in_(ids)))
    return {order_id: number for order_id, number in found}


def _given_up(delivery: Delivery, numbers: dict[int, str]) -> GivenUp:
    order_id = delivery.event.facts["order_id"]
    return GivenUp(delivery.id, order_id, numbers.get(order_id, "?"), delivery.error or "")
