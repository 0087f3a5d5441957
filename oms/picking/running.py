"""Runs: start one, take it over, stop it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from oms.accounts.queries import names_of
from oms.core.db import db
from oms.core.errors import Missing, Refused
from oms.core.events import record
from oms.core.operations import By, Operation, current_operation, remember, undoable, verb
from oms.floorplan.models import Place
from oms.floorplan.service import open_tote
from oms.inventory.models import Balance, Demand
from oms.inventory.stock import lock_demands
from oms.orders.finding import lock_orders
from oms.orders.models import Order
from oms.orders.progress import order_id_of, parts_of, resume_picking, start_picking, stop_picking
from oms.picking.binding import Need, Shelf, Take, bind
from oms.picking.facts import PickingFinished, PickingStarted, PickingStopped, RunTakenOver
from oms.picking.models import PickTask, Run
from oms.picking.routing import Stop, walk


@verb(undoable())
def start_run(order_id: int, *, by: By) -> int:
    """Take an order to the floor: bind its promises to bins, give it a tote, plan the walk."""
    order = lock_orders([order_id])[0]
    start_picking(order)
    run = Run(site_id=order.site_id, picker=by.actor, started_at=current_operation().at, tasks=[])
    db.session.add(run)
    db.session.flush()
    takes = _bind_order(order)
    if not takes:
        raise Refused("No bin holds anything for this order. Count the bins of its items first.")
    tote = open_tote(order.site_id)
    add_tasks(run, takes, tote.id)
    record(PickingStarted(order.id, run.id), about=order.key)
    remember(run_id=run.id, order_id=order.id)
    return run.id


@start_run.undo
def _unstart(operation: Operation) -> None:
    run = lock_run(operation.recall("run_id"))
    if any(task.picked or task.short for task in run.tasks):
        raise Refused("Picking has begun. Undo the picks first, or stop the run.")
    _finish(run)
    for task in run.tasks:
        db.session.delete(task)


@verb(undoable())
def take_over_run(run_id: int, *, by: By) -> None:
    """Go on with a walk that somebody else began: from now on it is the run of who says so."""
    run = lock_run(run_id)
    refuse_over(run)
    if run.picker == by.actor:
        raise Refused("This run is yours already.")
    remember(run_id=run.id, picker=run.picker)
    _give_to(run, by.actor)
    for order_id in orders_of(run.id):
        record(RunTakenOver(order_id, run.id), about=f"order:{order_id}")


@take_over_run.undo
def _give_back_run(operation: Operation) -> None:
    run = lock_run(operation.recall("run_id"))
    if run.finished_at is not None or run.picker != operation.by:
        raise Refused("The run has gone on since.")
    _give_to(run, operation.recall("picker"))


def _give_to(run: Run, picker: str) -> None:
    run.picker = picker
    for order in lock_orders(orders_of(run.id)):
        order.picking_by = picker


@verb(undoable())
def stop_run(run_id: int, *, by: By) -> None:
    """Leave the rest for later. What is in the tote stays there, ready to pack."""
    del by
    run = lock_run(run_id)
    refuse_over(run)
    orders = orders_of(run.id)
    left = [(task, task.to_pick) for task in run.tasks if task.to_pick]
    remember(run_id=run.id, left=[[task.id, to_pick] for task, to_pick in left])
    for task, to_pick in left:
        task.dropped += to_pick
    _finish(run)
    for order_id in orders:
        record(PickingStopped(order_id, run.id), about=f"order:{order_id}")


@stop_run.undo
def _go_on(operation: Operation) -> None:
    run = lock_run(operation.recall("run_id"))
    for order in lock_orders(orders_of(run.id)):
        if order.picking_since is not None or order.headline not in {"ready", "to_pack"}:
            raise Refused("The order has moved on since.")
    left = dict(operation.recall("left"))
    for task in run.tasks:
        task.dropped -= left.get(task.id, 0)
    reopen(run)


def finish_if_done(run: Run) -> None:
    """Part of a verb: the last task ends the run, and its orders wait for the packing bench."""
    if run.finished_at is None and not any(task.to_pick for task in run.tasks):
        _finish(run)
        for order_id in orders_of(run.id):
            record(PickingFinished(order_id, run.id), about=f"order:{order_id}")


def reopen(run: Run) -> None:
    """Part of an undo: the run goes on. Refuses where its order went on without it."""
    if run.finished_at is None:
        return
    if not any(task.to_pick for task in run.tasks):
        raise Refused("Nothing of this run is left to pick.")
    orders = lock_orders(orders_of(run.id))
    if any(order.picking_since is not None or order.cancelled_at is not None for order in orders):
        raise Refused("The order has moved on since.")
    run.finished_at = None
    for order in orders:
        resume_picking(order.id, run.picker)


def add_tasks(run: Run, takes: Sequence[Take], tote_id: int) -> list[PickTask]:
    """Part of a verb: tasks in walking order, after those that the run already has."""
    places = db.session.scalars(select(Place).where(Place.id.in_([take.place_id for take in takes]))).all()
    way = walk([Stop(p.id, p.x, p.y, p.sort_key) for p in places])
    first = max((task.position for task in run.tasks), default=0) + 1
    in_order = sorted(takes, key=lambda take: (way.index(take.place_id), take.sku_id))
    tasks = [_task(take, tote_id, position) for position, take in enumerate(in_order, first)]
    run.tasks.extend(tasks)
    db.session.flush()
    return tasks


def _task(take: Take, tote_id: int, position: int) -> PickTask:
    return PickTask(
        demand_id=take.demand_id,
        sku_id=take.sku_id,
        place_id=take.place_id,
        tote_id=tote_id,
        position=position,
        quantity=take.quantity,
        picked=0,
        short=0,
        dropped=0,
    )


def bind_demands(demands: Iterable[Demand], site_id: int, on_walk: set[int]) -> list[Take]:
    """Part of a verb: which bins the promises of these locked demands come from, beside what is bound already."""
    bound = _bound_by_demand([demand.id for demand in demands])
    needs = [Need(d.id, d.sku_id, d.reserved - bound[d.id]) for d in demands if d.reserved > bound[d.id]]
    return bind(needs, free_shelves({need.sku_id for need in needs}, site_id), on_walk)


def free_shelves(sku_ids: set[int], site_id: int) -> dict[int, list[Shelf]]:
    """Per SKU: the bins that hold it, less what other runs are on their way to take."""
    held = (
        select(Balance.sku_id, Balance.place_id, func.sum(Balance.quantity), func.min(Balance.lot_id))
        .join(Place, Place.id == Balance.place_id)
        .where(Balance.sku_id.in_(sku_ids), Place.site_id == site_id, Place.sellable)
        .group_by(Balance.sku_id, Balance.place_id)
        .having(func.sum(Balance.quantity) > 0)
        .order_by(Balance.place_id)
    )
    coming = {(sku, place): int(n) for sku, place, n in db.session.execute(_coming(sku_ids))}
    shelves: dict[int, list[Shelf]] = defaultdict(list)
    for sku_id, place_id, quantity, lot_id in db.session.execute(held):
        free = int(quantity) - coming.get((sku_id, place_id), 0)
        shelves[sku_id].append(Shelf(place_id, max(0, free), lot_id))
    return shelves


def lock_run(run_id: int) -> Run:
    """The run with its tasks, its orders locked before it. Raises Missing."""
    lock_orders(orders_of(run_id))
    query = (
        select(Run)
        .where(Run.id == run_id)
        .options(selectinload(Run.tasks).joinedload(PickTask.place))
        .with_for_update(of=Run)
        .execution_options(populate_existing=True)
    )
    run = db.session.scalar(query)
    if run is None:
        raise Missing("There is no such run.")
    return run


def find_task(task_id: int) -> PickTask:
    task = db.session.get(PickTask, task_id, populate_existing=True)
    if task is None:
        raise Missing("There is no such task.")
    return task


def _bind_order(order: Order) -> list[Take]:
    demands = lock_demands(part.demand_id for part in parts_of(order.id))
    return bind_demands(demands.values(), order.site_id, set())


def _coming(sku_ids: set[int]) -> Select[int, int, int]:
    return (
        select(PickTask.sku_id, PickTask.place_id, func.sum(PickTask.to_pick))
        .where(PickTask.sku_id.in_(sku_ids), PickTask.to_pick > 0)
        .group_by(PickTask.sku_id, PickTask.place_id)
    )


def _bound_by_demand(demand_ids: list[int]) -> dict[int, int]:
    query = (
        select(PickTask.demand_id, func.sum(PickTask.to_pick))
        .where(PickTask.demand_id.in_(demand_ids), PickTask.to_pick > 0)
        .group_by(PickTask.demand_id)
    )
    found: dict[int, int] = defaultdict(int)
    found.update({demand_id: int(n) for demand_id, n in db.session.execute(query)})
    return found


def _finish(run: Run) -> None:
    run.finished_at = current_operation().at
    run.at_place_id = run.counting_id = None
    stop_picking(orders_of(run.id))


def orders_of(run_id: int) -> list[int]:
    """The orders that a run picks for."""
    query = (
        select(Demand.owner)
        .join(PickTask, PickTask.demand_id == Demand.id)
        .where(PickTask.run_id == run_id)
        .distinct()
    )
    return sorted(order_id_of(owner) for owner in db.session.scalars(query))


def refuse_other(run: Run, by: By) -> None:
    """A run belongs to its picker, so that two people never walk for one tote."""
    if run.picker != by.actor:
        raise Refused(f"{names_of([run.picker])[run.picker]} is on this run. Take it over first.")


def refuse_over(run: Run) -> None:
    for order in lock_orders(orders_of(run.id)):
        if order.cancelled_at is not None:
            raise Refused(f"{order.number} was cancelled meanwhile. Put back what you hold.")
    if run.finished_at is not None:
        raise Refused("This run is finished already.")
