"""Short ways to the packing bench for the tests of it: picked orders, scans, and what the parcels hold."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from oms.catalog.models import Barcode, Sku
from oms.core.db import db, transaction
from oms.core.operations import By
from oms.core.undoing import undo_operation
from oms.floorplan.models import Place
from oms.inventory.ledger import held_at
from oms.orders.models import Order
from oms.packing.boxes import BoxDraft, add_box
from oms.packing.filling import WrongItem, open_parcel
from oms.packing.models import Parcel
from oms.packing.scanning import pack_count, pack_item
from oms.packing.sealing import seal_parcel
from oms.picking.models import PickTask
from oms.picking.running import start_run
from oms.picking.scanning import pick_count, scan
from tests.picking.floor import barcode
from tests.shop import SKUS, Shop

BINS = {"LAMP": "A-01-1", "MUG": "A-10-1", "SOCK-GRN-39": "A-02-1", "TWINE": "A-02-1"}


def picked(shop: Shop, *lines: tuple[str, int], **changes: Any) -> int:
    """An order of so many of each, all of it in a tote; its id."""
    for sku, quantity in lines:
        shop.receive(sku, quantity, BINS[sku])
    order_id = shop.order(*lines, **changes)
    pick(shop, order_id)
    return order_id


def pick(shop: Shop, order_id: int) -> None:
    with shop.inside():
        run_id = start_run(order_id, by=shop.by("Ben"))
        tasks = select(PickTask).where(PickTask.run_id == run_id).order_by(PickTask.position)
        for task_id, place_id, sku_id, quantity in [
            (task.id, task.place_id, task.sku_id, task.quantity) for task in db.session.scalars(tasks)
        ]:
            scan(run_id, db.session.get_one(Place, place_id).code, by=shop.by("Ben"))
            sku = db.session.get_one(Sku, sku_id)
            if not sku.scannable:
                pick_count(task_id, quantity, by=shop.by("Ben"))
            for _ in range(quantity if sku.scannable else 0):
                scan(run_id, sku.code, by=shop.by("Ben"))


def packs(shop: Shop, order_id: int, *codes: str, parcel: int | None = None) -> By:
    """Scan one item after another; who scanned the last one, with its operation id."""
    by = shop.by("Ben")
    for code in codes:
        by = shop.by("Ben")
        with shop.inside():
            pack_item(order_id, barcode(code) if code in SKUS else code, parcel, by=by)
    return by


def blocked(shop: Shop, order: int, code: str, parcel_id: int | None = None) -> WrongItem:
    """What the red screen says of a scan that does not belong there."""
    with shop.inside(), pytest.raises(WrongItem) as refusal:
        pack_item(order, code, parcel_id, by=shop.by("Ben"))
    return refusal.value


def puts(shop: Shop, order_id: int, sku: str, quantity: int) -> By:
    by = shop.by("Ben")
    with shop.inside():
        pack_count(order_id, shop.skus[sku], quantity, by=by)
    return by


def another(shop: Shop, order_id: int) -> int:
    """One more parcel; its id."""
    with shop.inside():
        parcel_id: int = open_parcel(order_id, by=shop.by("Ben"))
    return parcel_id


def seal(shop: Shop, parcel_id: int, box: int | None = None, weight_g: int | None = None) -> By:
    by = shop.by("Ben")
    with shop.inside():
        seal_parcel(parcel_id, box, weight_g, by=by)
    return by


def take_back(shop: Shop, by: By) -> None:
    with shop.inside():
        undo_operation(by.operation_id, by=shop.by("Ben"))


def parcels(shop: Shop, order_id: int) -> list[int]:
    with shop.inside():
        return list(
            db.session.scalars(select(Parcel.id).where(Parcel.order_id == order_id).order_by(Parcel.id))
        )


def parcel(shop: Shop, parcel_id: int) -> Parcel:
    """As it is now, without what hangs on it."""
    with shop.inside():
        found = db.session.get_one(Parcel, parcel_id)
        db.session.expunge(found)
        return found


def inside(shop: Shop, parcel_id: int, sku: str) -> int:
    """How many of a SKU the ledger knows in a parcel."""
    with shop.inside():
        return held_at(db.session.get_one(Parcel, parcel_id).place_id, shop.skus[sku])


def tote_of(shop: Shop, order_id: int) -> Place:
    owner = select(Place).join(PickTask, PickTask.tote_id == Place.id).order_by(Place.id.desc())
    with shop.inside():
        key = db.session.get_one(Order, order_id).key
        found = db.session.scalars(owner.where(PickTask.demand.has(owner=key)).limit(1)).one()
        db.session.expunge(found)
        return found


def in_tote(shop: Shop, order_id: int, sku: str) -> int:
    with shop.inside():
        return held_at(tote_of(shop, order_id).id, shop.skus[sku])


def pack_of(shop: Shop, sku: str, quantity: int, code: str) -> None:
    """A barcode that counts for several."""
    with shop.inside(), transaction() as session:
        session.add(Barcode(code=code, sku_id=shop.skus[sku], quantity=quantity))


def weighs(shop: Shop, **grams: int) -> None:
    with shop.inside(), transaction() as session:
        for sku, weight in grams.items():
            session.get_one(Sku, shop.skus[sku]).weight_g = weight


def box(shop: Shop, name: str = "Box S", tare_g: int = 110) -> int:
    with shop.inside():
        packaging_id: int = add_box(BoxDraft(name, "box", 220, 160, 120, tare_g=tare_g), by=shop.by())
    return packaging_id
