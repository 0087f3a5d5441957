"""Filling parcels: every item is scanned into its box, so that nobody ships the wrong one."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from oms.catalog.models import Barcode, Sku
from oms.core.db import db
from oms.core.errors import Missing, Refused, WrongInput
from oms.core.events import record
from oms.core.numbering import next_number
from oms.core.operations import By, Operation, current_operation, remember, touch, undoable, verb
from oms.floorplan.models import Place
from oms.floorplan.service import place_for_parcel
from oms.inventory.ledger import move_stock, reverse_moves
from oms.inventory.models import Balance
from oms.inventory.stock import lock_demands
from oms.orders.finding import lock_order
from oms.orders.models import LinePart
from oms.orders.progress import count_packed, count_sealed, parts_of
from oms.packing.facts import ParcelOpened, ParcelOpenedAgain, ParcelSealed
from oms.packing.models import Packaging, Parcel, ParcelItem
from oms.picking.models import PickTask


class WrongItem(Refused):
    """What was scanned does not belong into this parcel."""

    def __init__(self, sentence: str, scanned: str) -> None:
        super().__init__(sentence)
        self.scanned = scanned


@verb(undoable())
def open_parcel(order_id: int, *, by: By) -> int:
    """An empty box for an order that has something to pack. The answer is the parcel's id."""
    order = lock_order(order_id)
    if order.cancelled_at is not None:
        raise Refused("This order was cancelled. Put its items back instead of packing them.")
    if not any(to_pack(part) for part in parts_of(order.id)):
        raise Refused("Nothing of this order waits to be packed.")
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
    if any(item.quantity for item in parcel.items) or not parcel.is_open:
        raise Refused("Something is in the parcel already.")
    for item in parcel.items:
        db.session.delete(item)
    db.session.flush()
    db.session.delete(parcel)


@verb(undoable())
def put_in_parcel(parcel_id: int, code: str, *, quantity: int | None = None, by: By) -> int:
    """Scan an item into an open parcel, out of the order's tote. A pack's barcode counts for several.

    `quantity` is for items without a barcode, named by their SKU. The answer is how many went in.
    """
    del by
    parcel = lock_parcel(parcel_id)
    if not parcel.is_open:
        raise Refused("This parcel is sealed. Open it again, or take a new one.")
    sku, counts_for = _recognise(code.strip())
    wanted = quantity or counts_for
    part = _part_to_pack(parcel.order_id, sku, wanted)
    demand = lock_demands([part.demand_id])[part.demand_id]
    for tote, some in _totes(demand.id, sku.id, wanted):
        move_stock(sku.id, some, tote, parcel.place, "pack", demand=demand)
    _item(parcel, part).quantity += wanted
    count_packed(part, wanted)
    remember(parcel_id=parcel.id, part_id=part.id, quantity=wanted)
    return wanted


@put_in_parcel.undo
def _take_out(operation: Operation) -> None:
    parcel = lock_parcel(operation.recall("parcel_id"))
    if not parcel.is_open:
        raise Refused("The parcel is sealed. Open it again first.")
    part = db.session.get_one(LinePart, operation.recall("part_id"), populate_existing=True)
    lock_demands([part.demand_id])
    reverse_moves(operation.id)
    _item(parcel, part).quantity -= operation.recall("quantity")
    count_packed(part, -operation.recall("quantity"))


@verb(undoable())
def seal_parcel(parcel_id: int, packaging_id: int | None, weight_g: int | None, *, by: By) -> None:
    """Close the box: from now on it waits for the carrier."""
    parcel = lock_parcel(parcel_id)
    if not parcel.is_open:
        raise Refused("This parcel is sealed already.")
    if not any(item.quantity for item in parcel.items):
        raise Refused("The parcel is empty. Scan an item into it first.")
    if parcel.order.cancelled_at is not None:
        raise Refused("This order was cancelled. Take its items out again.")
    if packaging_id is not None and db.session.get(Packaging, packaging_id) is None:
        raise WrongInput("There is no such box.")
    if weight_g is not None and weight_g <= 0:
        raise WrongInput("A parcel weighs something. Leave the weight empty if you do not know it.")
    parcel.packaging_id, parcel.weight_g = packaging_id, weight_g
    parcel.sealed_at, parcel.sealed_by = current_operation().at, by.actor
    count_sealed(parcel.order_id, _contents(parcel))
    remember(parcel_id=parcel.id)
    record(ParcelSealed(parcel.order_id, parcel.id), about=f"order:{parcel.order_id}")


@seal_parcel.undo
def _unseal(operation: Operation) -> None:
    parcel = lock_parcel(operation.recall("parcel_id"))
    if parcel.left_at is not None:
        raise Refused("The parcel has left.")
    if parcel.is_open:
        raise Refused("The parcel is open already.")
    _open(parcel)


@verb(undoable())
def open_again(parcel_id: int, *, by: By) -> None:
    """Cut a sealed parcel open: something has to change in it."""
    del by
    parcel = lock_parcel(parcel_id)
    if parcel.is_open or parcel.left_at is not None:
        raise Refused("Only a sealed parcel that is still here can be opened.")
    remember(
        parcel_id=parcel.id,
        sealed_at=str(parcel.sealed_at),
        packaging_id=parcel.packaging_id,
        weight_g=parcel.weight_g,
    )
    _open(parcel)
    record(ParcelOpenedAgain(parcel.order_id, parcel.id), about=f"order:{parcel.order_id}")


@open_again.undo
def _seal_again(operation: Operation) -> None:
    parcel = lock_parcel(operation.recall("parcel_id"))
    if not parcel.is_open or not any(item.quantity for item in parcel.items):
        raise Refused("The parcel has changed since.")
    parcel.sealed_at, parcel.sealed_by = current_operation().at, current_operation().by.actor
    parcel.packaging_id, parcel.weight_g = operation.recall("packaging_id"), operation.recall("weight_g")
    count_sealed(parcel.order_id, _contents(parcel))


def lock_parcel(parcel_id: int) -> Parcel:
    """The parcel with its items, its order locked before it. Raises Missing."""
    order_id = db.session.scalar(select(Parcel.order_id).where(Parcel.id == parcel_id))
    if order_id is None:
        raise Missing("There is no such parcel.")
    lock_order(order_id)
    query = (
        select(Parcel)
        .where(Parcel.id == parcel_id)
        .options(selectinload(Parcel.items), selectinload(Parcel.place), selectinload(Parcel.order))
        .with_for_update(of=Parcel)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query).one()


def to_pack(part: LinePart) -> int:
    """How many of a part wait in a tote for a parcel."""
    return part.demand.picked - part.packed


def _recognise(code: str) -> tuple[Sku, int]:
    barcode = db.session.scalar(select(Barcode).where(Barcode.code == code))
    sku = (
        db.session.get(Sku, barcode.sku_id)
        if barcode
        else db.session.scalar(select(Sku).where(Sku.code == code))
    )
    if sku is None:
        raise WrongItem("Nobody knows this code.", code)
    return sku, barcode.quantity if barcode else 1


def _part_to_pack(order_id: int, sku: Sku, wanted: int) -> LinePart:
    parts = [part for part in parts_of(order_id) if part.sku_id == sku.id]
    if not parts:
        raise WrongItem("This does not belong to this order.", sku.full_name)
    for part in parts:
        if to_pack(part) >= wanted:
            return part
    left = max(to_pack(part) for part in parts)
    raise WrongItem(
        "All of these are packed already." if not left else f"Only {left} of these are to be packed.",
        sku.full_name,
    )


def _totes(demand_id: int, sku_id: int, quantity: int) -> list[tuple[Place, int]]:
    """The totes that hold what was picked for this demand, and how many to take out of each."""
    mine = select(PickTask.tote_id).where(PickTask.demand_id == demand_id, PickTask.picked > 0)
    query = (
        select(Place, Balance.quantity)
        .join(Balance, Balance.place_id == Place.id)
        .where(Place.id.in_(mine), Balance.sku_id == sku_id, Balance.quantity > 0)
        .order_by(Place.id)
    )
    found, left = [], quantity
    for tote, held in db.session.execute(query).all():
        some = min(left, held)
        if some:
            found.append((tote, some))
            left -= some
    return found


def _item(parcel: Parcel, part: LinePart) -> ParcelItem:
    for item in parcel.items:
        if item.part_id == part.id:
            return item
    item = ParcelItem(parcel_id=parcel.id, part_id=part.id, quantity=0)
    parcel.items.append(item)
    return item


def _contents(parcel: Parcel) -> dict[int, int]:
    return {item.part_id: item.quantity for item in parcel.items if item.quantity}


def _open(parcel: Parcel) -> None:
    parcel.sealed_at = parcel.sealed_by = None
    count_sealed(parcel.order_id, {part: -quantity for part, quantity in _contents(parcel).items()})
    touch(f"order:{parcel.order_id}")
