"""Short ways to a parcel that waits for its carrier, and to what became of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from oms.core import clock
from oms.core.db import db
from oms.core.delivering import deliver_due
from oms.core.operations import By
from oms.core.undoing import undo_operation
from oms.floorplan.service import outside_place
from oms.inventory.ledger import held_at
from oms.orders.models import OrderLine
from oms.packing.filling import open_parcel, put_in_parcel
from oms.packing.models import Parcel
from oms.packing.sealing import seal_parcel
from oms.shipping.handing_over import add_to_manifest, hand_over, open_manifest
from oms.shipping.models import Manifest, Shipment
from tests.picking.floor import barcode, scans, start
from tests.shop import Shop

BINS = {"LAMP": "A-01-1", "MUG": "A-10-1"}


def picked_order(shop: Shop, *lines: tuple[str, int], **changes: Any) -> int:
    """Lamps and mugs, received and picked for one order."""
    for sku, quantity in lines:
        shop.receive(sku, quantity, BINS[sku])
    order_id = shop.order(*lines, **changes)
    run_id = start(shop, order_id)
    for sku, quantity in lines:
        scans(shop, run_id, BINS[sku], *[sku] * quantity)
    return order_id


def pack(shop: Shop, order_id: int, *skus: str, sealed: bool = True) -> int:
    """A parcel of the order with one of each of these; its id."""
    with shop.inside():
        parcel_id: int = open_parcel(order_id, by=shop.by("Ben"))
        for sku in skus:
            put_in_parcel(parcel_id, barcode(sku), by=shop.by("Ben"))
        if sealed:
            seal_parcel(parcel_id, None, None, by=shop.by("Ben"))
    return parcel_id


def parcel_of(shop: Shop, sku: str = "LAMP", **changes: Any) -> int:
    """A sealed parcel with all of an order of one piece."""
    return pack(shop, picked_order(shop, (sku, 1), **changes), sku)


def code_of(shop: Shop, parcel_id: int) -> str:
    with shop.inside():
        return db.session.get_one(Parcel, parcel_id).code


def order_of(shop: Shop, parcel_id: int) -> int:
    with shop.inside():
        return db.session.get_one(Parcel, parcel_id).order_id


def shipment(shop: Shop, parcel_id: int) -> Shipment:
    with shop.inside():
        found = db.session.get_one(Shipment, parcel_id)
        db.session.expunge(found)
        return found


def manifest(shop: Shop, *parcel_ids: int, carrier: str = "DHL") -> int:
    """An open list with these parcels on it; its id."""
    with shop.inside():
        manifest_id: int = open_manifest(shop.site, carrier, by=shop.by("Ben"))
    for parcel_id in parcel_ids:
        put_on(shop, manifest_id, code_of(shop, parcel_id))
    return manifest_id


def put_on(shop: Shop, manifest_id: int, code: str) -> By:
    by = shop.by("Ben")
    with shop.inside():
        add_to_manifest(manifest_id, code, by=by)
    return by


def send(shop: Shop, *parcel_ids: int, carrier: str = "DHL") -> By:
    """The carrier takes them; who did it, with the id of the operation."""
    by, manifest_id = shop.by("Ben"), manifest(shop, *parcel_ids, carrier=carrier)
    with shop.inside():
        hand_over(manifest_id, by=by)
    return by


def take_back(shop: Shop, by: By) -> None:
    with shop.inside():
        undo_operation(by.operation_id, by=shop.by("Ben"))


def on_the_list(shop: Shop, manifest_id: int) -> int:
    query = select(func.count()).where(Shipment.manifest_id == manifest_id)
    with shop.inside():
        return db.session.scalar(query) or 0


def is_closed(shop: Shop, manifest_id: int) -> bool:
    with shop.inside():
        return db.session.get_one(Manifest, manifest_id).closed_at is not None


def shipped(shop: Shop, order_id: int) -> list[int]:
    """How many of each line have left."""
    query = select(OrderLine.shipped).where(OrderLine.order_id == order_id).order_by(OrderLine.position)
    with shop.inside():
        return list(db.session.scalars(query))


def with_customers(shop: Shop, sku: str) -> int:
    with shop.inside():
        return held_at(outside_place("customer").id, shop.skus[sku])


def later(shop: Shop, **after: float) -> datetime:
    """The worker delivers what is due after so long; the moment at which it did."""
    moment = clock.now() + timedelta(**after)
    with shop.inside(), clock.travel(moment):
        deliver_due()
    return moment
