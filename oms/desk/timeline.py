"""What happened to an order: its facts as sentences, newest first, each with its undo while there is one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from oms.accounts.queries import names_of
from oms.catalog.models import Sku
from oms.core.db import db
from oms.core.events import SUBSCRIPTIONS, Delivery, Event
from oms.core.operations import VERBS, Operation, Undoable, why_final
from oms.notifications.mail import NO_SERVER
from oms.orders.headline import HOLDS

MOST = 200
UNDOABLE_ROWS = 25
Sentence = Callable[[dict[str, Any], dict[int, str]], str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline. `undo_id` is the operation that may be taken back, `undo_until` how long."""

    at: datetime
    who: str
    sentence: str
    tone: str
    undo_id: str | None
    undo_until: datetime | None
    undone: bool


def _item(facts: dict[str, Any], skus: dict[int, str]) -> str:
    return skus.get(facts["sku_id"], "an item")


def _parcels(facts: dict[str, Any]) -> str:
    count = len(facts["parcel_ids"])
    return "1 parcel" if count == 1 else f"{count} parcels"


HOW = {"api": "", "file": ", by file", "hand": ", by hand"}
SENTENCES: dict[str, tuple[str, Sentence]] = {
    "OrderPlaced": ("calm", lambda f, s: "Arrived here"),
    "OrderPaid": ("go", lambda f, s: "Payment noted"),
    "OrderRefunded": ("calm", lambda f, s: "Refund noted"),
    "HoldPlaced": ("wait", lambda f, s: f"Held: {HOLDS.get(f['reason'], f['reason'])}"),
    "HoldReleased": ("go", lambda f, s: f"Released: {HOLDS.get(f['reason'], f['reason'])}"),
    "LineMapped": ("go", lambda f, s: "An unknown item was mapped"),
    "OrderCancelled": ("stop", lambda f, s: "Cancelled"),
    "LineCancelled": ("stop", lambda f, s: f"{f['quantity']} of a line cancelled"),
    "LineRaised": ("wait", lambda f, s: f"{f['quantity']} more of a line wanted"),
    "LineAdded": ("wait", lambda f, s: "A line was added"),
    "AddressChanged": ("calm", lambda f, s: "Address changed"),
    "PromiseChanged": ("calm", lambda f, s: "Promise changed"),
    "RestReleased": ("go", lambda f, s: "What is there may go, the rest later"),
    "NoteAdded": ("calm", lambda f, s: "Note written"),
    "OrderShipped": ("go", lambda f, s: "Everything has left"),
    "ChannelChanged": ("calm", lambda f, s: f"The channel told something new: {f['what']}"),
    "PickingStarted": ("busy", lambda f, s: "Picking started"),
    "ItemPicked": ("busy", lambda f, s: f"Picked {f['quantity']} × {_item(f, s)}"),
    "PickShort": ("stop", lambda f, s: f"Short: {f['missing']} × {_item(f, s)} not in its bin"),
    "PickingFinished": ("busy", lambda f, s: "Picking finished"),
    "PickingStopped": ("wait", lambda f, s: "Picking stopped"),
    "RunTakenOver": ("busy", lambda f, s: "Another picker took the run over"),
    "ReservationLost": ("stop", lambda f, s: f"Lost the promise of {f['quantity']} × {_item(f, s)}"),
    "GoodsPutBack": ("calm", lambda f, s: f"Put back {f['quantity']} × {_item(f, s)}"),
    "ParcelOpened": ("busy", lambda f, s: "Packing started"),
    "ItemPacked": ("busy", lambda f, s: f"Packed {f['quantity']} × {_item(f, s)}"),
    "ItemTakenOut": ("wait", lambda f, s: f"Taken out again: {f['quantity']} × {_item(f, s)}"),
    "ParcelSealed": ("busy", lambda f, s: "Parcel sealed"),
    "ParcelOpenedAgain": ("wait", lambda f, s: "Parcel opened again"),
    "TrackingSet": ("calm", lambda f, s: "Tracking number noted"),
    "ParcelsHandedOver": ("go", lambda f, s: f"Handed over: {_parcels(f)}"),
    "ParcelDelivered": ("go", lambda f, s: "Delivered"),
    "ChannelTold": ("go", lambda f, s: f"The channel was told that it left{HOW[f['how']]}"),
    "ChannelRefused": ("wait", lambda f, s: "The channel could not be told that it left"),
    "FileTakenBack": ("wait", lambda f, s: "The file in which the channel was told was taken back"),
    "NoticeSent": ("calm", lambda f, s: f"E-mail sent: {f['kind']}"),
    "Undone": ("wait", lambda f, s: "Undone"),
}


def timeline(about: str) -> list[Entry]:
    """The facts about a thing (`order:42`), newest first."""
    query = (
        select(Event, Operation)
        .join(Operation, Operation.id == Event.operation_id)
        .where(Event.about == about)
        .order_by(Event.id.desc())
        .limit(MOST)
    )
    found = [(event, operation) for event, operation in db.session.execute(query)]
    names, skus = names_of(event.by for event, _ in found), _sku_names([event for event, _ in found])
    seen: set[str] = set()
    entries = [
        _entry(event, operation, names, skus, seen, number < UNDOABLE_ROWS)
        for number, (event, operation) in enumerate(found)
    ]
    further = _further_parcels(found)
    return [
        replace(entry, sentence="Another parcel begun") if event.id in further else entry
        for (event, _), entry in zip(found, entries, strict=True)
    ]


def _further_parcels(found: Sequence[tuple[Event, Operation]]) -> set[int]:
    """Packing starts with the first parcel; one that was undone began nothing."""
    began, further = False, set()
    for event, operation in reversed(found):
        if event.kind == "ParcelOpened":
            further |= {event.id} if began else set()
            began = began or operation.undone_at is None
    return further


def _entry(
    event: Event,
    operation: Operation,
    names: dict[str, str],
    skus: dict[int, str],
    seen: set[str],
    recent: bool,
) -> Entry:
    tone, sentence = SENTENCES.get(event.kind, ("calm", lambda f, s: event.kind))
    first = operation.id not in seen
    seen.add(operation.id)
    undo = recent and first and operation.verb in VERBS and why_final(operation) is None
    return Entry(
        at=event.at,
        who=names[event.by],
        sentence=sentence(event.facts, skus),
        tone=tone,
        undo_id=operation.id if undo else None,
        undo_until=_until(operation) if undo else None,
        undone=operation.undone_at is not None,
    )


def _until(operation: Operation) -> datetime:
    policy = VERBS[operation.verb].policy
    return operation.at + (policy.window if isinstance(policy, Undoable) else timedelta())


def _sku_names(events: Sequence[Event]) -> dict[int, str]:
    ids = {event.facts["sku_id"] for event in events if "sku_id" in event.facts}
    if not ids:
        return {}
    return {sku.id: sku.full_name for sku in db.session.scalars(select(Sku).where(Sku.id.in_(ids)))}


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery to the outside that has not left, or was given up."""

    delivery_id: int
    label: str
    due_at: datetime
    failed: bool
    error: str | None
    tells_outside: bool

    @property
    def waits_for_a_server(self) -> bool:
        return self.error == NO_SERVER


def waiting_messages(about: str) -> list[Waiting]:
    """What is on its way to the customer, or was given up; the parcels themselves say what their channel knows."""
    query = (
        select(Delivery)
        .join(Delivery.event)
        .where(Event.about == about, Delivery.done_at.is_(None), Delivery.withdrawn_at.is_(None))
        .order_by(Delivery.due_at)
    )
    return [_waiting(delivery) for delivery in db.session.scalars(query)]


LABELS = {
    "notifications.mail_confirmation": "Confirmation by e-mail",
    "notifications.mail_shipped": "“It is on its way” by e-mail",
}


def _waiting(delivery: Delivery) -> Waiting:
    known = SUBSCRIPTIONS.get(delivery.handler)
    outside = known is not None and known.tells_outside and known.withdraw is None
    failed = delivery.failed_at is not None
    label = LABELS.get(delivery.handler, delivery.handler)
    return Waiting(delivery.id, label, delivery.due_at, failed, delivery.error, outside)
