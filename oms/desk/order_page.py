"""All that the order page shows, and why each quantity is what it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from oms.accounts.queries import names_of
from oms.channels.models import ChannelOrder
from oms.channels.queries import channels_of
from oms.core.db import db
from oms.desk.timeline import timeline, waiting_messages
from oms.inventory.queries import held_of
from oms.orders.addresses import address_block
from oms.orders.headline import HOLDS, headline
from oms.orders.models import LinePart, Order, OrderLine
from oms.orders.queries import order_for_page
from oms.orders.standing import standings
from oms.outgoing.queries import hearing_of, tellings_of
from oms.packing.models import Parcel, ParcelItem
from oms.picking.models import PickTask
from oms.shipping.models import Shipment


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a line's progress: `held`, `missing`, `reserved`, `picked`, `packed` or `shipped`."""

    name: str
    quantity: int


def order_page(order_id: int) -> dict[str, Any]:
    """The context of the order page."""
    order = order_for_page(order_id)
    actors = [note.by for note in order.notes] + [hold.placed_by for hold in order.holds]
    actors += [payment.by for payment in order.payments] + [order.picking_by or "worker"]
    return {
        "order": order,
        "channel": channels_of([order.id]).get(order.id),
        "headline": headline(standings([order])[order.id]),
        "address": address_block(order.ship_to),
        "parcels": parcels_of(order),
        "entries": timeline(order.key),
        "names": names_of(actors),
        "progress": {line.id: segments(line) for line in order.lines},
        "bins": _bins(order),
        "run_id": _open_run(order),
        "open_holds": [hold for hold in order.holds if hold.is_open],
        "address_hold": any(hold.is_open and hold.reason == "address" for hold in order.holds),
        "hold_words": HOLDS,
        "waiting": waiting_messages(order.key),
        "tellings": tellings_of(order_id),
        "hearing": hearing_of(order_id),
        "items_minor": _items_total(order),
        "may_ship_rest": _may_ship_rest(order),
        "short_of": [part.sku_id for part in _parts(order) if part.demand.lacking],
        "rest_to_pick": any(part.demand.reserved for part in _parts(order)),
        "to_put_back": any(part.demand.put_back for part in _parts(order)),
    }


def _bins(order: Order) -> dict[int, list[str]]:
    """The bins in which each SKU of the order lies."""
    held = held_of({part.sku_id for line in order.lines for part in line.parts})
    return {
        sku_id: [one.place.code for one in found if one.place.kind == "bin"] for sku_id, found in held.items()
    }


def _items_total(order: Order) -> int | None:
    """The sum of the lines as they were told; unknown where one of them is."""
    totals = [line.line_total_minor for line in order.lines]
    return None if None in totals else sum(total or 0 for total in totals)


def _may_ship_rest(order: Order) -> bool:
    """Something is there, and nothing but lines keeps it."""
    held = any(hold.is_open and hold.line_id is None for hold in order.holds)
    return not held and any(part.demand.reserved for part in _parts(order))


def _parts(order: Order) -> list[LinePart]:
    return [part for line in order.lines for part in line.parts]


def segments(line: OrderLine) -> list[Segment]:
    """How far a line has come, in units of the line's stock; what is nothing is left out."""
    if not line.parts:
        return [Segment("held", line.to_ship)] if line.to_ship and line.requires_shipping else []
    sums = {
        "shipped": sum(part.shipped for part in line.parts),
        "packed": sum(part.packed - part.shipped for part in line.parts),
        "picked": sum(part.demand.picked - part.packed for part in line.parts),
        "reserved": sum(part.demand.reserved for part in line.parts),
        "missing": sum(part.demand.lacking for part in line.parts),
    }
    return [Segment(name, quantity) for name, quantity in sums.items() if quantity]


def parcels_of(order: Order) -> list[tuple[Parcel, Shipment | None]]:
    """Boxes that were begun and left empty are no parcels once the order is over."""
    query = (
        select(Parcel, Shipment)
        .outerjoin(Shipment, Shipment.parcel_id == Parcel.id)
        .where(Parcel.order_id == order.id)
        .options(
            joinedload(Parcel.packaging),
            selectinload(Parcel.items).joinedload(ParcelItem.part).joinedload(LinePart.sku),
        )
        .order_by(Parcel.id)
    )
    over = order.closed_at is not None
    found = [(parcel, shipment) for parcel, shipment in db.session.execute(query)]
    return [(parcel, shipment) for parcel, shipment in found if not (over and parcel.is_empty)]


def told_by_channel(order_id: int) -> dict[str, Any] | None:
    """What the channel said of the order, as it said it."""
    return db.session.scalar(select(ChannelOrder.told).where(ChannelOrder.order_id == order_id))


def _open_run(order: Order) -> int | None:
    if order.picking_since is None:
        return None
    demands = [part.demand_id for line in order.lines for part in line.parts]
    query = select(PickTask.run_id).where(PickTask.demand_id.in_(demands)).order_by(PickTask.run_id.desc())
    return db.session.scalar(query.limit(1))
