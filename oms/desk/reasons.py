"""Why each quantity of a line is what it is: the rows that sum to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from oms.core.db import db
from oms.core.errors import Missing
from oms.core.events import Event
from oms.core.operations import Operation
from oms.inventory.models import Move
from oms.orders.models import LinePart, OrderLine
from oms.packing.models import ParcelItem


@dataclass(frozen=True, slots=True)
class Cancelled:
    """Units that were cancelled at once; `at` is None for what was cancelled before it came here."""

    at: datetime | None
    quantity: int


@dataclass(frozen=True, slots=True)
class Taken:
    """A move out of a bin for the line, or back into one: then `quantity` is less than nothing."""

    move: Move
    quantity: int


@dataclass(frozen=True, slots=True)
class Why:
    """The rows behind the quantities of one line: they sum to what was cancelled, to what was picked with
    what waits to be put back, and to what lies in parcels.
    """

    line: OrderLine
    cancelled: Sequence[Cancelled]
    taken: Sequence[Taken]
    items: Sequence[ParcelItem]


def why(line_id: int) -> Why:
    """Raises Missing."""
    parts = selectinload(OrderLine.parts)
    query = (
        select(OrderLine)
        .where(OrderLine.id == line_id)
        .options(
            joinedload(OrderLine.order),
            parts.joinedload(LinePart.sku, innerjoin=True),
            parts.joinedload(LinePart.demand, innerjoin=True),
        )
    )
    line = db.session.scalar(query)
    if line is None:
        raise Missing("There is no such line.")
    return Why(line, _cancelled(line), _taken(line), _items(line))


def _cancelled(line: OrderLine) -> list[Cancelled]:
    query = (
        select(Event)
        .join(Operation, Operation.id == Event.operation_id)
        .where(Event.about == f"order:{line.order_id}", Operation.undone_at.is_(None))
        .where(Event.kind.in_(("LineCancelled", "OrderCancelled")))
        .order_by(Event.id)
    )
    events = db.session.scalars(query).all()
    rows = [
        Cancelled(event.at, event.facts["quantity"])
        for event in events
        if event.facts.get("line_id") == line.id
    ]
    whole = next((event.at for event in events if event.kind == "OrderCancelled"), None)
    rest = line.cancelled - sum(row.quantity for row in rows)
    return [*rows, Cancelled(whole, rest)] if rest else rows


def _taken(line: OrderLine) -> list[Taken]:
    query = (
        select(Move)
        .where(Move.demand_id.in_([part.demand_id for part in line.parts]))
        .options(joinedload(Move.source), joinedload(Move.target), joinedload(Move.sku))
        .order_by(Move.id)
    )
    signed = (Taken(move, move.quantity * _direction(move)) for move in db.session.scalars(query))
    return [taken for taken in signed if taken.quantity]


def _direction(move: Move) -> int:
    """Out of a bin 1, into one -1; between tote, parcel and carrier nothing is taken."""
    return (move.source.kind == "bin") - (move.target.kind == "bin")


def _items(line: OrderLine) -> Sequence[ParcelItem]:
    query = (
        select(ParcelItem)
        .where(ParcelItem.part_id.in_([part.id for part in line.parts]), ParcelItem.quantity > 0)
        .options(joinedload(ParcelItem.parcel), joinedload(ParcelItem.part).joinedload(LinePart.sku))
        .order_by(ParcelItem.id)
    )
    return db.session.scalars(query).all()
