"""A short pick: the bin did not hold what it should. One chain, one transaction."""

from __future__ import annotations

from sqlalchemy import delete

from oms.core.db import db
from oms.core.errors import Refused
from oms.core.events import record
from oms.core.operations import By, Operation, remember, undoable, verb
from oms.floorplan.models import Place
from oms.floorplan.service import outside_place
from oms.inventory.counting import want_recount
from oms.inventory.ledger import held_at
from oms.inventory.stock import lock_demands, lose_stock
from oms.orders.progress import order_id_of
from oms.picking.facts import PickShort
from oms.picking.models import PickTask, Run
from oms.picking.running import add_tasks, bind_demands, find_task, finish_if_done, lock_run, refuse_other
from oms.picking.scanning import current_task, take_from_bin, unpick
from oms.picking.stepping import take_step


@verb(undoable())
def report_short(task_id: int, found: int, *, by: By) -> int:
    """What was found is picked, the rest of the bin is lost, and another bin is offered if one has it;
    else the demand with the latest promise gives up its unit. The answer is how many are still missing.
    """
    run = lock_run(find_task(task_id).run_id)
    refuse_other(run, by)
    task = current_task(run)
    if task.id != task_id:
        raise Refused("This bin is done already.")
    if not 0 <= found < task.to_pick:
        raise Refused(f"{task.to_pick} are wanted here. Found all of them? Then scan them.")
    owner = lock_demands([task.demand_id])[task.demand_id].owner
    missing = task.to_pick - found
    remember(run_id=run.id, at_place_id=run.at_place_id, task_id=task.id, quantity=found, missing=missing)
    if found:
        take_from_bin(task, found)
    task.short += missing
    _lose_the_rest(task)
    remember(new_tasks=_offer_other_bins(run, task))
    run.at_place_id = run.counting_id = None
    record(PickShort(order_id_of(owner), task.sku_id, task.place_id, found, missing), about=owner)
    take_step(run, "short")
    finish_if_done(run)
    return missing


@report_short.undo
def _unshort(operation: Operation) -> None:
    run = lock_run(operation.recall("run_id"))
    new_tasks = set(operation.recall("new_tasks"))
    if any(task.picked for task in run.tasks if task.id in new_tasks):
        raise Refused("The rest was picked from another bin already.")
    db.session.execute(delete(PickTask).where(PickTask.id.in_(new_tasks)))
    task = find_task(operation.recall("task_id"))
    task.short -= operation.recall("missing")
    unpick(operation)
    run.at_place_id = operation.recall("at_place_id")


def _lose_the_rest(task: PickTask) -> None:
    bin_ = db.session.get_one(Place, task.place_id)
    rest = held_at(bin_.id, task.sku_id)
    if rest:
        lose_stock(task.sku_id, rest, bin_, outside_place("lost"), "short pick")
    want_recount(bin_.id, task.sku_id, "short pick")


def _offer_other_bins(run: Run, task: PickTask) -> list[int]:
    db.session.flush()
    demand = lock_demands([task.demand_id])[task.demand_id]
    takes = bind_demands([demand], run.site_id, {one.place_id for one in run.tasks if one.to_pick})
    return [one.id for one in add_tasks(run, takes, task.tote_id)]
