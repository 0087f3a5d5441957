"""What the pages about parcels and their channels show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager

from oms.accounts.queries import names_of
from oms.channels.models import Channel
from oms.core.db import db
from oms.core.delivering import waiting
from oms.core.events import Delivery, Event
from oms.outgoing.models import Confirmation, OutgoingFile, is_open
from oms.outgoing.ways import API, listener_of, listens, way_of
from oms.outgoing.words import NO_WORDS
from oms.shipping.models import Shipment

MOST = 200
OPENING, TELLING = "outgoing.confirm_parcels", "outgoing.tell_of_parcel"


@dataclass(frozen=True, slots=True)
class Telling:
    """A parcel and what its channel knows of it. `delivery` is what still carries the word, or was given up, and
    `reason` why it cannot be told as it is.
    """

    confirmation: Confirmation
    way: str
    carrier: str
    tracking_number: str | None
    file_number: int | None
    delivery: Delivery | None
    who: str
    reason: str | None

    @property
    def lacks_word(self) -> bool:
        """What the channel calls the carrier."""
        return self.reason is not None and self.reason.startswith(NO_WORDS)

    @property
    def state(self) -> str:
        """A word for the page: which sentence it shows, and which buttons."""
        one = self.confirmation
        if one.told_at is not None:
            return "told"
        if one.withdrawn_at is not None:
            return "never"
        if one.is_parked:
            return "doubt" if one.is_in_doubt else "refused"
        return self._on_its_way() if self.way == API else self.way

    def _on_its_way(self) -> str:
        """Nothing carries what left before the account was connected, or while it was told by files."""
        if self.delivery is None or self.delivery.done_at is not None:
            return "stopped"
        return "failed" if self.delivery.failed_at is not None else "soon"


def open_of(channel_id: int) -> Select[Confirmation]:
    """What an account was not told yet."""
    return select(Confirmation).where(Confirmation.channel_id == channel_id, is_open())


def untold(channel: Channel) -> list[Telling]:
    """The oldest of them, at most as many as a page shows."""
    condition = and_(Confirmation.channel_id == channel.id, is_open())
    return _tellings(_rows(condition).limit(MOST))


def count_untold(channel_id: int) -> int:
    query = select(func.count()).where(Confirmation.channel_id == channel_id, is_open())
    return db.session.scalar(query) or 0


def tellings_of(order_id: int) -> dict[int, Telling]:
    """What the channel of an order knows of each parcel; nothing of what was undone."""
    shown = or_(Confirmation.withdrawn_at.is_(None), Confirmation.refusal.is_not(None))
    found = _tellings(_rows(and_(Confirmation.order_id == order_id, shown)))
    return {telling.confirmation.parcel_id: telling for telling in found}


def hearing_of(order_id: int) -> dict[int, datetime]:
    """When the channel of an order hears of parcels whose hand-over can still be undone."""
    if listener_of(order_id) is None:
        return {}
    query = select(Event.facts, Delivery.due_at).join(Event.deliveries)
    query = query.where(Event.about == f"order:{order_id}", Delivery.handler == OPENING, waiting())
    found = [(facts["parcel_ids"], due_at) for facts, due_at in db.session.execute(query)]
    return {parcel_id: due_at for parcel_ids, due_at in found for parcel_id in parcel_ids}


def _rows(condition: ColumnElement[bool]) -> Select[Confirmation, Shipment | None, int | None]:
    return (
        select(Confirmation, Shipment, OutgoingFile.number)
        .join(Confirmation.channel)
        .join(Confirmation.order)
        .join(Confirmation.parcel)
        .outerjoin(Shipment, Shipment.parcel_id == Confirmation.parcel_id)
        .outerjoin(OutgoingFile, OutgoingFile.id == Confirmation.file_id)
        .where(condition)
        .options(
            contains_eager(Confirmation.channel),
            contains_eager(Confirmation.order),
            contains_eager(Confirmation.parcel),
        )
        .order_by(Confirmation.id)
    )


def _tellings(query: Select[Confirmation, Shipment | None, int | None]) -> list[Telling]:
    found = [(one, shipment, number) for one, shipment, number in db.session.execute(query)]
    deliveries = _deliveries_of([one.id for one, _, _ in found if one.is_open])
    ways = {one.channel_id: one.channel for one, _, _ in found}
    way = {channel_id: way_of(channel) for channel_id, channel in ways.items()}
    names = names_of(one.told_by for one, _, _ in found if one.told_by)
    return [
        Telling(
            confirmation=one,
            way=way[one.channel_id],
            carrier=shipment.carrier_name if shipment else "",
            tracking_number=shipment.tracking_number if shipment else None,
            file_number=number,
            delivery=deliveries.get(one.id),
            who=names.get(one.told_by or "", ""),
            reason=one.refusal,
        )
        for one, shipment, number in found
    ]


def _deliveries_of(confirmation_ids: Sequence[int]) -> dict[int, Delivery]:
    """The last that was to carry each."""
    subjects = {f"confirmation:{one}": one for one in confirmation_ids}
    query = select(Event.about, Delivery).join(Delivery.event).where(Event.about.in_(subjects))
    query = query.where(Delivery.handler == TELLING).order_by(Delivery.id)
    return {subjects[about]: delivery for about, delivery in db.session.execute(query)}


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with telling an account what was sent."""

    way: str
    untold: int
    parked: int
    told_at: datetime | None


def standing_of(channel: Channel) -> Standing:
    query = select(func.count(), func.count(Confirmation.refusal)).where(
        Confirmation.channel_id == channel.id, is_open()
    )
    untold_, parked = db.session.execute(query).one()
    last = select(func.max(Confirmation.told_at)).where(Confirmation.channel_id == channel.id)
    return Standing(way_of(channel), untold_, parked, db.session.scalar(last))


def what_waits() -> Mapping[int, int]:
    """By account, how many parcels wait for somebody: all of those that are not told by themselves."""
    query = (
        select(Confirmation.channel_id, func.count(), func.count(Confirmation.refusal))
        .where(is_open())
        .group_by(Confirmation.channel_id)
    )
    found = {channel_id: (untold_, parked) for channel_id, untold_, parked in db.session.execute(query)}
    channels = db.session.scalars(select(Channel).where(Channel.id.in_(found)))
    return Counter(
        {one.id: found[one.id][1 if way_of(one) == API else 0] for one in channels if listens(one)}
    )


def files_of(channel_id: int, kind: str, limit: int = 20) -> Sequence[OutgoingFile]:
    """The newest first, without their bytes."""
    query = select(OutgoingFile).where(OutgoingFile.channel_id == channel_id, OutgoingFile.kind == kind)
    return db.session.scalars(query.order_by(OutgoingFile.number.desc()).limit(limit)).all()
