"""What the worker does with what arrived, with what has to be asked for, and with orders that were paid late."""

from __future__ import annotations

from datetime import datetime

from oms.channels.facts import (
    ConnectionChanged,
    EventArrived,
    FileArrived,
    ImportStarted,
    LookDue,
    OrderNamed,
)
from oms.channels.importing import run_import, stage_file
from oms.channels.looking import ask_for_order, look_through, want_first_look
from oms.channels.promises import promise_once_paid
from oms.channels.reading_events import read_kept
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


@on(EventArrived, lane="told_by")
def read_arrived_event(fact: EventArrived, by: By) -> None:
    """Of each account one after the other, beside what it is asked and told: a storm of events keeps nobody else
    waiting, and neither does an API that hangs.
    """
    read_kept(fact.intake_id, by)


@on(OrderNamed, lane="channel_id")
def ask_for_named_order(fact: OrderNamed, by: By) -> None:
    ask_for_order(fact.intake_id, fact.channel_id, fact.external_id, by)


@on(LookDue, lane="channel_id")
def look_through_account(fact: LookDue, by: By) -> None:
    since = datetime.fromisoformat(fact.since) if fact.since else None
    look_through(fact.channel_id, since, by)


@on(ConnectionChanged)
def look_at_changed_account(fact: ConnectionChanged, by: By) -> None:
    want_first_look(fact.channel_id, by=by)
