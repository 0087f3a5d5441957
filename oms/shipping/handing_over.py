"""Hand-over: parcels are scanned onto a manifest; closing it sends them on their way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from oms.core.db import db
from oms.core.errors import Missing, Refused, WrongInput
from oms.core.events import record
from oms.core.numbering import next_number
from oms.core.operations import (
    By,
    Operation,
    current_operation,
    locked_between,
    remember,
    undoable,
    verb,
)
from oms.floorplan.service import outside_place
from oms.inventory.ledger import move_stock, reverse_moves
from oms.inventory.models import Demand
from oms.inventory.stock import lock_demands
from oms.orders.finding import lock_orders
from oms.orders.holding import refuse_held
from oms.orders.models import LinePart
from oms.orders.progress import count_shipped
from oms.packing.filling import lock_parcel
from oms.packing.models import Parcel
from oms.shipping.carriers.names import carrier_code
from oms.shipping.facts import ParcelsHandedOver
from oms.shipping.models import Manifest, Shipment
from oms.shipping.tracking import shipment_of


@verb(undoable())
def open_manifest(site_id: int, carrier: str, *, by: By) -> int:
    """A list for one carrier's pick-up. The answer is its id."""
    if not carrier.strip():
        raise WrongInput("Say which carrier comes.")
    manifest = Manifest(
        number=f"M{next_number('manifest'):05d}",
        site_id=site_id,
        carrier=carrier.strip(),
        opened_at=current_operation().at,
        opened_by=by.actor,
    )
    db.session.add(manifest)
    db.session.flush()
    remember(manifest_id=manifest.id)
    return manifest.id


@open_manifest.undo
def _remove_manifest(operation: Operation) -> None:
    manifest = lock_manifest(operation.recall("manifest_id"))
    if manifest.shipments:
        raise Refused("There are parcels on it already.")
    db.session.delete(manifest)


@verb(undoable())
def add_to_manifest(manifest_id: int, code: str, *, by: By) -> int:
    """Scan a sealed parcel, by its own code or its tracking number, onto an open list; its id."""
    del by
    parcel = lock_parcel(parcel_of_code(code))
    manifest = lock_manifest(manifest_id)
    _refuse_closed(manifest)
    if parcel.is_open:
        raise Refused(f"Parcel {parcel.code} is not sealed yet.")
    shipment = shipment_of(parcel)
    if shipment.handed_over_at is not None:
        raise Refused(f"Parcel {parcel.code} has left already.")
    refuse_held(parcel.order, "Keep the parcel here until that is solved.")
    if shipment.manifest_id is not None:
        where = "this list" if shipment.manifest_id == manifest.id else "another list"
        raise Refused(f"Parcel {parcel.code} is on {where} already.")
    shipment.manifest_id, shipment.scanned_at = manifest.id, current_operation().at
    remember(parcel_id=parcel.id)
    return parcel.id


@add_to_manifest.undo
def _take_off(operation: Operation) -> None:
    shipment = shipment_of(lock_parcel(operation.recall("parcel_id")))
    if shipment.handed_over_at is not None:
        raise Refused("The parcel has left already.")
    shipment.manifest_id = shipment.scanned_at = None


@verb(undoable())
def take_off_manifest(parcel_id: int, *, by: By) -> None:
    """The parcel stays here after all."""
    del by
    shipment = shipment_of(lock_parcel(parcel_id))
    if shipment.manifest_id is None or shipment.handed_over_at is not None:
        raise Refused("The parcel is on no open list.")
    remember(parcel_id=parcel_id, manifest_id=shipment.manifest_id)
    shipment.manifest_id = shipment.scanned_at = None


@take_off_manifest.undo
def _put_on_again(operation: Operation) -> None:
    add_to_manifest(
        operation.recall("manifest_id"),
        lock_parcel(operation.recall("parcel_id")).code,
        by=current_operation().by,
    )


@verb(undoable())
def hand_over(manifest_id: int, *, by: By) -> int:
    """The carrier takes every parcel of the list along; how many. The customers hear of it once the
    time to undo is over.
    """
    lock_orders(_orders_on(manifest_id))
    manifest = lock_manifest(manifest_id)
    _refuse_closed(manifest)
    parcel_ids = sorted(shipment.parcel_id for shipment in manifest.shipments)
    if not parcel_ids:
        raise Refused("No parcel is on the list. Scan one first.")
    parcels = _lock_parcels(parcel_ids)
    for parcel in parcels:
        _refuse_unready(parcel, manifest)
    by_order: dict[int, list[Parcel]] = defaultdict(list)
    for parcel in parcels:
        by_order[parcel.order_id].append(parcel)
    lock_demands(_demands_of(parcels).values())
    unknown = [parcel.id for parcel in parcels if shipment_of(parcel).carrier is None]
    for order_id, its_parcels in sorted(by_order.items()):
        _send(order_id, its_parcels, manifest)
    manifest.closed_at, manifest.closed_by = current_operation().at, by.actor
    remember(manifest_id=manifest.id, carrier_was_unknown=unknown)
    return len(parcels)


@hand_over.undo
def _back_from_carrier(operation: Operation) -> None:
    lock_orders(_orders_on(operation.recall("manifest_id")))
    manifest = lock_manifest(operation.recall("manifest_id"))
    parcels = _lock_parcels(sorted(shipment.parcel_id for shipment in manifest.shipments))
    lock_demands(_demands_of(parcels).values())
    reverse_moves(operation.id)
    for parcel in parcels:
        shipment = shipment_of(parcel)
        if shipment.delivered_at is not None:
            raise Refused(f"Parcel {parcel.code} was delivered already.")
        shipment.handed_over_at = parcel.left_at = None
        if parcel.id in operation.recall("carrier_was_unknown"):
            shipment.carrier = None
        count_shipped(
            parcel.order_id, {item.part_id: -item.quantity for item in parcel.items if item.quantity}
        )
    manifest.closed_at = manifest.closed_by = None


def lock_manifest(manifest_id: int) -> Manifest:
    """The list with its parcels. Who needs their orders too locks those before it. Raises Missing."""
    locked_between()
    query = (
        select(Manifest)
        .where(Manifest.id == manifest_id)
        .options(selectinload(Manifest.shipments))
        .with_for_update(of=Manifest)
        .execution_options(populate_existing=True)
    )
    manifest = db.session.scalar(query)
    if manifest is None:
        raise Missing("There is no such list.")
    return manifest


def _orders_on(manifest_id: int) -> Sequence[int]:
    query = select(Parcel.order_id).join(Shipment, Shipment.parcel_id == Parcel.id)
    return db.session.scalars(query.where(Shipment.manifest_id == manifest_id)).all()


def parcel_of_code(code: str) -> int:
    """The parcel that carries this code or tracking number. Raises Missing."""
    compact = "".join(code.split()).upper()
    query = (
        select(Parcel.id)
        .outerjoin(Shipment, Shipment.parcel_id == Parcel.id)
        .where(or_(Parcel.code == compact, Shipment.tracking_number == compact))
        .order_by(Parcel.left_at.is_not(None), Parcel.id.desc())
    )
    found = db.session.scalar(query.limit(1))
    if found is None:
        raise Missing(f"No parcel has the code {code}.")
    return found


def _lock_parcels(parcel_ids: list[int]) -> list[Parcel]:
    query = select(Parcel.order_id).where(Parcel.id.in_(parcel_ids))
    lock_orders(db.session.scalars(query))
    return [lock_parcel(parcel_id) for parcel_id in parcel_ids]


def _refuse_unready(parcel: Parcel, manifest: Manifest) -> None:
    if shipment_of(parcel).manifest_id != manifest.id:
        raise Refused(f"Parcel {parcel.code} was taken off the list just now. Look at the list again.")
    if parcel.is_open:
        raise Refused(f"Parcel {parcel.code} was opened again. Take it off the list or seal it.")
    if parcel.order.cancelled_at is not None:
        raise Refused(f"The order of parcel {parcel.code} was cancelled. Take it off the list.")
    refuse_held(parcel.order, f"Take parcel {parcel.code} off the list until that is solved.")


def _demands_of(parcels: list[Parcel]) -> dict[int, int]:
    """The demand of each part that lies in the parcels."""
    parts = [item.part_id for parcel in parcels for item in parcel.items]
    query = select(LinePart.id, LinePart.demand_id).where(LinePart.id.in_(parts))
    return {part_id: demand_id for part_id, demand_id in db.session.execute(query)}


def _send(order_id: int, parcels: list[Parcel], manifest: Manifest) -> None:
    demands, customer = _demands_of(parcels), outside_place("customer")
    gone: dict[int, int] = defaultdict(int)
    for parcel in parcels:
        for item in (item for item in parcel.items if item.quantity):
            demand = db.session.get_one(Demand, demands[item.part_id])
            move_stock(demand.sku_id, item.quantity, parcel.place, customer, "hand over", demand=demand)
            gone[item.part_id] += item.quantity
        shipment = shipment_of(parcel)
        shipment.carrier = shipment.carrier or carrier_code(manifest.carrier)
        shipment.handed_over_at = parcel.left_at = current_operation().at
    count_shipped(order_id, gone)
    fact = ParcelsHandedOver(order_id, manifest.id, [parcel.id for parcel in parcels])
    record(fact, about=f"order:{order_id}")


def _refuse_closed(manifest: Manifest) -> None:
    if manifest.closed_at is not None:
        raise Refused("This list was handed over already.")
