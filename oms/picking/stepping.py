"""Steps: each act of a picker on a run, the last of which can be taken back, and then the one before."""

from __future__ import annotations

from sqlalchemy import select

from oms.core.db import db
from oms.core.errors import Refused
from oms.core.events import Event, record
from oms.core.operations import By, Operation, final, verb
from oms.core.undoing import undo_operation
from oms.picking.facts import StepTaken
from oms.picking.models import Run
from oms.picking.running import lock_run, refuse_other


def take_step(run: Run, step: str) -> None:
    """Part of a verb: note that the picker did something on this run."""
    record(StepTaken(run.id, step), about=_key(run.id))


def last_step(run_id: int) -> tuple[str, str] | None:
    """The operation that "undo last" would take back and its kind of step; None at the start of the walk."""
    query = (
        select(Event.operation_id, Event.facts)
        .join(Operation, Operation.id == Event.operation_id)
        .where(Event.about == _key(run_id), Event.kind == StepTaken.__name__, Operation.undone_at.is_(None))
        .order_by(Event.id.desc())
        .limit(1)
    )
    found = db.session.execute(query).first()
    return (found.operation_id, found.facts["step"]) if found else None


@verb(final("To undo an undo, do the thing again."))
def undo_last_step(run_id: int, *, by: By) -> str:
    """Take back the last thing that was done on this run and not undone yet. The answer is its kind."""
    refuse_other(lock_run(run_id), by)
    found = last_step(run_id)
    if found is None:
        raise Refused("There is nothing to undo on this run.")
    operation_id, step = found
    undo_operation(operation_id, by=by)
    return step


def _key(run_id: int) -> str:
    return f"run:{run_id}"
