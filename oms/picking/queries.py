"""Reads for screens: what may be picked, and where a run stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from oms.accounts.queries import names_of
from oms.core.db import db
from oms.core.errors import Missing
from oms.floorplan.describing import directions
from oms.floorplan.queries import Plan, plan_of
from oms.inventory.ledger import held_at
from oms.inventory.models import Demand
from oms.orders.edits import Edit, edits_since
from oms.orders.models import LinePart, Order, OrderLine
from oms.picking.models import PickTask, Run
from oms.picking.running import orders_of
from oms.picking.stepping import last_step
from oms.shop.models import the_shop

NEXT = 3
MOST = 60


@dataclass(frozen=True, slots=True)
class RunPage:
    """A run as its picker sees it. `task` is None when the walk is over; `asks` is what to do now:
    `bin`, `item`, `count` (after one scan) or `loose` (no barcode: say how many).
    """

    run: Run
    task: PickTask | None
    then: tuple[PickTask, ...]
    done: int
    total: int
    orders: tuple[Order, ...]
    asks: str
    in_bin: int
    where: tuple[str, ...]
    plan: Plan | None
    picker: str
    can_undo: bool
    edits: tuple[Edit, ...]

    @property
    def picked(self) -> int:
        return sum(task.picked for task in self.run.tasks)

    @property
    def cancelled(self) -> Order | None:
        """The order that nobody wants any more, if it is one of this run's."""
        return next((order for order in self.orders if order.cancelled_at is not None), None)

    @property
    def short(self) -> int:
        """What was not where it should be, and no other bin made good."""
        short: Counter[Demand] = Counter()
        for task in self.run.tasks:
            short[task.demand] += task.short
        return sum(min(count, demand.wanted - demand.picked) for demand, count in short.items())


def run_page(run_id: int) -> RunPage:
    """All that the tablet shows of a run. Raises Missing."""
    run = _run(run_id)
    left = [task for task in run.tasks if task.to_pick]
    task = left[0] if left and run.finished_at is None else None
    orders = tuple(_orders(run_id))
    return RunPage(
        run=run,
        task=task,
        then=tuple(left[1 : NEXT + 1]),
        done=sum(one.quantity - one.to_pick for one in run.tasks),
        total=sum(one.quantity for one in run.tasks),
        orders=orders,
        asks=_asks(run, task),
        in_bin=held_at(task.place_id, task.sku_id) if task else 0,
        where=directions(task.place.code) if task else (),
        plan=plan_of(run.site_id) if task else None,
        picker=names_of([run.picker])[run.picker],
        can_undo=last_step(run_id) is not None,
        edits=tuple(edits_since([order.id for order in orders], run.started_at)),
    )


def _run(run_id: int) -> Run:
    tasks = selectinload(Run.tasks)
    run = db.session.get(
        Run,
        run_id,
        options=[
            tasks.joinedload(PickTask.place),
            tasks.joinedload(PickTask.sku),
            tasks.joinedload(PickTask.demand),
            tasks.joinedload(PickTask.tote),
        ],
        populate_existing=True,
    )
    if run is None:
        raise Missing("There is no such run.")
    return run


def _asks(run: Run, task: PickTask | None) -> str:
    if task is None:
        return "nothing"
    if run.at_place_id != task.place_id:
        return "bin"
    if run.counting_id == task.id:
        return "count"
    return "item" if task.sku.scannable else "loose"


def _orders(run_id: int) -> Sequence[Order]:
    return db.session.scalars(select(Order).where(Order.id.in_(orders_of(run_id))).order_by(Order.id)).all()


def orders_to_pick() -> Sequence[Order]:
    """What may go to the floor, the oldest promise first, with its items."""
    items = selectinload(Order.lines).selectinload(OrderLine.parts).joinedload(LinePart.sku)
    query = (
        select(Order)
        .where(Order.headline == "ready", Order.closed_at.is_(None))
        .options(items)
        .order_by(Order.promise_by, Order.id)
        .limit(MOST)
    )
    return db.session.scalars(query).all()


def open_runs() -> list[tuple[Run, str, Sequence[Order]]]:
    """Walks that somebody is on, with the picker's name and the orders."""
    runs = db.session.scalars(select(Run).where(Run.finished_at.is_(None)).order_by(Run.started_at)).all()
    names = names_of(run.picker for run in runs)
    return [(run, names[run.picker], _orders(run.id)) for run in runs]


def scans_each() -> bool:
    return the_shop().scan_each
