"""Reads for screens: the boxes and mailers, and which one to offer first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select

from oms.catalog.models import Sku
from oms.core.db import db
from oms.core.errors import Missing
from oms.orders.models import LinePart
from oms.packing.boxing import Advice, Packed, suggest_box
from oms.packing.models import Packaging, Parcel, ParcelItem

REMEMBERED = 200


def boxes_offered() -> Sequence[Packaging]:
    """What the bench may choose from."""
    return db.session.scalars(
        select(Packaging).where(Packaging.retired_at.is_(None)).order_by(Packaging.name)
    ).all()


def all_boxes() -> Sequence[Packaging]:
    """Those in use first."""
    query = select(Packaging).order_by(Packaging.retired_at.is_not(None), Packaging.name)
    return db.session.scalars(query).all()


def find_box(packaging_id: int) -> Packaging:
    """Raises Missing."""
    box = db.session.get(Packaging, packaging_id)
    if box is None:
        raise Missing("There is no such box.")
    return box


def advice_for(contents: Mapping[Sku, int]) -> Advice | None:
    """The box to offer first for these items, from what was sealed lately."""
    return suggest_box({sku.id: quantity for sku, quantity in contents.items()}, _packed_lately())


def _packed_lately() -> list[Packed]:
    sealed = (
        select(Parcel.id, Parcel.packaging_id)
        .join(Parcel.packaging)
        .where(Parcel.sealed_at.is_not(None), Packaging.retired_at.is_(None))
        .order_by(Parcel.id.desc())
        .limit(REMEMBERED)
        .subquery()
    )
    query = (
        select(sealed.c.id, sealed.c.packaging_id, LinePart.sku_id, ParcelItem.quantity)
        .join(ParcelItem, ParcelItem.parcel_id == sealed.c.id)
        .join(ParcelItem.part)
        .where(ParcelItem.quantity > 0)
        .order_by(sealed.c.id.desc())
    )
    packed: dict[tuple[int, int], dict[int, int]] = {}
    for parcel_id, packaging_id, sku_id, quantity in db.session.execute(query):
        contents = packed.setdefault((parcel_id, packaging_id), defaultdict(int))
        contents[sku_id] += quantity
    return [Packed(packaging_id, contents) for (_, packaging_id), contents in packed.items()]
