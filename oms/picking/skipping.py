"""Skipping: leave a bin for the end of the walk."""

from __future__ import annotations

from oms.core.errors import Missing, Refused
from oms.core.operations import By, Operation, remember, undoable, verb
from oms.picking.running import find_task, lock_run, refuse_other, refuse_over
from oms.picking.stepping import take_step


@verb(undoable())
def skip_task(task_id: int, *, by: By) -> None:
    """Come back to this bin at the end of the walk."""
    run = lock_run(find_task(task_id).run_id)
    refuse_over(run)
    refuse_other(run, by)
    task = next((one for one in run.tasks if one.id == task_id), None)
    if task is None:
        raise Missing("This bin is no longer part of the walk.")
    if not any(other.to_pick for other in run.tasks if other is not task):
        raise Refused("This is the last bin of the walk. There is nothing to go on with meanwhile.")
    remember(task_id=task.id, position=task.position)
    task.position = max(other.position for other in run.tasks) + 1
    run.counting_id = None
    take_step(run, "skip")


@skip_task.undo
def _unskip(operation: Operation) -> None:
    task = find_task(operation.recall("task_id"))
    run = lock_run(task.run_id)
    task.position, run.counting_id = operation.recall("position"), None
