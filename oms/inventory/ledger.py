"""The double-entry ledger. Nothing changes a balance but a move; every function here is part of a verb.

Locks are taken in one order, everywhere: orders by id, stock rows by SKU, balances by place. The stock
row is the lock of its SKU at its site, also for moves between places that are not for sale.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, func, select, tuple_, update

from oms.core.db import db, table_of
from oms.core.errors import Refused
from oms.core.events import Event
from oms.core.locking import SHARED, Turn, locks
from oms.core.operations import current_operation, touch, will_lock
from oms.core.rows import Row
from oms.core.upsert import upsert
from oms.floorplan.models import Place
from oms.inventory.models import Balance, Count, Demand, Lot, Move, Stock

MOVED_ON = "These goods have moved on since, so this cannot be undone."


class NotThere(Refused):
    """The place does not hold that many."""


@dataclass(frozen=True, slots=True)
class StockChanged:
    """Touched when more of a SKU became available at a site: somebody may be waiting for it."""

    sku_id: int
    site_id: int


LOCKED_ROWS = (
    select(Stock)
    .where(Stock.sku_id.in_(bindparam("sku_ids", expanding=True)), Stock.site_id == bindparam("site_id"))
    .order_by(Stock.sku_id)
    .with_for_update()
    .execution_options(populate_existing=True)
)
LOCKED_AT_ONCE = LOCKED_ROWS.with_for_update(nowait=True)


def lock_stock(sku_ids: Iterable[int], site_id: int) -> dict[int, Stock]:
    """The stock rows of these SKUs at a site, locked in SKU order; a missing one is made."""
    wanted = sorted(set(sku_ids))
    may_wait = will_lock((SHARED, site_id, sku_id) for sku_id in wanted)
    rows = _locked_rows(wanted, site_id, may_wait=may_wait)
    missing = [{"sku_id": sku_id, "site_id": site_id} for sku_id in wanted if sku_id not in rows]
    if missing:
        db.session.execute(upsert(Stock).on_conflict_do_nothing(), missing)
        rows = _locked_rows(wanted, site_id, may_wait=may_wait)
    return rows


def _locked_rows(sku_ids: list[int], site_id: int, *, may_wait: bool) -> dict[int, Stock]:
    db.session.flush()
    query = LOCKED_ROWS if may_wait else LOCKED_AT_ONCE
    rows = db.session.scalars(query, {"sku_ids": sku_ids, "site_id": site_id})
    return {row.sku_id: row for row in rows}


@locks(SHARED)
def _wait_for_stock(turns: list[Turn]) -> None:
    its_turn = tuple_(Stock.site_id, Stock.sku_id).in_([turn[1:] for turn in turns])
    query = select(Stock.sku_id).where(its_turn).order_by(Stock.site_id, Stock.sku_id)
    db.session.execute(query.with_for_update())


RESERVED = (
    update(table_of(Stock))
    .where(Stock.sku_id == bindparam("of_sku"), Stock.site_id == bindparam("at_site"))
    .values(reserved=Stock.reserved + bindparam("given"))
)


def reserve_stock(rows: Iterable[Row]) -> None:
    """Promise what demands are given of locked stock. Its rows are read again by whoever locks them next."""
    given = [
        {"of_sku": row["sku_id"], "at_site": row["site_id"], "given": row["reserved"]}
        for row in rows
        if row["reserved"]
    ]
    if given:
        db.session.execute(RESERVED, given)


def held_at(place_id: int, sku_id: int) -> int:
    """How many of a SKU a place holds."""
    lots = db.session.scalars(
        select(Balance.quantity).where(Balance.place_id == place_id, Balance.sku_id == sku_id)
    )
    return sum(lots)


def move_stock(
    sku_id: int,
    quantity: int,
    source: Place,
    target: Place,
    reason: str,
    *,
    demand: Demand | None = None,
    from_reserve: int = 0,
) -> None:
    """Move units, oldest lot first.

    `from_reserve` of them were promised and are taken out of the promise in the same statement (or
    put back into it, if negative). Promises that no longer have a unit behind them must have been
    taken away before: the database refuses to oversell. Raises NotThere.
    """
    if quantity <= 0:
        raise ValueError("a move has a positive quantity")
    _settle_stock(sku_id, quantity, source, target, from_reserve)
    for lot_id, part in _lots_to_take(sku_id, quantity, source, target):
        _write_move(sku_id, lot_id, part, source, target, reason, demand_id=demand.id if demand else None)


def _settle_stock(sku_id: int, quantity: int, source: Place, target: Place, from_reserve: int) -> None:
    changes = {place.site_id: 0 for place in (source, target) if place.site_id}
    if source.site_id and source.sellable:
        changes[source.site_id] -= quantity
    if target.site_id and target.sellable:
        changes[target.site_id] += quantity
    for site_id in sorted(changes):
        lock_stock([sku_id], site_id)
        if changes[site_id] or from_reserve:
            _change_stock(sku_id, site_id, changes[site_id], -from_reserve)


def _change_stock(sku_id: int, site_id: int, on_hand: int, reserved: int) -> None:
    """Change both figures in one statement, so that the check between them sees only whole states."""
    row = db.session.get_one(Stock, (sku_id, site_id))
    if row.on_hand + on_hand < row.reserved + reserved:
        raise NotThere("These units are promised to customers.")
    row.on_hand += on_hand
    row.reserved += reserved
    db.session.flush()
    if on_hand > reserved:
        touch(StockChanged(sku_id, site_id))


def _lots_to_take(sku_id: int, quantity: int, source: Place, target: Place) -> list[tuple[int, int]]:
    if source.outside:
        return [(default_lot(sku_id), quantity)]
    locked = _lock_balances(sku_id, [source.id, target.id])
    taken, left = [], quantity
    for balance in _oldest_first([one for one in locked if one.place_id == source.id and one.quantity]):
        if not left:
            break
        part = min(left, balance.quantity)
        taken.append((balance.lot_id, part))
        left -= part
    if left:
        raise NotThere(f"{source.code} does not hold {quantity}; there are {quantity - left}.")
    return taken


def _oldest_first(held: list[Balance]) -> list[Balance]:
    if len(held) <= 1:
        return held
    query = select(Lot.id, Lot.received_at).where(Lot.id.in_([balance.lot_id for balance in held]))
    came = {lot_id: at for lot_id, at in db.session.execute(query)}
    return sorted(held, key=lambda balance: (came[balance.lot_id], balance.lot_id))


def _lock_balances(sku_id: int, place_ids: list[int]) -> Sequence[Balance]:
    query = (
        select(Balance)
        .where(Balance.sku_id == sku_id, Balance.place_id.in_(place_ids), Balance.outside.is_(False))
        .order_by(Balance.place_id, Balance.lot_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query).all()


def _write_move(
    sku_id: int, lot_id: int, quantity: int, source: Place, target: Place, reason: str, **links: int | None
) -> None:
    operation = current_operation()
    key = {"sku_id": sku_id, "lot_id": lot_id}
    for place, change in sorted(((source, -quantity), (target, quantity)), key=lambda pair: pair[0].id):
        _change_balance(place, key, change)
    values: dict[str, Any] = {
        **key,
        **links,
        "source_id": source.id,
        "target_id": target.id,
        "quantity": quantity,
        "reason": reason,
        "by": operation.by.actor,
        "at": operation.at,
        "operation_id": operation.operation_id,
    }
    db.session.execute(Move.__table__.insert().values(values))  # type: ignore[attr-defined]  # Core insert: no object is needed


def _change_balance(place: Place, key: dict[str, int], change: int) -> None:
    """The database's own check refuses less than zero; an insert of a negative balance never happens inside."""
    if change < 0 and not place.outside:
        taking = (
            update(Balance)
            .where(
                Balance.place_id == place.id, Balance.sku_id == key["sku_id"], Balance.lot_id == key["lot_id"]
            )
            .values(quantity=Balance.quantity + change)
            .execution_options(synchronize_session=False)
        )
        db.session.execute(taking)
        return
    row = upsert(Balance).values(place_id=place.id, outside=place.outside, quantity=change, **key)
    added = {"quantity": Balance.quantity + row.excluded.quantity}
    db.session.execute(row.on_conflict_do_update(index_elements=["place_id", "sku_id", "lot_id"], set_=added))


def default_lot(sku_id: int) -> int:
    """The lot of goods of this SKU that nobody tells apart."""
    query = select(Lot.id).where(Lot.sku_id == sku_id, Lot.is_default)
    found = db.session.scalar(query)
    if found is not None:
        return found
    row = upsert(Lot).values(sku_id=sku_id, received_at=current_operation().at, is_default=True)
    db.session.execute(row.on_conflict_do_nothing())
    return db.session.scalars(query).one()


def reverse_moves(operation_id: str, reason: str = "undo") -> list[Move]:
    """Add the reverse of every move of an operation, last first; the moves that were reversed.

    Refuses where the goods have moved on, or were counted since. Promises that lose their unit are
    the caller's to take away before.
    """
    moves = db.session.scalars(
        select(Move).where(Move.operation_id == operation_id).order_by(Move.id.desc())
    ).all()
    places = {p.id: p for p in db.session.scalars(select(Place).where(Place.id.in_(_ends(moves))))}
    for move in moves:
        _reverse(move, places[move.target_id], places[move.source_id], reason)
    return list(moves)


def _ends(moves: Sequence[Move]) -> set[int]:
    return {m.source_id for m in moves} | {m.target_id for m in moves}


def _reverse(move: Move, source: Place, target: Place, reason: str) -> None:
    _refuse_if_counted(move)
    _settle_stock(move.sku_id, move.quantity, source, target, 0)
    if not source.outside:
        held = {
            b.lot_id: b.quantity
            for b in _lock_balances(move.sku_id, [source.id, target.id])
            if b.place_id == source.id
        }
        if held.get(move.lot_id, 0) < move.quantity:
            raise NotThere(MOVED_ON)
    _write_move(
        move.sku_id,
        move.lot_id,
        move.quantity,
        source,
        target,
        reason,
        demand_id=move.demand_id,
        reverses_id=move.id,
    )


def _refuse_if_counted(move: Move) -> None:
    """What came later is told by the order in which it was written down, since clocks are set back at times."""
    written = select(func.max(Event.id)).where(Event.operation_id == move.operation_id).scalar_subquery()
    later = (
        select(Count.id)
        .join(Event, Event.operation_id == Count.operation_id)
        .where(
            Count.sku_id == move.sku_id,
            Count.place_id.in_([move.source_id, move.target_id]),
            Count.operation_id != move.operation_id,
            Event.id > func.coalesce(written, 0),
        )
    )
    if db.session.scalar(later.limit(1)):
        raise NotThere("The place was counted since, so this cannot be undone.")
