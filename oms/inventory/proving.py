"""Proving the stock: everything that is kept as a sum is added up again from the ledger and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from oms.core.db import db, is_sqlite
from oms.floorplan.models import Place
from oms.inventory.models import Balance, Demand, Lot, Move, Stock


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One row that does not add up. `where` is the page that shows the rows behind it."""

    check: str
    what: str
    kept: int
    added_up: int
    where: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was checked, with how many rows, and what did not hold."""

    checks: tuple[tuple[str, int], ...]
    mismatches: tuple[Mismatch, ...]

    @property
    def holds(self) -> bool:
        return not self.mismatches


CHECKS: list[tuple[str, Callable[[], Iterator[Mismatch]], Callable[[], int]]] = []


def check(title: str, rows: Callable[[], int]) -> Callable[[Callable[[], Iterator[Mismatch]]], Any]:
    """Decorator: one more thing to prove. Upper floors add their own."""

    def add(find: Callable[[], Iterator[Mismatch]]) -> Callable[[], Iterator[Mismatch]]:
        CHECKS.append((title, find, rows))
        return find

    return add


def prove_stock() -> Proof:
    """Add everything up again; reads one snapshot and changes nothing."""
    db.session.rollback()
    if not is_sqlite():
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    counted: list[tuple[str, int]] = []
    wrong: list[Mismatch] = []
    for title, find, rows in CHECKS:
        counted.append((title, rows()))
        wrong.extend(find())
    return Proof(tuple(counted), tuple(wrong))


def count_of(table: Any) -> Callable[[], int]:
    return lambda: db.session.scalar(select(func.count()).select_from(table)) or 0


def _ledger_sums() -> Any:
    """Per SKU, lot and place: what the moves add up to."""
    into = select(
        Move.sku_id, Move.lot_id, Move.target_id.label("place_id"), func.sum(Move.quantity).label("n")
    )
    out = select(
        Move.sku_id, Move.lot_id, Move.source_id.label("place_id"), (-func.sum(Move.quantity)).label("n")
    )
    both = union_all(
        into.group_by(Move.sku_id, Move.lot_id, Move.target_id),
        out.group_by(Move.sku_id, Move.lot_id, Move.source_id),
    ).subquery()
    return (
        select(both.c.sku_id, both.c.lot_id, both.c.place_id, func.sum(both.c.n).label("n"))
        .group_by(both.c.sku_id, both.c.lot_id, both.c.place_id)
        .subquery()
    )


@check("Every balance is the sum of its moves", count_of(Move))
def _balances() -> Iterator[Mismatch]:
    sums = _ledger_sums()
    same = and_(
        Balance.sku_id == sums.c.sku_id, Balance.lot_id == sums.c.lot_id, Balance.place_id == sums.c.place_id
    )
    columns = (Balance.sku_id, Balance.place_id, Balance.quantity, sums.c.n)
    kept = select(*columns).select_from(Balance).outerjoin(sums, same)
    kept = kept.where(Balance.quantity != func.coalesce(sums.c.n, 0))
    unkept = select(sums.c.sku_id, sums.c.place_id, literal(0), sums.c.n).select_from(sums)
    unkept = unkept.outerjoin(Balance, same).where(Balance.sku_id.is_(None), sums.c.n != 0)
    for query in (kept, unkept):
        for sku_id, place_id, quantity, added in db.session.execute(query):
            what = f"balance of SKU {sku_id} at place {place_id}"
            yield Mismatch(
                "balance", what, quantity, int(added or 0), f"/stock/{sku_id}/moves?place={place_id}"
            )


@check("No place inside holds less than zero", count_of(Balance))
def _negative() -> Iterator[Mismatch]:
    query = (
        select(Balance.sku_id, Balance.place_id, Balance.quantity)
        .join(Place, Place.id == Balance.place_id)
        .where(or_(and_(Balance.quantity < 0, Place.outside.is_(False)), Balance.outside != Place.outside))
    )
    for sku_id, place_id, quantity in db.session.execute(query):
        what = f"SKU {sku_id} at place {place_id}"
        yield Mismatch("negative", what, quantity, 0, f"/stock/{sku_id}/moves?place={place_id}")


@check("On hand is what lies in sellable places", count_of(Stock))
def _on_hand() -> Iterator[Mismatch]:
    sums = (
        select(Balance.sku_id, Place.site_id, func.sum(Balance.quantity).label("n"))
        .join(Place, Place.id == Balance.place_id)
        .where(Place.sellable)
        .group_by(Balance.sku_id, Place.site_id)
        .subquery()
    )
    yield from _against_stock(sums, Stock.on_hand, "on hand")


@check("Reserved is what demands were promised", count_of(Demand))
def _reserved() -> Iterator[Mismatch]:
    sums = (
        select(Demand.sku_id, Demand.site_id, func.sum(Demand.reserved).label("n"))
        .group_by(Demand.sku_id, Demand.site_id)
        .subquery()
    )
    yield from _against_stock(sums, Stock.reserved, "reserved")


def _against_stock(sums: Any, kept: Any, word: str) -> Iterator[Mismatch]:
    same = and_(Stock.sku_id == sums.c.sku_id, Stock.site_id == sums.c.site_id)
    query = (
        select(Stock.sku_id, Stock.site_id, kept, sums.c.n)
        .select_from(Stock)
        .outerjoin(sums, same)
        .where(kept != func.coalesce(sums.c.n, 0))
    )
    lost: Select[Any] = (
        select(sums.c.sku_id, sums.c.site_id, literal(0), sums.c.n)
        .select_from(sums)
        .outerjoin(Stock, same)
        .where(Stock.sku_id.is_(None), sums.c.n != 0)
    )
    for one in (query, lost):
        for sku_id, site_id, quantity, added in db.session.execute(one):
            what = f"{word} of SKU {sku_id} at site {site_id}"
            yield Mismatch(word, what, quantity, int(added or 0), f"/stock/{sku_id}")


@check("Never more promised than there is, and only to what still wants it", count_of(Demand))
def _promises() -> Iterator[Mismatch]:
    over = select(Stock.sku_id, Stock.reserved, Stock.on_hand).where(Stock.reserved > Stock.on_hand)
    for sku_id, reserved, on_hand in db.session.execute(over):
        yield Mismatch("oversold", f"SKU {sku_id}", reserved, on_hand, f"/stock/{sku_id}")
    greedy = select(Demand.id, Demand.sku_id, Demand.reserved + Demand.picked, Demand.wanted).where(
        Demand.reserved + Demand.picked > Demand.wanted
    )
    for demand_id, sku_id, has, wanted in db.session.execute(greedy):
        yield Mismatch("demand", f"demand {demand_id}", has, wanted, f"/stock/{sku_id}")


@check("Every unit received is in exactly one place", count_of(Lot))
def _conserved() -> Iterator[Mismatch]:
    outside = aliased(Place)
    query = (
        select(Balance.sku_id, func.sum(Balance.quantity))
        .join(outside, outside.id == Balance.place_id)
        .group_by(Balance.sku_id)
        .having(func.sum(Balance.quantity) != 0)
    )
    for sku_id, total in db.session.execute(query):
        yield Mismatch("conserved", f"all places of SKU {sku_id}", int(total), 0, f"/stock/{sku_id}/moves")


@check("What was picked is in totes and parcels, or has left", count_of(Demand))
def _inside() -> Iterator[Mismatch]:
    sums = (
        select(Balance.sku_id, func.sum(Balance.quantity).label("n"))
        .join(Place, Place.id == Balance.place_id)
        .where(Place.kind.in_(("tote", "parcel")))
        .group_by(Balance.sku_id)
        .subquery()
    )
    wanted = (
        select(Demand.sku_id, func.sum(Demand.picked - Demand.gone + Demand.put_back).label("n"))
        .group_by(Demand.sku_id)
        .subquery()
    )
    query = select(wanted.c.sku_id, wanted.c.n, func.coalesce(sums.c.n, 0)).outerjoin(
        sums, sums.c.sku_id == wanted.c.sku_id
    )
    for sku_id, kept, added in db.session.execute(query.where(wanted.c.n != func.coalesce(sums.c.n, 0))):
        yield Mismatch(
            "picked", f"SKU {sku_id} in totes and parcels", int(kept), int(added), f"/stock/{sku_id}"
        )
