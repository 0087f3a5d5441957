"""Nobody walks for what is no longer wanted: tasks shrink with their order, just before each commit."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import func, select

from oms.core.db import db
from oms.core.operations import before_commit
from oms.inventory.models import Demand
from oms.orders.standing import refresh_headlines
from oms.picking.models import PickTask
from oms.picking.running import finish_if_done, lock_run, orders_of


@before_commit
def drop_what_is_not_wanted(touched: list[Any]) -> None:
    """Where a line or an order was cancelled during the walk, its tasks want less; the last one ends the run."""
    over = _too_many({str(thing) for thing in touched if str(thing).startswith("order:")})
    for run_id, demands in over.items():
        run = lock_run(run_id)
        for task in reversed(run.tasks):
            dropped = min(task.to_pick, demands.get(task.demand_id, 0))
            if dropped:
                demands[task.demand_id] -= dropped
                task.dropped += dropped
        finish_if_done(run)
        db.session.flush()
        refresh_headlines([f"order:{order_id}" for order_id in orders_of(run_id)])


def _too_many(owners: set[str]) -> dict[int, dict[int, int]]:
    """Per run and demand: how many more the tasks would take than are still wanted."""
    if not owners:
        return {}
    excess = func.sum(PickTask.to_pick) - (Demand.wanted - Demand.picked)
    query = (
        select(PickTask.run_id, PickTask.demand_id, excess)
        .join(Demand, Demand.id == PickTask.demand_id)
        .where(Demand.owner.in_(owners), PickTask.to_pick > 0)
        .group_by(PickTask.run_id, PickTask.demand_id, Demand.wanted, Demand.picked)
        .having(excess > 0)
        .order_by(PickTask.run_id)
    )
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for run_id, demand_id, quantity in db.session.execute(query):
        found[run_id][demand_id] = int(quantity)
    return found
