"""Acts of pickers on their runs."""

from __future__ import annotations

from sqlalchemy import select

from oms.catalog.models import Barcode
from oms.core.db import db
from oms.floorplan.models import Place
from oms.orders.models import Order
from oms.picking.models import PickTask, Run
from oms.picking.running import start_run, stop_run, take_over_run
from oms.picking.scanning import pick_count, scan
from oms.picking.shorting import report_short
from oms.picking.skipping import skip_task
from oms.picking.stepping import undo_last_step
from tests.faults.acts import ACTORS, Call, Choices, act, call, some
from tests.shop import SKUS, Shop


@act(3)
def start(shop: Shop, choose: Choices) -> Call | None:
    ready = select(Order.id).where(Order.headline.in_(("ready", "to_pack"))).order_by(Order.id)
    found = some(ready, choose)
    return found and call(start_run, found)


@act(6)
def right_scan(shop: Shop, choose: Choices) -> Call | None:
    run = _walk(choose)
    return run and right_scan_on(run, choose)


def right_scan_on(run: Run, choose: Choices) -> Call | None:
    """What the picker would scan next."""
    task = next_task(run.id)
    if task is None:
        return None
    place = db.session.get_one(Place, task.place_id)
    barcode = db.session.scalar(select(Barcode.code).where(Barcode.sku_id == task.sku_id))
    if run.at_place_id != task.place_id:
        return call(scan, run.id, place.code, actor=run.picker)
    if barcode is None or run.counting_id == task.id:
        return call(pick_count, task.id, choose.number(1, task.to_pick), actor=run.picker)
    return call(scan, run.id, barcode, actor=run.picker)


@act()
def any_scan(shop: Shop, choose: Choices) -> Call | None:
    codes = [*shop.bins, *(barcode for _, _, barcode in SKUS.values() if barcode), "???"]
    run = _walk(choose)
    return run and call(scan, run.id, choose.one(codes), actor=run.picker)


@act(2)
def short(shop: Shop, choose: Choices) -> Call | None:
    run = _walk(choose)
    task = run and next_task(run.id)
    if run is None or task is None:
        return None
    return call(report_short, task.id, choose.number(0, task.to_pick - 1), actor=run.picker)


@act()
def skip(shop: Shop, choose: Choices) -> Call | None:
    run = _walk(choose)
    task = run and next_task(run.id)
    return call(skip_task, task.id, actor=run.picker) if run and task else None


@act()
def last_step_back(shop: Shop, choose: Choices) -> Call | None:
    run = some(select(Run).order_by(Run.id), choose)
    return run and call(undo_last_step, run.id, actor=run.picker)


@act()
def stop(shop: Shop, choose: Choices) -> Call | None:
    run = _walk(choose)
    return run and call(stop_run, run.id, actor=run.picker)


@act()
def take_over(shop: Shop, choose: Choices) -> Call | None:
    run = _walk(choose)
    return run and call(take_over_run, run.id, actor=f"user:{shop.people[choose.one(ACTORS)]}")


def next_task(run_id: int) -> PickTask | None:
    query = (
        select(PickTask).where(PickTask.run_id == run_id, PickTask.to_pick > 0).order_by(PickTask.position)
    )
    return db.session.scalar(query.limit(1))


def _walk(choose: Choices) -> Run | None:
    found: Run | None = some(select(Run).where(Run.finished_at.is_(None)).order_by(Run.id), choose)
    return found
