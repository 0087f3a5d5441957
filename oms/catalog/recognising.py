"""What a scanned or typed code names."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from oms.catalog.check_digits import same_goods
from oms.catalog.models import Barcode, Sku
from oms.core.db import db


@dataclass(frozen=True, slots=True)
class Recognised:
    """A SKU, and how many of it the code stands for: a pack's barcode counts for several."""

    sku: Sku
    quantity: int


def recognise_item(code: str) -> Recognised | None:
    """The SKU that a barcode, or a typed SKU, names; None where nobody knows it."""
    found = db.session.execute(
        select(Sku, Barcode.quantity)
        .join(Barcode, Barcode.sku_id == Sku.id)
        .where(Barcode.code.in_(same_goods(code)))
        .order_by(Barcode.code != code)
    ).first()
    if found is not None:
        return Recognised(found[0], found[1])
    sku = db.session.scalar(select(Sku).where(Sku.code == code))
    return Recognised(sku, 1) if sku is not None else None
