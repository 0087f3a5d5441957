"""What a packer does: scan one item after the other. The first scan opens a parcel by itself."""

from __future__ import annotations

from sqlalchemy import and_, or_, select, true

from oms.catalog.models import Sku
from oms.core.db import db
from oms.core.errors import Missing, Refused, WrongInput
from oms.core.operations import By, Operation, remember, undoable, verb
from oms.floorplan.models import Place
from oms.inventory.models import Demand
from oms.orders.finding import lock_order
from oms.orders.models import LinePart, Order
from oms.orders.progress import order_id_of
from oms.packing.filling import (
    CLOSED,
    WrongItem,
    fill,
    lock_parcel,
    open_parcel,
    open_parcels,
    put_in_parcel,
    refuse_cancelled,
    remove_empty,
    reverse_filling,
)
from oms.packing.models import Parcel
from oms.picking.models import PickTask
from oms.shop.models import the_shop


@verb(undoable())
def pack_item(order_id: int, code: str, parcel_id: int | None = None, *, by: By) -> int:
    """One scan: the item goes into the parcel that is named, else into the one that was opened last.

    The answer is how many went in; the order's own tote is no mistake, and nothing goes in. Raises WrongItem.
    """
    order, code = lock_order(order_id), code.strip()
    if not code:
        raise WrongInput("Scan an item.")
    refuse_cancelled(order)
    if _is_tote_of(order, code):
        return 0
    return put_in_parcel(_parcel_for(order, parcel_id, by), code, by=by)


@verb(undoable())
def pack_count(order_id: int, sku_id: int, quantity: int, parcel_id: int | None = None, *, by: By) -> int:
    """So many at once: of goods without a barcode, or, where the shop counts, after one of them was scanned."""
    order = lock_order(order_id)
    refuse_cancelled(order)
    parcel = lock_parcel(_parcel_for(order, parcel_id, by))
    sku = db.session.get(Sku, sku_id)
    if sku is None:
        raise Missing("There is no such item.")
    if sku.scannable and the_shop().scan_each:
        raise Refused("Scan each of these.")
    if sku.scannable and sku.id not in _skus_in(parcel):
        raise Refused("Scan one of these first.")
    return fill(parcel, sku, quantity, scanned=sku.full_name)


@pack_item.undo
@pack_count.undo
def _unpack(operation: Operation) -> None:
    """A parcel that was opened by this scan goes with it, unless others know it already."""
    if not operation.memory:
        return
    reverse_filling(operation)
    parcel = lock_parcel(operation.recall("parcel_id"))
    if operation.memory.get("opened") and parcel.is_empty:
        try:
            remove_empty(parcel)
        except Refused:
            return


def tote_called(code: str, site_id: int | None = None) -> Place | None:
    """The tote with this barcode or number, at that site or, by its number, where it was in use last."""
    here = true() if site_id is None else Place.site_id == site_id
    named = or_(Place.barcode == code.upper(), and_(Place.code == code.upper(), here))
    query = select(Place).where(Place.kind == "tote", named)
    return db.session.scalar(query.order_by(Place.id.desc()).limit(1))


def orders_in(tote_id: int) -> list[int]:
    """The orders that were picked into a tote."""
    query = select(Demand.owner).join(PickTask, PickTask.demand_id == Demand.id)
    owners = db.session.scalars(query.where(PickTask.tote_id == tote_id).distinct())
    return sorted(order_id_of(owner) for owner in owners)


def _is_tote_of(order: Order, code: str) -> bool:
    """Raises WrongItem for the tote of another order, before anybody packs out of it."""
    tote = tote_called(code, order.site_id)
    if tote is None:
        return False
    if order.id not in orders_in(tote.id):
        raise WrongItem(f"This tote is not for {order.number}.", f"Tote {tote.code}")
    return True


def _parcel_for(order: Order, parcel_id: int | None, by: By) -> int:
    """The id of the open parcel that is meant; without any, a new one."""
    found = open_parcels(order.id)
    if parcel_id is not None and parcel_id not in {parcel.id for parcel in found}:
        raise Refused(CLOSED)
    if parcel_id is None and not found:
        remember(opened=True)
        return open_parcel(order.id, by=by)
    return parcel_id or found[-1].id


def _skus_in(parcel: Parcel) -> set[int]:
    parts = [item.part_id for item in parcel.items if item.quantity]
    return set(db.session.scalars(select(LinePart.sku_id).where(LinePart.id.in_(parts))))
