"""Reads for screens: what there is, where it lies, why, and what happened to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import aliased, contains_eager, joinedload

from oms.catalog.models import Product, Sku
from oms.catalog.queries import found_by
from oms.catalog.recognising import recognise_item
from oms.core.db import db
from oms.core.digits import is_whole
from oms.core.operations import VERBS, Operation, why_final
from oms.floorplan.models import Place
from oms.inventory.models import Balance, Count, Demand, Move, Recount, Stock

PAGE = 50
SUGGESTED = 8
RECENT = 8


@dataclass(frozen=True, slots=True)
class Figures:
    """How much of a SKU lies in the house: in places for sale, of that promised, and in totes, parcels and
    other places out of which nothing is sold.
    """

    for_sale: int = 0
    reserved: int = 0
    not_for_sale: int = 0

    @property
    def available(self) -> int:
        return self.for_sale - self.reserved

    @property
    def on_hand(self) -> int:
        return self.for_sale + self.not_for_sale


@dataclass(frozen=True, slots=True)
class Held:
    """So many of a SKU at one place."""

    place: Place
    sku: Sku
    quantity: int


@dataclass(frozen=True, slots=True)
class StockPage:
    """`after` is where the next page begins, or None at the end."""

    skus: tuple[Sku, ...]
    figures: dict[int, Figures]
    held: dict[int, list[Held]]
    after: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One move in the ledger. `undo_id` is its operation, while that may be taken back."""

    move: Move
    label: str | None
    undo_id: str | None


@dataclass(frozen=True, slots=True)
class ToPutBack:
    """Units that lie in a tote for a demand that no longer wants them."""

    demand: Demand
    tote: Place
    quantity: int


def stock_page(words: str, after: str = "") -> StockPage:
    """SKUs by product name, those that match, from where `after` says."""
    query = select(Sku).join(Sku.product).options(contains_eager(Sku.product))
    query = query.where(found_by(words)).order_by(Product.name, Sku.id)
    number, _, name = after.partition("~")
    if is_whole(number):
        query = query.where(tuple_(Product.name, Sku.id) > tuple_(*_values(name, int(number))))
    found = db.session.scalars(query.limit(PAGE + 1)).all()
    shown = tuple(found[:PAGE])
    last = shown[-1] if len(found) > PAGE else None
    ids = [sku.id for sku in shown]
    held = held_of(ids)
    figures = {sku_id: figures_with(found, held[sku_id]) for sku_id, found in figures_of(ids).items()}
    return StockPage(shown, figures, held, f"{last.id}~{last.name}" if last else None)


def _values(name: str, number: int) -> tuple[Any, Any]:
    return name, number


def figures_of(sku_ids: Collection[int]) -> dict[int, Figures]:
    """What may be sold of each SKU; one that never had stock has none of it."""
    query = (
        select(Stock.sku_id, func.sum(Stock.on_hand), func.sum(Stock.reserved))
        .where(Stock.sku_id.in_(list(sku_ids)))
        .group_by(Stock.sku_id)
    )
    found = {sku_id: Figures() for sku_id in sku_ids}
    for sku_id, for_sale, reserved in db.session.execute(query):
        found[sku_id] = Figures(int(for_sale), int(reserved))
    return found


def figures_with(figures: Figures, held: Iterable[Held]) -> Figures:
    """The same with what lies where nothing is sold from."""
    return replace(figures, not_for_sale=sum(one.quantity for one in held if not one.place.sellable))


def held_of(sku_ids: Iterable[int]) -> dict[int, list[Held]]:
    """Where the SKUs lie inside of the building, bins first."""
    held: dict[int, list[Held]] = defaultdict(list)
    for one in _held(Balance.sku_id.in_(list(sku_ids))):
        held[one.sku.id].append(one)
    return held


def held_in(place_id: int) -> list[Held]:
    """What lies at one place."""
    return list(_held(Balance.place_id == place_id))


def held_at(place_ids: Iterable[int]) -> dict[int, list[Held]]:
    """What lies at each of these places."""
    held: dict[int, list[Held]] = defaultdict(list)
    for one in _held(Balance.place_id.in_(list(place_ids))):
        held[one.place.id].append(one)
    return held


def filled_places(site_id: int) -> frozenset[int]:
    """The places of a site in which something lies."""
    query = select(Balance.place_id).join(Place, Place.id == Balance.place_id)
    return frozenset(db.session.scalars(query.where(Place.site_id == site_id, Balance.quantity > 0)))


def _held(condition: Any) -> list[Held]:
    sums = (
        select(Balance.place_id, Balance.sku_id, func.sum(Balance.quantity).label("n"))
        .where(condition, Balance.outside.is_(False))
        .group_by(Balance.place_id, Balance.sku_id)
        .having(func.sum(Balance.quantity) != 0)
        .subquery()
    )
    query = (
        select(Place, Sku, sums.c.n)
        .join(sums, sums.c.place_id == Place.id)
        .join(Sku, Sku.id == sums.c.sku_id)
        .order_by(Place.sellable.desc(), Place.sort_key, Sku.code)
    )
    return [Held(place, sku, int(n)) for place, sku, n in db.session.execute(query)]


def suggestions(words: str) -> list[tuple[Sku, int]]:
    """SKUs for what somebody is typing or has scanned, each with how many may be sold; an exact code first."""
    if not words.strip():
        return []
    exact = recognise_item(words.strip())
    query = select(Sku).where(found_by(words)).order_by(Sku.code).limit(SUGGESTED)
    found = {sku.id: sku for sku in ([exact.sku] if exact else []) + list(db.session.scalars(query))}
    figures = figures_of(found)
    return [(sku, figures[sku.id].available) for sku in list(found.values())[:SUGGESTED]]


def promises_of(sku_id: int) -> Sequence[Demand]:
    """The demands that hold a promise of the SKU, the earliest first."""
    query = (
        select(Demand).where(Demand.sku_id == sku_id, Demand.reserved > 0).order_by(Demand.due_at, Demand.id)
    )
    return db.session.scalars(query).all()


def ledger(
    sku_id: int, place_id: int | None = None, before: int | None = None, limit: int = PAGE
) -> list[Entry]:
    """The SKU's moves, the latest first, at one place or everywhere."""
    query = (
        select(Move, Operation, Demand.label)
        .join(Operation, Operation.id == Move.operation_id)
        .outerjoin(Demand, Demand.id == Move.demand_id)
        .where(Move.sku_id == sku_id)
        .options(joinedload(Move.source), joinedload(Move.target))
        .order_by(Move.id.desc())
        .limit(limit)
    )
    if place_id is not None:
        query = query.where((Move.source_id == place_id) | (Move.target_id == place_id))
    if before is not None:
        query = query.where(Move.id < before)
    return [
        Entry(move, label, _undo_id(move, operation)) for move, operation, label in db.session.execute(query)
    ]


def _undo_id(move: Move, operation: Operation) -> str | None:
    """Picks and parcels are undone where they were made; here only what was done to the stock itself."""
    ours = operation.verb in VERBS and operation.verb.startswith("inventory.")
    return operation.id if ours and move.reverses_id is None and why_final(operation) is None else None


def recent(sku_id: int) -> list[Entry]:
    return ledger(sku_id, limit=RECENT)


def recounts() -> Sequence[Recount]:
    """What somebody should count, in walking order."""
    query = (
        select(Recount)
        .join(Recount.place)
        .where(Recount.done_at.is_(None))
        .options(contains_eager(Recount.place), joinedload(Recount.sku))
        .order_by(Place.sort_key, Recount.id)
    )
    return db.session.scalars(query).all()


def counted_lately() -> list[tuple[Count, Place, Sku]]:
    query = (
        select(Count, Place, Sku)
        .join(Place, Place.id == Count.place_id)
        .join(Sku, Sku.id == Count.sku_id)
        .order_by(Count.id.desc())
        .limit(PAGE)
    )
    return [(count, place, sku) for count, place, sku in db.session.execute(query)]


def to_put_back() -> list[ToPutBack]:
    """Everything that has to go from a tote back into a bin."""
    tote = aliased(Place)
    inside = (
        select(Move.demand_id, Move.target_id.label("tote_id"))
        .where(Move.demand_id.is_not(None), Move.reason == "pick")
        .distinct()
        .subquery()
    )
    query = (
        select(Demand, tote, func.sum(Balance.quantity))
        .join(inside, inside.c.demand_id == Demand.id)
        .join(tote, tote.id == inside.c.tote_id)
        .join(Balance, (Balance.place_id == tote.id) & (Balance.sku_id == Demand.sku_id))
        .where(Demand.put_back > 0, Balance.quantity > 0)
        .group_by(Demand.id, tote.id, Sku.id, Product.id)
        .order_by(Demand.id)
    )
    query = query.join(Sku, Sku.id == Demand.sku_id).join(Sku.product)
    query = query.options(contains_eager(Demand.sku).contains_eager(Sku.product))
    return [ToPutBack(d, place, min(int(n), d.put_back)) for d, place, n in db.session.execute(query)]
