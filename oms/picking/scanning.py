"""Scanning: the bin, then the item. A wrong scan blocks and changes nothing."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from oms.catalog.models import Sku
from oms.catalog.recognising import recognise_item
from oms.core.db import db
from oms.core.errors import Refused
from oms.core.events import record
from oms.core.operations import By, Operation, remember, touch, undoable, verb
from oms.floorplan.models import Place
from oms.floorplan.service import outside_place
from oms.inventory.counting import want_recount
from oms.inventory.ledger import held_at, move_stock
from oms.inventory.stock import claim, lock_demands, pick_stock, take_back_moves
from oms.orders.progress import order_id_of
from oms.picking.facts import ItemPicked
from oms.picking.models import PickTask, Run
from oms.picking.running import find_task, finish_if_done, lock_run, refuse_other, refuse_over, reopen
from oms.picking.stepping import take_step
from oms.shop.models import the_shop


class WrongScan(Refused):
    """What was scanned is not what is wanted here: both, for the screen to show."""

    def __init__(self, sentence: str, scanned: str, wanted: str) -> None:
        super().__init__(sentence)
        self.scanned, self.wanted = scanned, wanted


@verb(undoable())
def scan(run_id: int, code: str, *, by: By) -> dict[str, Any]:
    """One scan by the picker: the bin of the current task first, then its item.

    The answer says what it was: `{"was": "bin"}`, `{"was": "item", "quantity": 1}`, or
    `{"was": "count"}` where the count is to be typed. Raises WrongScan.
    """
    run, code = lock_run(run_id), code.strip()
    refuse_other(run, by)
    task = current_task(run)
    if run.at_place_id != task.place_id:
        return _scan_bin(run, task, code)
    if _is_bin(task.place, code):
        remember(run_id=run.id, at_place_id=run.at_place_id, counting_id=run.counting_id)
        return {"was": "bin"}
    return _scan_item(run, task, code)


@verb(undoable())
def pick_count(task_id: int, quantity: int, *, by: By) -> None:
    """Take several at once: after one scan, or for goods that carry no barcode after scanning the bin."""
    run = lock_run(find_task(task_id).run_id)
    refuse_other(run, by)
    task = current_task(run)
    if task.id != task_id or run.at_place_id != task.place_id:
        raise Refused("Scan the bin first.")
    sku = db.session.get_one(Sku, task.sku_id)
    if sku.scannable and run.counting_id != task.id:
        raise Refused("Scan the item first.")
    if not 0 < quantity <= task.to_pick:
        raise Refused(f"Between 1 and {task.to_pick} are wanted here.")
    _pick(run, task, quantity)


@scan.undo
@pick_count.undo
def _unscan(operation: Operation) -> None:
    run = lock_run(operation.recall("run_id"))
    if "task_id" in (operation.memory or {}):
        unpick(operation)
    run.at_place_id = operation.recall("at_place_id")
    run.counting_id = operation.recall("counting_id")


def unpick(operation: Operation) -> None:
    """Part of an undo: what one operation picked goes back into its bin, and is promised again."""
    task, quantity = find_task(operation.recall("task_id")), operation.recall("quantity")
    run = lock_run(task.run_id)
    demand = lock_demands([task.demand_id])[task.demand_id]
    if quantity > demand.picked:
        raise Refused("The order was cancelled since. Put it back into a bin instead.")
    take_back_moves(operation.id)
    if quantity:
        demand.picked -= quantity
        claim(demand, quantity)
        touch(demand.owner)
    task.picked -= quantity
    reopen(run)


def current_task(run: Run) -> PickTask:
    """The next bin of the walk. Refuses at the end of it."""
    refuse_over(run)
    return next(task for task in run.tasks if task.to_pick)


def _is_bin(place: Place, code: str) -> bool:
    return code.casefold() in {(place.barcode or place.code).casefold(), place.code.casefold()}


def _scan_bin(run: Run, task: PickTask, code: str) -> dict[str, Any]:
    place = task.place
    if not _is_bin(place, code):
        wrong = "Scan the bin first." if recognise_item(code) else "This is not the right bin."
        raise WrongScan(wrong, _name_of(code), place.code)
    remember(run_id=run.id, at_place_id=run.at_place_id, counting_id=run.counting_id)
    run.at_place_id, run.counting_id = place.id, None
    take_step(run, "bin")
    return {"was": "bin"}


def _name_of(code: str) -> str:
    """What was scanned, in words where somebody knows it."""
    item = recognise_item(code)
    if item is not None:
        return item.sku.full_name
    return db.session.scalar(select(Place.code).where(Place.barcode == code)) or code


def _scan_item(run: Run, task: PickTask, code: str) -> dict[str, Any]:
    sku = db.session.get_one(Sku, task.sku_id)
    found = recognise_item(code)
    if found is None or found.sku.id != sku.id:
        raise WrongScan("This is not the right item. Put it back.", _name_of(code), sku.full_name)
    if found.quantity > task.to_pick:
        wanted = f"{task.to_pick} × {sku.full_name}"
        raise WrongScan("This pack holds more than is wanted.", f"A pack of {found.quantity}", wanted)
    if found.quantity == 1 and task.to_pick > 1 and not the_shop().scan_each:
        remember(run_id=run.id, at_place_id=run.at_place_id, counting_id=run.counting_id)
        run.counting_id = task.id
        take_step(run, "item")
        return {"was": "count"}
    _pick(run, task, found.quantity)
    return {"was": "item", "quantity": found.quantity}


def _pick(run: Run, task: PickTask, quantity: int) -> None:
    remember(run_id=run.id, at_place_id=run.at_place_id, counting_id=run.counting_id)
    take_from_bin(task, quantity)
    remember(task_id=task.id, quantity=quantity)
    run.counting_id = None
    take_step(run, "item")
    finish_if_done(run)


def take_from_bin(task: PickTask, quantity: int) -> None:
    """Part of a verb: what the picker holds in the hand goes into the tote.

    It is true even where the ledger thinks that the bin is empty: then the ledger is corrected, and
    somebody is asked to count.
    """
    demand = lock_demands([task.demand_id])[task.demand_id]
    bin_, tote = db.session.get_one(Place, task.place_id), db.session.get_one(Place, task.tote_id)
    missing = quantity - held_at(bin_.id, task.sku_id)
    if missing > 0:
        move_stock(task.sku_id, missing, outside_place("correction"), bin_, "was there after all")
        want_recount(bin_.id, task.sku_id, "picked more than the ledger knew")
    claim(demand, quantity)
    pick_stock(demand, quantity, bin_, tote)
    task.picked += quantity
    record(ItemPicked(order_id_of(demand.owner), task.sku_id, quantity), about=demand.owner)
