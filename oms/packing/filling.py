"""Filling parcels: every item is scanned into its box, so that nobody ships the wrong one."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from oms.catalog.models import Sku
from oms.catalog.recognising import Recognised, recognise_item
from oms.core.constraints import refusing
from oms.core.db import db
from oms.core.errors import Missing, Refused, WrongInput
from oms.core.events import record
from oms.core.numbering import next_number
from oms.core.operations import By, Operation, current_operation, remember, undoable, verb
from oms.floorplan.models import Place
from oms.floorplan.service import place_for_parcel
from oms.inventory.ledger import move_stock, reverse_moves
from oms.inventory.models import Balance, Demand
from oms.inventory.stock import lock_demands
from oms.orders.finding import lock_order
from oms.orders.models import LinePart, Order
from oms.orders.progress import count_packed, parts_of
from oms.packing.facts import ItemPacked, ItemTakenOut, ParcelOpened
from oms.packing.models import Parcel, ParcelItem
from oms.picking.models import PickTask

NO_PARCEL = "There is no such parcel."
CLOSED = "This parcel is sealed. Open it again first."
Share = tuple[LinePart, int]


class WrongItem(Refused):
    """What was scanned does not belong into this parcel."""

    def __init__(self, sentence: str, scanned: str) -> None:
        super().__init__(sentence)
        self.scanned = scanned


@verb(undoable())
def open_parcel(order_id: int, *, by: By) -> int:
    """An empty box for an order that has something to pack. The answer is the parcel's id."""
    order = lock_order(order_id)
    refuse_cancelled(order)
    if not any(to_pack(part) for part in parts_of(order.id)):
        raise Refused("Nothing of this order waits to be packed.")
    empty = next((parcel for parcel in open_parcels(order.id) if parcel.is_empty), None)
    if empty is not None:
        raise Refused(f"Parcel {empty.code} is still empty. Fill that one first.")
    code = f"P{next_number('parcel'):07d}"
    place = place_for_parcel(order.site_id, code)
    parcel = Parcel(
        order_id=order.id, place_id=place.id, code=code, opened_at=current_operation().at, opened_by=by.actor
    )
    db.session.add(parcel)
    db.session.flush()
    remember(parcel_id=parcel.id)
    record(ParcelOpened(order.id, parcel.id), about=order.key)
    return parcel.id


@open_parcel.undo
def _remove_parcel(operation: Operation) -> None:
    parcel = lock_parcel(operation.recall("parcel_id"))
    if not parcel.is_open or not parcel.is_empty:
        raise Refused("Something is in the parcel already.")
    remove_empty(parcel)


@verb(undoable())
def put_in_parcel(parcel_id: int, code: str, *, quantity: int | None = None, by: By) -> int:
    """Scan an item into an open parcel, out of the order's tote. A pack's barcode counts for several.

    `quantity` is for items without a barcode, named by their SKU. The answer is how many went in.
    """
    del by
    parcel, code = lock_parcel(parcel_id), code.strip()
    found = recognise_item(code)
    if found is None:
        raise WrongItem("Nobody knows this code.", code)
    return fill(parcel, found.sku, found.quantity if quantity is None else quantity, scanned=_name_of(found))


@verb(undoable())
def take_out(parcel_id: int, sku_id: int, quantity: int, *, by: By) -> None:
    """Out of an open parcel and back into the tote: it goes into another box, or does not go at all."""
    del by
    parcel = lock_parcel(parcel_id)
    _refuse_sealed(parcel)
    parts = {part.id: part for part in parts_of(parcel.order_id) if part.sku_id == sku_id}
    inside = [(parts[item.part_id], item.quantity) for item in parcel.items if item.part_id in parts]
    shares = _shares_of(inside, quantity)
    if not shares:
        raise WrongInput(f"There are {sum(held for _, held in inside)} of these in this parcel.")
    demands = lock_demands(part.demand_id for part, _ in shares)
    for part, some in shares:
        demand = demands[part.demand_id]
        move_stock(sku_id, some, parcel.place, _tote_of(demand), "take out", demand=demand)
    _count(parcel, [(part, -some) for part, some in shares])
    record(ItemTakenOut(parcel.order_id, parcel.id, sku_id, quantity), about=bench_key(parcel.order_id))


@put_in_parcel.undo
@take_out.undo
def reverse_filling(operation: Operation) -> None:
    """Part of an undo: what went in comes out, what came out goes in."""
    parcel = lock_parcel(operation.recall("parcel_id"))
    _refuse_sealed(parcel)
    parts = {part.id: part for part in parts_of(parcel.order_id)}
    shares = [(parts[part_id], -quantity) for part_id, quantity in operation.recall("parts")]
    lock_demands(part.demand_id for part, _ in shares)
    reverse_moves(operation.id)
    _count(parcel, shares)


def fill(parcel: Parcel, sku: Sku, quantity: int, *, scanned: str) -> int:
    """Part of a verb: so many of a SKU out of the order's totes into a locked parcel."""
    refuse_cancelled(parcel.order)
    _refuse_sealed(parcel)
    shares = _shares(parcel.order_id, sku, quantity, scanned)
    demands = lock_demands(part.demand_id for part, _ in shares)
    for part, some in shares:
        demand = demands[part.demand_id]
        for tote, few in _totes(demand, some):
            move_stock(sku.id, few, tote, parcel.place, "pack", demand=demand)
    _count(parcel, shares)
    record(ItemPacked(parcel.order_id, parcel.id, sku.id, quantity), about=bench_key(parcel.order_id))
    return quantity


def lock_parcel(parcel_id: int) -> Parcel:
    """The parcel with its items, its order locked before it. Raises Missing."""
    order_id = db.session.scalar(select(Parcel.order_id).where(Parcel.id == parcel_id))
    if order_id is None:
        raise Missing(NO_PARCEL)
    lock_order(order_id)
    query = (
        select(Parcel)
        .where(Parcel.id == parcel_id)
        .options(selectinload(Parcel.items), selectinload(Parcel.place), selectinload(Parcel.order))
        .with_for_update(of=Parcel)
        .execution_options(populate_existing=True)
    )
    parcel = db.session.scalar(query)
    if parcel is None:  # taken back while its order was waited for
        raise Missing(NO_PARCEL)
    return parcel


def open_parcels(order_id: int) -> Sequence[Parcel]:
    """The parcels of an order that are open, the one that was opened first at first, with their items."""
    query = (
        select(Parcel)
        .where(Parcel.order_id == order_id, Parcel.sealed_at.is_(None))
        .options(selectinload(Parcel.items))
        .order_by(Parcel.id)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query).all()


def remove_empty(parcel: Parcel) -> None:
    """Part of an undo: a locked parcel without contents. Refuses one that others know already."""
    with refusing("This parcel has a tracking number already, so it stays."):
        for item in list(parcel.items):
            db.session.delete(item)
        db.session.flush()
        db.session.delete(parcel)
        db.session.flush()


def to_pack(part: LinePart) -> int:
    """How many of a part wait in a tote for a parcel."""
    return part.demand.picked - part.packed


def bench_key(order_id: int) -> str:
    """What single scans at the bench are about; the order's own timeline is told of parcels only."""
    return f"packing:{order_id}"


def refuse_cancelled(order: Order) -> None:
    if order.cancelled_at is not None:
        raise Refused(f"{order.number} was cancelled. Put its items back instead of packing them.")


def _refuse_sealed(parcel: Parcel) -> None:
    if not parcel.is_open:
        raise Refused(CLOSED)


def _name_of(found: Recognised) -> str:
    name = found.sku.full_name
    return name if found.quantity == 1 else f"A pack of {found.quantity} × {name}"


def _shares(order_id: int, sku: Sku, quantity: int, scanned: str) -> list[Share]:
    """Which lines of the order the items are for; a SKU may be on several. Raises WrongItem."""
    if quantity < 1:
        raise WrongInput("Say how many, at least one.")
    parts = [part for part in parts_of(order_id) if part.sku_id == sku.id]
    if not parts:
        raise WrongItem("This does not belong to this order.", scanned)
    shares = _shares_of([(part, to_pack(part)) for part in parts], quantity)
    if not shares:
        raise WrongItem(_why_not(parts), scanned)
    return shares


def _shares_of(held: Sequence[Share], quantity: int) -> list[Share]:
    """`quantity` handed out over what each part has; nothing where they have less than that together."""
    shares, left = [], quantity
    for part, has in held:
        some = min(left, has)
        if some > 0:
            shares.append((part, some))
            left -= some
    return shares if left == 0 else []


def _why_not(parts: Sequence[LinePart]) -> str:
    left = sum(to_pack(part) for part in parts)
    if left:
        return f"Only {left} of these {'is' if left == 1 else 'are'} to be packed."
    if any(part.packed for part in parts):
        return "All of these are packed already."
    return "This was not picked for the order yet."


def _totes(demand: Demand, quantity: int) -> list[tuple[Place, int]]:
    """The totes that hold what was picked for this demand, and how many to take out of each."""
    mine = select(PickTask.tote_id).where(PickTask.demand_id == demand.id, PickTask.picked > 0)
    query = (
        select(Place, Balance.quantity)
        .join(Balance, Balance.place_id == Place.id)
        .where(Place.id.in_(mine), Balance.sku_id == demand.sku_id, Balance.quantity > 0)
        .order_by(Place.id, Balance.lot_id)
    )
    found: dict[Place, int] = {}
    for tote, held in db.session.execute(query).all():
        some = min(quantity - sum(found.values()), held)
        if some:
            found[tote] = found.get(tote, 0) + some
    if sum(found.values()) < quantity:
        raise Refused("The tote does not hold that many. Somebody should count it.")
    return list(found.items())


def _tote_of(demand: Demand) -> Place:
    """The tote that the demand was picked into last."""
    query = (
        select(Place)
        .join(PickTask, PickTask.tote_id == Place.id)
        .where(PickTask.demand_id == demand.id, PickTask.picked > 0)
        .order_by(PickTask.id.desc())
        .limit(1)
    )
    return db.session.scalars(query).one()


def _count(parcel: Parcel, shares: Sequence[Share]) -> None:
    for part, some in shares:
        _item(parcel, part).quantity += some
        count_packed(part, some)
    remember(parcel_id=parcel.id, parts=[[part.id, some] for part, some in shares])


def _item(parcel: Parcel, part: LinePart) -> ParcelItem:
    for item in parcel.items:
        if item.part_id == part.id:
            return item
    item = ParcelItem(parcel_id=parcel.id, part_id=part.id, quantity=0)
    parcel.items.append(item)
    return item
