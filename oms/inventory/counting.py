"""Counting what lies in a bin, and asking for a count."""

from __future__ import annotations

from sqlalchemy import select, update

from oms.core.db import db
from oms.core.errors import WrongInput
from oms.core.events import record
from oms.core.operations import By, Operation, current_operation, remember, undoable, verb
from oms.core.upsert import upsert
from oms.floorplan.service import outside_place
from oms.inventory.facts import BinCounted, RecountWanted
from oms.inventory.keeping import find_place, find_sku
from oms.inventory.ledger import held_at, lock_stock, move_stock
from oms.inventory.models import Count, Recount
from oms.inventory.stock import lose_stock, take_back_moves


@verb(undoable())
def count_bin(place_id: int, sku_id: int, counted: int, *, by: By) -> int:
    """What a person counted is what the bin holds; the difference to the ledger is the answer."""
    del by
    place, sku = find_place(place_id), find_sku(sku_id)
    if counted < 0:
        raise WrongInput("Say how many you counted, from 0 on.")
    lock_stock([sku.id], place.site_id or 0)
    expected = held_at(place.id, sku.id)
    difference = counted - expected
    if difference > 0:
        move_stock(sku.id, difference, outside_place("correction"), place, "count")
    elif difference < 0:
        lose_stock(sku.id, -difference, place, outside_place("correction"), "count")
    _write_count(place.id, sku.id, expected, counted)
    record(BinCounted(sku.id, place.id, expected, counted), about=f"sku:{sku.id}")
    return difference


def _write_count(place_id: int, sku_id: int, expected: int, counted: int) -> None:
    running = current_operation()
    count = Count(
        place_id=place_id,
        sku_id=sku_id,
        expected=expected,
        counted=counted,
        by=running.by.actor,
        at=running.at,
        operation_id=running.operation_id,
    )
    db.session.add(count)
    asked = select(Recount.id).where(
        Recount.place_id == place_id, Recount.sku_id == sku_id, Recount.done_at.is_(None)
    )
    recount_id = db.session.scalar(asked)
    remember(place_id=place_id, sku_id=sku_id, recount_id=recount_id)
    db.session.execute(update(Recount).where(Recount.id == recount_id).values(done_at=running.at))


@count_bin.undo
def _uncount(operation: Operation) -> None:
    take_back_moves(operation.id)
    recount_id = operation.recall("recount_id")
    if recount_id:
        db.session.execute(update(Recount).where(Recount.id == recount_id).values(done_at=None))
    for count in db.session.scalars(select(Count).where(Count.operation_id == operation.id)):
        db.session.delete(count)


def want_recount(place_id: int, sku_id: int, reason: str) -> None:
    """Ask for a count; asking twice is asking once. Part of a verb."""
    row = upsert(Recount).values(
        place_id=place_id, sku_id=sku_id, reason=reason, asked_at=current_operation().at
    )
    db.session.execute(row.on_conflict_do_nothing())
    record(RecountWanted(sku_id, place_id, reason), about=f"sku:{sku_id}")
