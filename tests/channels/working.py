"""How far the floor is with an order when its channel says something new."""

from __future__ import annotations

from sqlalchemy import select

from oms.core.db import db
from oms.orders.models import Order, OrderLine
from oms.packing.filling import open_parcel, put_in_parcel
from oms.packing.models import Parcel
from oms.packing.sealing import seal_parcel
from oms.shipping.handing_over import add_to_manifest, hand_over, open_manifest
from tests.channels.bringing import the_order
from tests.picking.floor import barcode, scans, start
from tests.shop import Shop


def picked(shop: Shop, *skus: str) -> int:
    """Everything of order #1001 lies in a tote."""
    order_id = the_order(shop).id
    scans(shop, start(shop, order_id), "A-01-1", *skus)
    return order_id


def parcel(shop: Shop, *skus: str) -> int:
    """Everything of it lies in an open parcel."""
    order_id = picked(shop, *skus)
    with shop.inside():
        parcel_id = open_parcel(order_id, by=shop.by())
        for sku in skus:
            put_in_parcel(parcel_id, barcode(sku), by=shop.by())
    return parcel_id


def closed_parcel(shop: Shop, *skus: str) -> int:
    parcel_id = parcel(shop, *skus)
    with shop.inside():
        seal_parcel(parcel_id, None, 500, by=shop.by())
    return parcel_id


def handed_over(shop: Shop, *skus: str) -> None:
    parcel_id = closed_parcel(shop, *skus)
    with shop.inside():
        manifest = open_manifest(shop.site, "DHL", by=shop.by())
        add_to_manifest(manifest, db.session.get_one(Parcel, parcel_id).code, by=shop.by())
        hand_over(manifest, by=shop.by())


def lines_of(shop: Shop, number: str = "#1001") -> list[int]:
    query = select(OrderLine.id).join(OrderLine.order).where(Order.number == number)
    with shop.inside():
        return list(db.session.scalars(query.order_by(OrderLine.position)))
