"""Short ways over the floor for the tests of it: a picker with a run, and what the bins hold."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from oms.core.db import db
from oms.floorplan.models import Place
from oms.inventory.ledger import held_at
from oms.inventory.models import Demand
from oms.inventory.proving import prove_stock
from oms.orders.models import Order
from oms.picking.models import PickTask, Run
from oms.picking.running import start_run
from oms.picking.scanning import scan
from tests.shop import SKUS, Shop


def barcode(sku: str) -> str:
    return SKUS[sku][2] or sku


def start(shop: Shop, order_id: int, picker: str = "Ben") -> int:
    with shop.inside():
        return start_run(order_id, by=shop.by(picker))


def scans(shop: Shop, run_id: int, *codes: str, picker: str = "Ben") -> None:
    """Scan one code after another; a SKU stands for its barcode."""
    for code in codes:
        with shop.inside():
            scan(run_id, barcode(code) if code in SKUS else code, by=shop.by(picker))


def tasks(shop: Shop, run_id: int) -> list[tuple[str, int, int, int, int]]:
    """Of each task: the bin, how many, picked, short, dropped."""
    query = select(PickTask, Place.code).join(Place, Place.id == PickTask.place_id)
    with shop.inside():
        found = db.session.execute(query.where(PickTask.run_id == run_id).order_by(PickTask.position)).all()
    return [(code, t.quantity, t.picked, t.short, t.dropped) for t, code in found]


def task_ids(shop: Shop, run_id: int) -> Sequence[int]:
    query = select(PickTask.id).where(PickTask.run_id == run_id).order_by(PickTask.position)
    with shop.inside():
        return db.session.scalars(query).all()


def in_bin(shop: Shop, sku: str, bin_: str = "A-01-1") -> int:
    with shop.inside():
        return held_at(shop.bins[bin_], shop.skus[sku])


def in_tote(shop: Shop, run_id: int, sku: str) -> int:
    with shop.inside():
        tote = db.session.scalar(select(PickTask.tote_id).where(PickTask.run_id == run_id))
        return held_at(tote or 0, shop.skus[sku])


def is_finished(shop: Shop, run_id: int) -> bool:
    with shop.inside():
        return db.session.get_one(Run, run_id).finished_at is not None


def headline(shop: Shop, order_id: int) -> str:
    with shop.inside():
        return db.session.get_one(Order, order_id).headline


def demand(shop: Shop, order_id: int) -> Demand:
    """The first demand of an order, as it is now."""
    with shop.inside():
        return db.session.scalars(select(Demand).where(Demand.owner == f"order:{order_id}")).first()  # type: ignore[return-value]


def assert_proven(shop: Shop) -> None:
    with shop.inside():
        assert prove_stock().mismatches == ()
