"""Reads for screens: what waits at the packing bench, and where an order stands there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from oms.accounts.queries import names_of
from oms.catalog.models import Sku
from oms.core.db import db
from oms.core.errors import Missing
from oms.floorplan.models import Place
from oms.inventory.models import Balance, Demand
from oms.orders.edits import Edit, edits_since
from oms.orders.headline import Code
from oms.orders.models import LinePart, Order, OrderLine
from oms.orders.progress import order_id_of, parts_of
from oms.packing.box_queries import advice_for, boxes_offered
from oms.packing.boxing import Advice, weight_of
from oms.packing.filling import to_pack
from oms.packing.models import Packaging, Parcel, ParcelItem
from oms.packing.stepping import last_step
from oms.picking.models import PickTask, Run
from oms.shop.models import the_shop

MOST = 60
LATELY = 10


@dataclass(frozen=True, slots=True)
class Row:
    """A SKU of the order: `packed` of the `total` that were picked and have not left yet, `waits` still
    to be picked. `counts` where so many may be put in at once.
    """

    sku: Sku
    packed: int
    total: int
    waits: int
    counts: bool

    @property
    def to_pack(self) -> int:
        return self.total - self.packed


@dataclass(frozen=True, slots=True)
class Inside:
    """A parcel with what is in it."""

    parcel: Parcel
    contents: tuple[tuple[Sku, int], ...]

    @property
    def units(self) -> int:
        return sum(quantity for _, quantity in self.contents)

    @property
    def weight_g(self) -> int | None:
        """What the goods weigh, without the box; unknown where one of them is unknown."""
        return weight_of((sku.weight_g, quantity) for sku, quantity in self.contents)


@dataclass(frozen=True, slots=True)
class OrderPage:
    """An order at the bench. Scans go into `current`, or into a new parcel where there is none; `chosen`
    where the packer said which.
    """

    order: Order
    totes: tuple[str, ...]
    rows: tuple[Row, ...]
    parcels: tuple[Inside, ...]
    current: Inside | None
    chosen: int | None
    boxes: Sequence[Packaging]
    advice: Advice | None
    picker: str | None
    can_undo: bool
    edits: tuple[Edit, ...]

    @property
    def done(self) -> int:
        return sum(row.packed for row in self.rows)

    @property
    def total(self) -> int:
        return sum(row.total for row in self.rows)

    @property
    def waits(self) -> int:
        return sum(row.waits for row in self.rows)

    @property
    def all_in(self) -> bool:
        return self.done == self.total

    @property
    def wanted(self) -> str:
        """What may be scanned next, in words."""
        names = [row.sku.full_name for row in self.rows if row.to_pack]
        more = f" or {len(names) - 2} more" if len(names) > 2 else ""  # noqa: PLR2004 — two can be read at a glance
        return " or ".join(names[:2]) + more if names else "Nothing more: everything is packed"


def order_page(order_id: int, chosen: int | None = None) -> OrderPage:
    """All that the bench shows of an order; `chosen` is the open parcel to fill. Raises Missing."""
    order = db.session.get(Order, order_id, options=[joinedload(Order.ship_to)], populate_existing=True)
    if order is None:
        raise Missing("There is no such order.")
    parts = parts_of(order_id)
    parcels = [_inside(parcel) for parcel in _parcels(Parcel.order_id == order_id)]
    current = _current(parcels, chosen, to_fill=any(to_pack(part) for part in parts))
    inside = {sku.id for sku, _ in current.contents} if current else set()
    return OrderPage(
        order=order,
        totes=tuple(_totes([order]).get(order_id, ())),
        rows=_rows(parts, inside),
        parcels=tuple(parcels),
        current=current,
        chosen=chosen if current and current.parcel.id == chosen else None,
        boxes=boxes_offered() if current and current.contents else (),
        advice=advice_for(dict(current.contents)) if current and current.contents else None,
        picker=names_of([order.picking_by])[order.picking_by] if order.picking_by else None,
        can_undo=last_step(order_id) is not None,
        edits=tuple(_edits(order)),
    )


def _edits(order: Order) -> list[Edit]:
    """What is different from what the picker set out for."""
    query = (
        select(func.min(Run.started_at))
        .join(PickTask, PickTask.run_id == Run.id)
        .join(Demand, Demand.id == PickTask.demand_id)
        .where(Demand.owner == order.key)
    )
    began = db.session.scalar(query)
    return edits_since([order.id], began) if began else []


def _rows(parts: Iterable[LinePart], inside: set[int]) -> tuple[Row, ...]:
    by_sku: dict[int, list[LinePart]] = defaultdict(list)
    for part in parts:
        by_sku[part.sku_id].append(part)
    by_count = not the_shop().scan_each
    rows = (_row(same, by_count=by_count and sku_id in inside) for sku_id, same in by_sku.items())
    return tuple(row for row in rows if row.total or row.waits)


def _row(parts: Sequence[LinePart], *, by_count: bool) -> Row:
    sku = parts[0].sku
    return Row(
        sku=sku,
        packed=sum(part.packed - part.shipped for part in parts),
        total=sum(part.demand.picked - part.shipped for part in parts),
        waits=sum(part.demand.wanted - part.demand.picked for part in parts),
        counts=by_count or not sku.scannable,
    )


def _current(parcels: Iterable[Inside], chosen: int | None, *, to_fill: bool) -> Inside | None:
    """The parcel that was chosen, else the last open one; with nothing more to fill, one to be sealed."""
    still_open = [inside for inside in parcels if inside.parcel.is_open and (to_fill or inside.contents)]
    picked = [inside for inside in still_open if inside.parcel.id == chosen] or still_open
    return picked[-1] if picked else None


def _parcels(condition: object) -> Sequence[Parcel]:
    item = selectinload(Parcel.items).joinedload(ParcelItem.part).joinedload(LinePart.sku)
    query = (
        select(Parcel)
        .where(condition)  # type: ignore[arg-type]  # any condition on parcels
        .options(item, joinedload(Parcel.packaging), joinedload(Parcel.order))
        .order_by(Parcel.id)
    )
    return db.session.scalars(query).all()


def _inside(parcel: Parcel) -> Inside:
    held: dict[Sku, int] = {}
    for item in parcel.items:
        if item.quantity:
            held[item.part.sku] = held.get(item.part.sku, 0) + item.quantity
    return Inside(parcel, tuple(held.items()))


def parcel_page(parcel_id: int) -> Inside:
    """A parcel with its order. Raises Missing."""
    found = _parcels(Parcel.id == parcel_id)
    if not found:
        raise Missing("There is no such parcel.")
    return _inside(found[0])


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order that waits at the bench: what has to be packed, out of which totes."""

    order: Order
    totes: tuple[str, ...]
    skus: tuple[Sku, ...]
    packed: int
    total: int


def orders_to_pack() -> list[Waiting]:
    """What was picked and is in no sealed parcel, the oldest promise first."""
    parts = selectinload(Order.lines).selectinload(OrderLine.parts)
    query = _ready().options(parts.joinedload(LinePart.sku), parts.joinedload(LinePart.demand)).limit(MOST)
    orders = db.session.scalars(query).all()
    totes = _totes(orders)
    return [_waiting(order, tuple(totes.get(order.id, ()))) for order in orders]


def next_to_pack(besides: int) -> Order | None:
    """The order that is due first, when this one is done."""
    return db.session.scalar(_ready().where(Order.id != besides).limit(1))


def sealed_lately() -> list[Inside]:
    """Parcels that are closed and still here, the last one first."""
    query = (
        select(Parcel.id)
        .where(Parcel.sealed_at.is_not(None), Parcel.left_at.is_(None))
        .order_by(Parcel.sealed_at.desc())
        .limit(LATELY)
    )
    found = [_inside(parcel) for parcel in _parcels(Parcel.id.in_(db.session.scalars(query).all()))]
    return sorted(found, key=lambda inside: str(inside.parcel.sealed_at), reverse=True)


def _ready() -> Select[Order]:
    return (
        select(Order)
        .where(Order.headline == Code.TO_PACK, Order.closed_at.is_(None))
        .order_by(Order.promise_by, Order.id)
    )


def _waiting(order: Order, totes: tuple[str, ...]) -> Waiting:
    parts = [part for line in order.lines for part in line.parts if part.demand.picked > part.shipped]
    return Waiting(
        order=order,
        totes=totes,
        skus=tuple({part.sku_id: part.sku for part in parts}.values()),
        packed=sum(part.packed - part.shipped for part in parts),
        total=sum(part.demand.picked - part.shipped for part in parts),
    )


def _totes(orders: Sequence[Order]) -> dict[int, list[str]]:
    """Per order: the totes that still hold something for it."""
    keys = [order.key for order in orders]
    query = (
        select(Demand.owner, Place.code)
        .join(PickTask, PickTask.demand_id == Demand.id)
        .join(Place, Place.id == PickTask.tote_id)
        .join(Balance, (Balance.place_id == Place.id) & (Balance.sku_id == Demand.sku_id))
        .where(Demand.owner.in_(keys), Balance.quantity > 0)
        .distinct()
        .order_by(Place.code)
    )
    found: dict[int, list[str]] = defaultdict(list)
    for owner, code in db.session.execute(query):
        found[order_id_of(owner)].append(code)
    return found
