"""What the tests of orders look at: the order as it is kept, its demands, holds and facts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from oms.core.db import db
from oms.core.events import Event
from oms.core.operations import By
from oms.core.undoing import undo_operation
from oms.inventory.models import Demand, Stock
from oms.inventory.proving import prove_stock
from oms.orders.models import Hold, Order, OrderLine, Payment
from oms.packing.filling import open_parcel, put_in_parcel
from oms.packing.models import Parcel
from oms.packing.sealing import seal_parcel
from oms.shipping.handing_over import add_to_manifest, hand_over, open_manifest
from tests.picking.floor import barcode, scans, start
from tests.shop import Shop


def kept(shop: Shop, order_id: int) -> Order:
    with shop.inside():
        return db.session.get_one(Order, order_id)


def badge(shop: Shop, order_id: int) -> str:
    return kept(shop, order_id).badge


def lines(shop: Shop, order_id: int) -> list[OrderLine]:
    query = select(OrderLine).where(OrderLine.order_id == order_id).order_by(OrderLine.position)
    with shop.inside():
        return list(db.session.scalars(query))


def demands(shop: Shop, order_id: int) -> list[Demand]:
    query = select(Demand).where(Demand.owner == f"order:{order_id}").order_by(Demand.id)
    with shop.inside():
        return list(db.session.scalars(query))


def reserved(shop: Shop, order_id: int) -> int:
    return sum(demand.reserved for demand in demands(shop, order_id))


def available(shop: Shop, sku: str) -> int:
    with shop.inside():
        return db.session.get_one(Stock, (shop.skus[sku], shop.site)).available


def holds(shop: Shop, order_id: int) -> list[str]:
    """The reasons of its open holds."""
    query = select(Hold.reason).where(Hold.order_id == order_id, Hold.released_at.is_(None))
    with shop.inside():
        return list(db.session.scalars(query.order_by(Hold.id)))


def payments(shop: Shop, order_id: int) -> list[tuple[str, int | None]]:
    query = select(Payment.kind, Payment.amount_minor).where(Payment.order_id == order_id)
    with shop.inside():
        return [(kind, amount) for kind, amount in db.session.execute(query.order_by(Payment.id))]


def facts(shop: Shop, order_id: int) -> list[str]:
    query = select(Event.kind).where(Event.about == f"order:{order_id}").order_by(Event.id)
    with shop.inside():
        return list(db.session.scalars(query))


def do(shop: Shop, verb: Any, *args: Any, **words: Any) -> By:
    """Do it as Ada; the answer is by whom, for an undo."""
    by = shop.by()
    with shop.inside():
        verb(*args, by=by, **words)
    return by


def undo(shop: Shop, by: By) -> None:
    with shop.inside():
        undo_operation(by.operation_id, by=shop.by())


def pick(shop: Shop, order_id: int, *codes: str) -> int:
    """Start a run for it and scan; the run's id."""
    run = start(shop, order_id)
    scans(shop, run, *codes)
    return run


def pack(shop: Shop, order_id: int, *skus: str) -> int:
    """A sealed parcel with these; its id."""
    with shop.inside():
        parcel_id = open_parcel(order_id, by=shop.by())
        for sku in skus:
            put_in_parcel(parcel_id, barcode(sku), by=shop.by())
        seal_parcel(parcel_id, None, None, by=shop.by())
    return parcel_id


def ship(shop: Shop, parcel_id: int) -> By:
    """Hand it over; the answer is by whom, for an undo."""
    by = shop.by()
    with shop.inside():
        manifest = open_manifest(shop.site, "DHL", by=shop.by())
        add_to_manifest(manifest, db.session.get_one(Parcel, parcel_id).code, by=shop.by())
        hand_over(manifest, by=by)
    return by


def assert_proven(shop: Shop) -> None:
    with shop.inside():
        assert prove_stock().mismatches == ()
