"""An order goes on by one step, as it would on a good day: so that many orders get as far as the customer."""

from __future__ import annotations

from sqlalchemy import select

from oms.inventory.models import Demand
from oms.orders.models import Order
from oms.orders.progress import parts_of
from oms.packing.filling import open_parcels, to_pack
from oms.packing.models import Parcel
from oms.packing.scanning import pack_item
from oms.packing.sealing import seal_parcel
from oms.picking.models import PickTask, Run
from oms.picking.running import start_run
from oms.shipping.handing_over import add_to_manifest, hand_over, open_manifest
from oms.shipping.models import Manifest, Shipment
from tests.faults.acts import Call, Choices, First, act, call, some
from tests.faults.sending import code_of_sku
from tests.faults.walking import right_scan_on
from tests.shop import Shop


@act(14)
def goes_on(shop: Shop, choose: Choices) -> Call | None:
    """One of the orders that were placed first."""
    waiting = ("ready", "picking", "to_pack", "packed")
    query = select(Order).where(Order.headline.in_(waiting)).order_by(Order.id).limit(2)
    order = some(query, choose)
    if order is None:
        return None
    return _walk(order.id, choose) or _pack(order.id) or _send(shop, order.id) or call(start_run, order.id)


def _walk(order_id: int, choose: Choices) -> Call | None:
    mine = select(PickTask.run_id).join(PickTask.demand).where(Demand.owner == f"order:{order_id}")
    run = some(select(Run).where(Run.finished_at.is_(None), Run.id.in_(mine)).order_by(Run.id), choose)
    return run and right_scan_on(run, choose)


def _pack(order_id: int) -> Call | None:
    for part in parts_of(order_id):
        if to_pack(part):
            return call(pack_item, order_id, code_of_sku(part.sku_id))
    filled = [parcel for parcel in open_parcels(order_id) if not parcel.is_empty]
    return call(seal_parcel, filled[0].id, None, 300) if filled else None


def _send(shop: Shop, order_id: int) -> Call | None:
    choose = First()
    here = (Parcel.order_id == order_id) & Parcel.sealed_at.is_not(None) & Parcel.left_at.is_(None)
    parcel = some(select(Parcel).where(here).order_by(Parcel.id), choose)
    if parcel is None:
        return None
    on = some(select(Shipment.manifest_id).where(Shipment.parcel_id == parcel.id), choose)
    if on:
        return call(hand_over, on)
    open_list = some(select(Manifest.id).where(Manifest.closed_at.is_(None)).order_by(Manifest.id), choose)
    return (
        call(add_to_manifest, open_list, parcel.code) if open_list else call(open_manifest, shop.site, "DHL")
    )
