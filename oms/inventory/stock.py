"""Promising stock: demands get what is there, wait for what is not, and lose what turned out missing.

Every function here is part of a verb.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from oms.core.db import db
from oms.core.errors import Refused
from oms.core.events import record
from oms.core.operations import before_commit, touch
from oms.core.rows import Row, as_row, write_numbered
from oms.floorplan.models import Place
from oms.inventory.facts import ReservationLost
from oms.inventory.ledger import (
    MOVED_ON,
    NotThere,
    StockChanged,
    lock_stock,
    move_stock,
    reserve_stock,
    reverse_moves,
)
from oms.inventory.models import Demand, Move


@dataclass(frozen=True, slots=True)
class DemandDraft:
    """What is wanted of one SKU at a site, by whom, and until when."""

    sku_id: int
    wanted: int
    owner: str
    label: str
    due_at: datetime | None


class Promised(Refused):
    """The units are there, and promised to customers."""


def open_demands(drafts: Sequence[DemandDraft], site_id: int) -> list[int]:
    """Write demands and promise them what is available, in the order given; their ids in that order."""
    stock = lock_stock((draft.sku_id for draft in drafts), site_id)
    left = {sku_id: max(0, row.available) for sku_id, row in stock.items()}
    rows = []
    for draft in drafts:
        given = min(left[draft.sku_id], draft.wanted)
        left[draft.sku_id] -= given
        rows.append(_demand(draft, site_id, given))
        if given < draft.wanted:
            touch(draft.owner)
    reserve_stock(rows)
    return write_numbered(Demand, rows)


def _demand(draft: DemandDraft, site_id: int, reserved: int) -> Row:
    return {**as_row(draft), "site_id": site_id, "reserved": reserved}


def lock_demands(demand_ids: Iterable[int]) -> dict[int, Demand]:
    """Demands as they are now, with their stock rows locked before them."""
    ids = sorted(set(demand_ids))
    plain = db.session.execute(select(Demand.sku_id, Demand.site_id).where(Demand.id.in_(ids))).all()
    by_site: dict[int, set[int]] = defaultdict(set)
    for sku_id, site_id in plain:
        by_site[site_id].add(sku_id)
    for site_id in sorted(by_site):
        lock_stock(by_site[site_id], site_id)
    return {demand.id: demand for demand in _locked(Demand.id.in_(ids))}


def _locked(condition: Any) -> Sequence[Demand]:
    query = (
        select(Demand)
        .where(condition)
        .order_by(Demand.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    db.session.flush()
    return db.session.scalars(query).all()


def want_less(demand: Demand, quantity: int) -> None:
    """Take back `quantity` of a locked demand: first what was never promised, then the promise, then
    what was picked, which somebody has to put back. Refuses for what has left the building.
    """
    lacking = min(demand.lacking, quantity)
    reserved = min(demand.reserved, quantity - lacking)
    picked = quantity - lacking - reserved
    if picked > demand.picked - demand.gone:
        raise Refused("Some of it has already been handed over.")
    row = lock_stock([demand.sku_id], demand.site_id)[demand.sku_id]
    demand.reserved -= reserved
    demand.picked -= picked
    demand.put_back += picked
    demand.wanted -= quantity
    row.reserved -= reserved
    if reserved:
        touch(StockChanged(demand.sku_id, demand.site_id))
    touch(demand.owner)


def want_more(demand: Demand, quantity: int) -> None:
    """Let a locked demand want more again; it is promised what is available."""
    demand.wanted += quantity
    row = lock_stock([demand.sku_id], demand.site_id)[demand.sku_id]
    given = min(row.available, quantity)
    row.reserved += given
    demand.reserved += given
    touch(demand.owner)


def lose_stock(sku_id: int, quantity: int, place: Place, target: Place, reason: str) -> None:
    """The one way by which sellable stock gets less without being sold.

    Where more is promised than will be left, the demands with the latest promise give up theirs.
    """
    if place.sellable and place.site_id:
        take_from_latest(sku_id, place.site_id, quantity)
    move_stock(sku_id, quantity, place, target, reason)


def take_from_latest(sku_id: int, site_id: int, quantity: int) -> None:
    """Make `quantity` of a SKU available by taking it from those who were promised it for the latest day."""
    row = lock_stock([sku_id], site_id)[sku_id]
    missing = quantity - row.available
    if missing <= 0:
        return
    holding = (Demand.sku_id == sku_id) & (Demand.site_id == site_id) & (Demand.reserved > 0)
    victims = sorted(_locked(holding), key=lambda d: (d.due_at is None, d.due_at, d.id), reverse=True)
    for demand in victims:
        part = min(missing, demand.reserved)
        if part:
            give_up(demand, part)
            missing -= part
    if missing > 0:
        raise NotThere(f"There are only {row.on_hand} of it.")


def give_up(demand: Demand, quantity: int) -> None:
    """A locked demand loses `quantity` of its promise, and whoever owns it hears of it."""
    row = lock_stock([demand.sku_id], demand.site_id)[demand.sku_id]
    demand.reserved -= quantity
    row.reserved -= quantity
    touch(demand.owner)
    record(ReservationLost(demand.id, demand.sku_id, quantity), about=demand.owner)


def pick_stock(demand: Demand, quantity: int, source: Place, tote: Place) -> None:
    """From a bin into a tote for a locked demand: the promise is used up."""
    if quantity > demand.reserved:
        raise Promised("This order is not promised that many any more.")
    demand.reserved -= quantity
    demand.picked += quantity
    move_stock(demand.sku_id, quantity, source, tote, "pick", demand=demand, from_reserve=quantity)
    touch(demand.owner)


def claim(demand: Demand, quantity: int) -> None:
    """Make sure that a locked demand is promised `quantity`, which somebody holds in the hand for it.

    Others that were promised it for later give it up. Refuses where the demand no longer wants it.
    """
    missing = quantity - demand.reserved
    if missing > demand.lacking:
        raise Promised("This is no longer wanted for the order. Put it back.")
    if missing <= 0:
        return
    take_from_latest(demand.sku_id, demand.site_id, missing)
    lock_stock([demand.sku_id], demand.site_id)[demand.sku_id].reserved += missing
    demand.reserved += missing


@before_commit
def hand_out(touched: list[Any]) -> None:
    """Whatever became available goes to those who lack it, the earliest promise first."""
    changed = sorted({(t.site_id, t.sku_id) for t in touched if isinstance(t, StockChanged)})
    for site_id, sku_id in changed:
        _hand_out(sku_id, site_id)


def _hand_out(sku_id: int, site_id: int) -> None:
    row = lock_stock([sku_id], site_id)[sku_id]
    if row.available <= 0:
        return
    lacking = (
        (Demand.sku_id == sku_id)
        & (Demand.site_id == site_id)
        & (Demand.reserved + Demand.picked < Demand.wanted)
    )
    for demand in sorted(_locked(lacking), key=lambda d: (d.due_at is None, d.due_at, d.id)):
        given = min(row.available, demand.lacking)
        if not given:
            break
        demand.reserved += given
        row.reserved += given
        touch(demand.owner)


def take_back_moves(operation_id: str) -> None:
    """Undo moves whose units may have been promised meanwhile: the latest promises give them up first."""
    source, target = aliased(Place), aliased(Place)
    query = (
        select(Move.sku_id, target.site_id, func.sum(Move.quantity))
        .join(source, Move.source_id == source.id)
        .join(target, Move.target_id == target.id)
        .where(Move.operation_id == operation_id, target.sellable, source.sellable.is_(False))
        .group_by(Move.sku_id, target.site_id)
        .order_by(target.site_id, Move.sku_id)
    )
    for sku_id, site_id, quantity in db.session.execute(query).all():
        try:
            take_from_latest(sku_id, cast("int", site_id), int(quantity))
        except NotThere as gone:
            raise NotThere(MOVED_ON) from gone
    reverse_moves(operation_id)
