"""What has to hold between parcels, what orders say of them, and the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select

from oms.core.db import db
from oms.inventory.models import Balance
from oms.inventory.proving import Mismatch, check, count_of
from oms.orders.models import LinePart, OrderLine
from oms.packing.models import Parcel, ParcelItem


@check("What orders call packed, sealed and shipped is in their parcels", count_of(ParcelItem))
def _counted() -> Iterator[Mismatch]:
    inside = (
        select(
            ParcelItem.part_id,
            func.sum(ParcelItem.quantity).label("packed"),
            func.sum(ParcelItem.quantity).filter(Parcel.sealed_at.is_not(None)).label("sealed"),
            func.sum(ParcelItem.quantity).filter(Parcel.left_at.is_not(None)).label("shipped"),
        )
        .join(ParcelItem.parcel)
        .group_by(ParcelItem.part_id)
        .subquery()
    )
    for name in ("packed", "sealed", "shipped"):
        kept, added = getattr(LinePart, name), func.coalesce(inside.c[name], 0)
        query = (
            select(OrderLine.order_id, LinePart.id, kept, added)
            .join(LinePart.line)
            .outerjoin(inside, inside.c.part_id == LinePart.id)
            .where(kept != added)
        )
        for order_id, part_id, is_kept, in_parcels in db.session.execute(query):
            what = f"{name} of part {part_id} of order {order_id}"
            yield Mismatch(name, what, is_kept, int(in_parcels), f"/orders/{order_id}")


@check("Every parcel holds what was put into it", count_of(Parcel))
def _held() -> Iterator[Mismatch]:
    put_in = (
        select(Parcel.place_id, LinePart.sku_id, func.sum(ParcelItem.quantity).label("n"))
        .join(Parcel.items)
        .join(ParcelItem.part)
        .where(Parcel.left_at.is_(None))
        .group_by(Parcel.place_id, LinePart.sku_id)
        .subquery()
    )
    held = (
        select(Balance.place_id, Balance.sku_id, func.sum(Balance.quantity).label("n"))
        .join(Parcel, Parcel.place_id == Balance.place_id)
        .group_by(Balance.place_id, Balance.sku_id)
        .having(func.sum(Balance.quantity) != 0)
        .subquery()
    )
    same = (put_in.c.place_id == held.c.place_id) & (put_in.c.sku_id == held.c.sku_id)
    lost = select(put_in.c.place_id, put_in.c.sku_id, put_in.c.n, func.coalesce(held.c.n, 0)).outerjoin(
        held, same
    )
    extra = select(held.c.place_id, held.c.sku_id, func.coalesce(put_in.c.n, 0), held.c.n).outerjoin(
        put_in, same
    )
    queries = (
        lost.where(put_in.c.n != func.coalesce(held.c.n, 0)),
        extra.where(put_in.c.place_id.is_(None)),
    )
    for query in queries:
        for place_id, sku_id, kept, added in db.session.execute(query):
            where = f"/stock/{sku_id}/moves?place={place_id}"
            yield Mismatch("parcel", f"SKU {sku_id} in parcel place {place_id}", int(kept), int(added), where)
