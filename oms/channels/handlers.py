"""What the worker does with files that arrived."""

from __future__ import annotations

from oms.channels.facts import FileArrived, ImportStarted
from oms.channels.importing import run_import, stage_file
from oms.core.errors import NotDone
from oms.core.events import on
from oms.core.operations import By


@on(FileArrived)
def read_arrived_file(fact: FileArrived, by: By) -> None:
    stage_file(fact.import_id, by=by)


@on(ImportStarted)
def take_in_file(fact: ImportStarted, by: By) -> None:
    """In short turns, so that other deliveries are not kept waiting by a long file."""
    del by
    if not run_import(fact.import_id):
        raise NotDone
