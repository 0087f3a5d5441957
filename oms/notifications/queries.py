"""What messages speak of, and what the pages about messages show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import joinedload, selectinload

from oms.core.db import db
from oms.core.delivering import waiting
from oms.core.errors import Missing
from oms.core.events import SUBSCRIPTIONS, Delivery, Event
from oms.notifications.mail import NO_SERVER, one_line
from oms.notifications.models import Notice
from oms.orders.models import Contact, LinePart, Order, OrderLine
from oms.packing.models import Parcel, ParcelItem
from oms.shipping.carriers.numbers import tracking_url
from oms.shipping.models import Shipment

PAGE = 50
TOO_OLD = "It waited more than 3 days for a mail server, so it leaves only if you say so."


@dataclass(frozen=True, slots=True)
class MailLine:
    quantity: int
    title: str


@dataclass(frozen=True, slots=True)
class ShippedParcel:
    """A parcel as the customer hears of it."""

    carrier: str
    tracking_number: str | None
    url: str | None
    lines: tuple[MailLine, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A message; while it is not sent, the delivery by which it will be, if it still may."""

    notice: Notice
    number: str
    email: str
    delivery: Delivery | None

    @property
    def is_too_old(self) -> bool:
        return self.delivery is not None and self.delivery.error == TOO_OLD

    @property
    def waits_for_a_server(self) -> bool:
        return self.delivery is not None and self.delivery.error == NO_SERVER


@dataclass(frozen=True, slots=True)
class GivenUp:
    """A message that could not be sent, with what the other side said."""

    delivery_id: int
    order_id: int
    number: str
    error: str


def lines_of(order_id: int) -> list[MailLine]:
    """What is still to leave of an order."""
    query = select(OrderLine).where(OrderLine.order_id == order_id).order_by(OrderLine.position)
    lines = db.session.scalars(query)
    return [MailLine(line.to_ship, one_line(line.title)) for line in lines if line.to_ship > 0]


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
    lines = [MailLine(item.quantity, item.part.sku.full_name) for item in parcel.items if item.quantity]
    number = shipment.tracking_number
    url = tracking_url(shipment.carrier, number) if number else None
    return ShippedParcel(shipment.carrier_name, number, url, tuple(lines))


def notices(before: int | None = None) -> list[Told]:
    """Messages, the newest first, from before an id."""
    query = _notices().order_by(Notice.id.desc()).limit(PAGE)
    if before is not None:
        query = query.where(Notice.id < before)
    found = [Told(notice, number, email or "", None) for notice, number, email in db.session.execute(query)]
    deliveries = _deliveries_of([told.notice for told in found if told.notice.sent_at is None])
    return [replace(told, delivery=deliveries.get(told.notice.cause)) for told in found]


def find_notice(notice_id: int) -> Told:
    found = db.session.execute(_notices().where(Notice.id == notice_id)).first()
    if found is None:
        raise Missing("There is no such message.")
    notice, number, email = found
    return Told(notice, number, email or "", _deliveries_of([notice]).get(notice.cause))


def _notices() -> Select[Notice, str, str | None]:
    return (
        select(Notice, Order.number, Contact.email)
        .join(Order, Order.id == Notice.order_id)
        .join(Contact, Contact.id == Notice.contact_id)
    )


def _deliveries_of(unsent: Sequence[Notice]) -> dict[str, Delivery]:
    """By cause, what still carries messages that were written and not sent."""
    ids = {int(notice.cause.removeprefix("delivery:")): notice.cause for notice in unsent}
    query = select(Delivery).where(
        Delivery.id.in_(ids), Delivery.done_at.is_(None), Delivery.withdrawn_at.is_(None)
    )
    return {ids[delivery.id]: delivery for delivery in db.session.scalars(query)}


def given_up() -> list[GivenUp]:
    """What could not be sent and waits for somebody."""
    return _listed(_could_not_be_sent())


def too_old() -> list[GivenUp]:
    """What waited so long for a mail server that a person decides whether it still makes sense."""
    return _listed(_failed(Delivery.error == TOO_OLD))


def _listed(condition: ColumnElement[bool]) -> list[GivenUp]:
    query = select(Delivery).join(Delivery.event).options(joinedload(Delivery.event))
    deliveries = db.session.scalars(query.where(condition).order_by(Delivery.id.desc()).limit(PAGE)).all()
    numbers = _numbers([delivery.event for delivery in deliveries])
    return [_given_up(delivery, numbers) for delivery in deliveries]


def count_given_up() -> int:
    return db.session.scalar(select(func.count()).where(_could_not_be_sent())) or 0


def waiting_for_a_server() -> Sequence[int]:
    """The deliveries that leave as soon as a mail server is set."""
    query = select(Delivery.id).where(waiting(), Delivery.error == NO_SERVER).order_by(Delivery.id)
    return db.session.scalars(query).all()


def _could_not_be_sent() -> ColumnElement[bool]:
    return _failed(Delivery.error != TOO_OLD)


def _failed(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    outside = [name for name, subscription in SUBSCRIPTIONS.items() if subscription.tells_outside]
    failed = Delivery.failed_at.is_not(None), Delivery.withdrawn_at.is_(None)
    return and_(*failed, Delivery.handler.in_(outside), condition)


def _numbers(events: list[Event]) -> dict[int, str]:
    ids = {event.facts["order_id"] for event in events}
    found = db.session.execute(select(Order.id, Order.number).where(Order.id.in_(ids)))
    return {order_id: number for order_id, number in found}


def _given_up(delivery: Delivery, numbers: dict[int, str]) -> GivenUp:
    order_id = delivery.event.facts["order_id"]
    return GivenUp(delivery.id, order_id, numbers.get(order_id, "?"), delivery.error or "")
