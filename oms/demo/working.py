"""The work on the demo's orders: Ben and Ines pick, pack and hand over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from oms.catalog.models import Sku
from oms.core import clock
from oms.core.db import db
from oms.demo.cast import Demo
from oms.floorplan.models import Place
from oms.orders.models import Order
from oms.orders.progress import parts_of
from oms.packing.filling import open_parcel, put_in_parcel
from oms.packing.models import Parcel
from oms.packing.sealing import seal_parcel
from oms.picking.models import PickTask
from oms.picking.running import start_run
from oms.picking.scanning import pick_count, scan
from oms.picking.shorting import report_short
from oms.shipping.delivering import mark_delivered
from oms.shipping.handing_over import add_to_manifest, hand_over, open_manifest
from oms.shipping.tracking import set_tracking

S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def begin(demo: Demo, number: int) -> None:
    """Start to walk, and stand at the first bin."""
    run_id = start_run(demo.orders[number], by=demo.picker(number))
    scan(run_id, _tasks(run_id)[0].bin, by=demo.picker(number))


def pick(demo: Demo, number: int) -> None:
    """All of it, if the order may go to the floor."""
    if db.session.get_one(Order, demo.orders[number]).headline != "ready":
        return
    run_id = start_run(demo.orders[number], by=demo.picker(number))
    for task in _tasks(run_id):
        scan(run_id, task.bin, by=demo.picker(number))
        if not task.scannable:
            pick_count(task.id, task.to_pick, by=demo.picker(number))
            continue
        for _ in range(task.to_pick):
            scan(run_id, task.code, by=demo.picker(number))


def pick_short(demo: Demo, number: int) -> None:
    """The first bin holds one less than the order wants."""
    run_id = start_run(demo.orders[number], by=demo.picker(number))
    first = _tasks(run_id)[0]
    scan(run_id, first.bin, by=demo.picker(number))
    report_short(first.id, first.to_pick - 1, by=demo.picker(number))


def pick_and_pack(demo: Demo, number: int) -> None:
    pick(demo, number)
    pack(demo, number)


def pack(demo: Demo, number: int) -> None:
    order_id = demo.orders[number]
    if db.session.get_one(Order, order_id).headline != "to_pack":
        return
    parcel_id = open_parcel(order_id, by=demo.packer(number))
    weight = 0
    for code, quantity, grams in _picked(order_id):
        put_in_parcel(parcel_id, code, quantity=quantity, by=demo.packer(number))
        weight += quantity * (grams or 0)
    box = demo.boxes[min(weight // 400, len(demo.boxes) - 1)]
    seal_parcel(parcel_id, box, weight + 100, by=demo.packer(number))
    set_tracking(parcel_id, _tracking_number(order_id), by=demo.packer(number))


def ship(demo: Demo, numbers: Sequence[int]) -> None:
    """The carrier comes, and takes along what is ready."""
    parcels = [parcel for number in numbers for parcel in _parcels(demo.orders[number])]
    if not parcels:
        return
    manifest_id = open_manifest(demo.site, "An Post", by=demo.picker(0))
    for parcel in parcels:
        add_to_manifest(manifest_id, parcel.code, by=demo.picker(0))
    hand_over(manifest_id, by=demo.picker(0))


def deliver(demo: Demo, numbers: Sequence[int]) -> None:
    """The carrier's file says so."""
    for parcel in (parcel for number in numbers for parcel in _parcels(demo.orders[number])):
        mark_delivered(parcel.id, clock.now(), by=demo.picker(0))


def _tasks(run_id: int) -> Sequence[Any]:
    query = (
        select(PickTask.id, PickTask.to_pick, Place.code.label("bin"), Sku.code, Sku.scannable)
        .join(Place, Place.id == PickTask.place_id)
        .join(Sku, Sku.id == PickTask.sku_id)
        .where(PickTask.run_id == run_id)
        .order_by(PickTask.position)
    )
    return db.session.execute(query).all()


def _picked(order_id: int) -> list[tuple[str, int, int | None]]:
    parts = parts_of(order_id)
    return [(part.sku.code, part.demand.picked, part.sku.weight_g) for part in parts if part.demand.picked]


def _parcels(order_id: int) -> Sequence[Parcel]:
    query = select(Parcel).where(Parcel.order_id == order_id, Parcel.sealed_at.is_not(None))
    return db.session.scalars(query.order_by(Parcel.id)).all()


def _tracking_number(order_id: int) -> str:
    """A number as the post gives them, with its check digit."""
    serial = f"{47110000 + order_id * 13:08}"
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(serial, S10_WEIGHTS, strict=True)) % 11
    return f"CE{serial}{ {10: 0, 11: 5}.get(rest, rest) }IE"
