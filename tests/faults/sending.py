"""Acts at the packing bench and at the door."""

from __future__ import annotations

from sqlalchemy import func, select

from oms.catalog.models import Barcode, Sku
from oms.core import clock
from oms.core.db import db
from oms.orders.models import LinePart, Order, OrderLine
from oms.packing.filling import open_parcel, put_in_parcel, take_out
from oms.packing.models import Parcel, ParcelItem
from oms.packing.scanning import pack_item
from oms.packing.sealing import open_again, seal_parcel
from oms.shipping.delivering import mark_delivered
from oms.shipping.handing_over import add_to_manifest, hand_over, open_manifest, take_off_manifest
from oms.shipping.models import Manifest, Shipment
from oms.shipping.tracking import set_tracking
from tests.faults.acts import Call, Choices, act, call, some
from tests.shop import Shop


@act()
def new_box(shop: Shop, choose: Choices) -> Call | None:
    waiting = select(Order.id).where(Order.headline.in_(("to_pack", "picking"))).order_by(Order.id)
    found = some(waiting, choose)
    return found and call(open_parcel, found)


@act(5)
def pack(shop: Shop, choose: Choices) -> Call | None:
    """One scan at the bench, into the box that is open or a new one."""
    waiting = select(Order.id).where(Order.headline.in_(("to_pack", "picking"))).order_by(Order.id)
    found = some(waiting, choose)
    code = found and _code_of(found, choose)
    return code and call(pack_item, found, code)


@act(2)
def put_in(shop: Shop, choose: Choices) -> Call | None:
    parcel = some(select(Parcel).where(Parcel.sealed_at.is_(None)).order_by(Parcel.id), choose)
    code = parcel and _code_of(parcel.order_id, choose)
    return code and call(put_in_parcel, parcel.id, code, quantity=choose.one((None, None, 2)))


@act()
def out_again(shop: Shop, choose: Choices) -> Call | None:
    item = some(select(ParcelItem).order_by(ParcelItem.id), choose)
    if item is None:
        return None
    sku_id = db.session.scalar(select(LinePart.sku_id).where(LinePart.id == item.part_id))
    return call(take_out, item.parcel_id, sku_id, choose.number(1, max(1, item.quantity)))


def _code_of(order_id: int, choose: Choices) -> str | None:
    """What a scanner reads on some item of the order."""
    mine = select(LinePart.sku_id).join(LinePart.line).where(OrderLine.order_id == order_id)
    sku_id = some(mine.order_by(LinePart.id), choose)
    return sku_id and code_of_sku(sku_id)


def code_of_sku(sku_id: int) -> str:
    barcode = db.session.scalar(select(Barcode.code).where(Barcode.sku_id == sku_id))
    return str(barcode or db.session.scalar(select(Sku.code).where(Sku.id == sku_id)))


@act(4)
def seal(shop: Shop, choose: Choices) -> Call | None:
    filled = (
        select(ParcelItem.parcel_id).group_by(ParcelItem.parcel_id).having(func.sum(ParcelItem.quantity) > 0)
    )
    query = select(Parcel.id).where(Parcel.sealed_at.is_(None), Parcel.id.in_(filled)).order_by(Parcel.id)
    found = some(query, choose)
    return found and call(seal_parcel, found, None, choose.one((None, 300)))


@act()
def cut_open(shop: Shop, choose: Choices) -> Call | None:
    found = some(select(Parcel.id).order_by(Parcel.id), choose)
    return found and call(open_again, found)


@act()
def number_of_carrier(shop: Shop, choose: Choices) -> Call | None:
    found = some(select(Parcel.id).order_by(Parcel.id), choose)
    return found and call(set_tracking, found, f"1Z999AA1{choose.number(0, 99):010d}")


@act(4)
def onto_a_list(shop: Shop, choose: Choices) -> Call | None:
    open_list = some(select(Manifest.id).where(Manifest.closed_at.is_(None)).order_by(Manifest.id), choose)
    if open_list is None:
        return call(open_manifest, shop.site, "DHL")
    found = some(select(Parcel.code).where(Parcel.sealed_at.is_not(None)).order_by(Parcel.id), choose)
    return found and call(add_to_manifest, open_list, found)


@act()
def off_the_list(shop: Shop, choose: Choices) -> Call | None:
    on_one = select(Shipment.parcel_id).where(Shipment.manifest_id.is_not(None)).order_by(Shipment.parcel_id)
    found = some(on_one, choose)
    return found and call(take_off_manifest, found)


@act(3)
def carrier_comes(shop: Shop, choose: Choices) -> Call | None:
    found = some(select(Manifest.id).where(Manifest.closed_at.is_(None)).order_by(Manifest.id), choose)
    return found and call(hand_over, found)


@act()
def arrives(shop: Shop, choose: Choices) -> Call | None:
    gone = select(Shipment.parcel_id).where(Shipment.handed_over_at.is_not(None)).order_by(Shipment.parcel_id)
    found = some(gone, choose)
    return found and call(mark_delivered, found, clock.now())
