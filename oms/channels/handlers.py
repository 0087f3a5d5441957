"""What the worker does with files that arrived, and with orders that were paid late."""

from __future__ import annotations

from oms.channels.facts import FileArrived, ImportStarted
from oms.channels.importing import run_import, stage_file
from oms.channels.promises import promise_once_paid
from oms.core.errors import NotDone
from oms.core.events import on
from oms.core.operations import By
from oms.orders.facts import OrderPaid


@on(FileArrived)
def read_arrived_file(fact: FileArrived, by: By) -> None:
    stage_file(fact.import_id, by=by)


@on(ImportStarted)
def take_in_file(fact: ImportStarted, by: By) -> None:
    """In short turns, so that other deliveries are not kept waiting by a long file."""
    del by
    if not run_import(fact.import_id):
        raise NotDone


@on(OrderPaid)
def promise_after_payment(fact: OrderPaid, by: By) -> None:
    promise_once_paid(fact.order_id, by=by)
