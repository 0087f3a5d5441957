"""What stands on the papers of an order, a parcel, a SKU or a bin. Reads everything below, writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload, selectinload

from oms.catalog.models import Picture, Sku
from oms.channels.queries import cancelled_there
from oms.core.db import db
from oms.core.errors import Missing, Refused
from oms.documents.sheets import Address, AddressLabel, BinLabel, ProductLabel, Shop, SlipLine, SlipSheet
from oms.floorplan.models import Place
from oms.inventory.models import Balance
from oms.orders.addresses import address_block, country_name
from oms.orders.models import Contact, LinePart, Order
from oms.orders.queries import order_for_page
from oms.packing.models import Parcel, ParcelItem
from oms.picking.models import PickTask
from oms.picking.routing import Stop, walk
from oms.shipping.models import Shipment
from oms.shop.models import Shop as ShopRow
from oms.shop.models import the_shop


def slip_of_order(order_id: int) -> SlipSheet:
    """The slip for all that is still to be packed of an order, or was ordered."""
    order = order_for_page(order_id)
    parts = [part for line in order.lines for part in line.parts]
    pieces = {part.id: part.demand.wanted for part in parts if part.demand.wanted}
    return _slip(order, parts, pieces, 1, 1)


def slip_of_parcel(parcel_id: int) -> SlipSheet:
    """The slip that goes into one parcel. Raises Missing, or Refused for an empty one."""
    parcel, parcels = _parcel(parcel_id), _parcels_of(parcel_id)
    pieces = {item.part_id: item.quantity for item in parcel.items if item.quantity}
    if not pieces:
        raise Refused("The parcel is empty; there is nothing to print.")
    order = order_for_page(parcel.order_id)
    parts = [part for line in order.lines for part in line.parts]
    return _slip(order, parts, pieces, parcels.index(parcel_id) + 1, len(parcels))


def label_of_parcel(parcel_id: int) -> AddressLabel:
    parcel, parcels, shop = _parcel(parcel_id), _parcels_of(parcel_id), the_shop()
    shipment = db.session.get(Shipment, parcel_id)
    order = order_for_page(parcel.order_id)
    is_cancelled = order.cancelled_at is not None or cancelled_there(order.id)
    if is_cancelled and parcel.left_at is None:
        raise Refused(f"{order.number} was cancelled. Nothing of it may leave, so there is no label for it.")
    return AddressLabel(
        sender=_sender(shop),
        recipient=_address(order.ship_to, shop.country),
        parcel_code=parcel.code,
        order_number=order.number,
        carrier=shipment.carrier_name if shipment else "",
        service=order.service or "",
        tracking=(shipment.tracking_number if shipment else None) or "",
        parcel=parcels.index(parcel_id) + 1,
        parcels=len(parcels),
        dpi=shop.printer_dpi,
    )


def product_label(sku_id: int) -> ProductLabel:
    sku = db.session.get(Sku, sku_id, options=[selectinload(Sku.barcodes)])
    if sku is None:
        raise Missing("There is no such item.")
    code = next((barcode.code for barcode in sku.barcodes if barcode.quantity == 1), sku.code)
    return ProductLabel(
        name=sku.name, variant=sku.variant, sku=sku.code, barcode=code, dpi=the_shop().printer_dpi
    )


def bin_labels(place_ids: Iterable[int]) -> list[BinLabel]:
    """Labels in walking order."""
    query = (
        select(Place)
        .where(Place.id.in_(list(place_ids)), Place.kind == "bin")
        .options(joinedload(Place.site))
        .order_by(Place.sort_key)
    )
    dpi = the_shop().printer_dpi
    found = [
        BinLabel(code=p.code, barcode=p.barcode or p.code, place=p.site.name if p.site else "", dpi=dpi)
        for p in db.session.scalars(query)
    ]
    if not found:
        raise Missing("Choose at least one bin.")
    return found


def _slip(order: Order, parts: Sequence[LinePart], pieces: dict[int, int], number: int, of: int) -> SlipSheet:
    shop, inside = the_shop(), [part for part in parts if part.id in pieces]
    others = {part.id: part.demand.wanted - pieces.get(part.id, 0) for part in parts}
    return SlipSheet(
        shop=_shop(shop),
        order_number=order.number,
        placed_on=order.placed_at.astimezone(ZoneInfo(shop.zone)).date(),
        ship_to=_address(order.ship_to, shop.country),
        lines=_lines(inside, pieces),
        elsewhere=_lines([part for part in parts if others[part.id] > 0], others),
        service=order.service or "",
        note=order.note or "",
        greeting=shop.thanks,
        returns=shop.returns,
        parcel=number,
        parcels=of,
        size="Letter" if shop.paper == "Letter" else "A4",
    )


def _lines(parts: Sequence[LinePart], pieces: dict[int, int]) -> tuple[SlipLine, ...]:
    """In walking order; what lies nowhere comes last."""
    bins, pictures = _bins(parts), _pictures(parts)
    stops = {place.id: Stop(place.id, place.x, place.y, place.sort_key) for place in bins.values()}
    way = {place_id: step for step, place_id in enumerate(walk(list(stops.values())))}
    steps = {part.id: way[bins[part.id].id] if part.id in bins else len(way) for part in parts}
    return tuple(
        SlipLine(
            name=part.sku.name,
            variant=part.sku.variant,
            sku=part.sku.code,
            quantity=pieces[part.id],
            bin=bins[part.id].code if part.id in bins else "",
            picture=pictures.get(part.sku_id),
        )
        for part in sorted(parts, key=lambda part: steps[part.id])
    )


def _parcel(parcel_id: int) -> Parcel:
    parcel = db.session.get(
        Parcel, parcel_id, options=[selectinload(Parcel.items).joinedload(ParcelItem.part)]
    )
    if parcel is None:
        raise Missing("There is no such parcel.")
    return parcel


def _parcels_of(parcel_id: int) -> list[int]:
    """The order's parcels with something in them, and this one."""
    order_id = select(Parcel.order_id).where(Parcel.id == parcel_id).scalar_subquery()
    filled = exists().where(ParcelItem.parcel_id == Parcel.id, ParcelItem.quantity > 0)
    query = select(Parcel.id).where(Parcel.order_id == order_id, filled | (Parcel.id == parcel_id))
    return list(db.session.scalars(query.order_by(Parcel.id)))


def _bins(parts: Sequence[LinePart]) -> dict[int, Place]:
    """Of each part the bin that it was or is picked from, else the first that has it."""
    stocked = (
        select(Balance.sku_id, Place)
        .join(Place, Place.id == Balance.place_id)
        .where(Balance.sku_id.in_([part.sku_id for part in parts]), Place.sellable, Balance.quantity > 0)
        .order_by(Place.sort_key.desc())
    )
    chosen = (
        select(PickTask.demand_id, Place)
        .join(Place, Place.id == PickTask.place_id)
        .where(PickTask.demand_id.in_([part.demand_id for part in parts]))
        .where(PickTask.short + PickTask.dropped < PickTask.quantity)
        .order_by(PickTask.id.desc())
    )
    by_sku = {sku_id: place for sku_id, place in db.session.execute(stocked)}
    by_demand = {demand_id: place for demand_id, place in db.session.execute(chosen)}
    found = {part.id: by_demand.get(part.demand_id) or by_sku.get(part.sku_id) for part in parts}
    return {part_id: place for part_id, place in found.items() if place is not None}


def _pictures(parts: Sequence[LinePart]) -> dict[int, bytes]:
    query = select(Picture.sku_id, Picture.content).where(Picture.sku_id.in_([part.sku_id for part in parts]))
    return {sku_id: content for sku_id, content in db.session.execute(query)}


def _address(contact: Contact, home: str) -> Address:
    """The name comes first, also where its country writes it last. The country stands apart, in capitals as
    posts want it, and not on what stays in it.
    """
    code = (contact.country or "").upper()
    rows = address_block(contact, code)
    country = country_name(code).upper() if code and code != home else ""
    said = " ".join((contact.name or contact.company or "").split())
    name = said if said in rows else next(iter(rows), "")
    lines = tuple(row for row in rows if row != name)
    return Address(name=name, lines=lines, postcode=contact.postcode or "", country=country)


def _shop(shop: ShopRow) -> Shop:
    return Shop(name=shop.name, lines=_shop_lines(shop), contact=shop.email)


def _sender(shop: ShopRow) -> Address:
    return Address(
        name=shop.name, lines=_shop_lines(shop), postcode=shop.postcode, country=country_name(shop.country)
    )


def _shop_lines(shop: ShopRow) -> tuple[str, ...]:
    town = " ".join(filter(None, [shop.postcode, shop.city]))
    return tuple(filter(None, [shop.line1, shop.line2, town]))
