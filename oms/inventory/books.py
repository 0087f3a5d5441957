"""What the books say of the items and bins that a file names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select, tuple_

from oms.catalog.goods import Goods
from oms.catalog.models import Sku
from oms.catalog.planning import in_chunks
from oms.core.db import db
from oms.floorplan.finding import KEPT_IN
from oms.floorplan.models import Place
from oms.inventory.models import Balance


@dataclass(slots=True)
class Books:
    """What is known of the SKUs and bins of a file, and how many lie where."""

    skus: dict[str, Sku]
    places: dict[str, Place]
    held: dict[tuple[int, int], int]

    @classmethod
    def of(cls, goods: Sequence[Goods], bin_: str) -> Books:
        stocked = [one for one in goods if one.quantity is not None]
        skus, places = (
            _skus(one.sku for one in stocked),
            _places({bin_, *(one.bin for one in stocked)} - {""}),
        )
        pairs = [(places.get((one.bin or bin_).lower()), skus.get(one.sku)) for one in stocked]
        return cls(skus, places, _held([(p.id, s.id) for p, s in pairs if p and s]))


def _skus(codes: Iterable[str]) -> dict[str, Sku]:
    found: dict[str, Sku] = {}
    for chunk in in_chunks(sorted(set(codes))):
        found |= {sku.code: sku for sku in db.session.scalars(select(Sku).where(Sku.code.in_(chunk)))}
    return found


def _places(codes: Iterable[str]) -> dict[str, Place]:
    """Bins, docks and quarantine shelves by code or barcode, in lower case; the first where two are called so."""
    found: dict[str, Place] = {}
    for chunk in in_chunks(sorted(set(codes))):
        lowered = [code.lower() for code in chunk]
        named = or_(func.lower(Place.code).in_(lowered), Place.barcode.in_(chunk))
        for place in db.session.scalars(
            select(Place).where(Place.kind.in_(KEPT_IN), named).order_by(Place.id)
        ):
            found.setdefault(place.code.lower(), place)
            if place.barcode:
                found.setdefault(place.barcode.lower(), place)
    return found


def _held(pairs: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for chunk in in_chunks(pairs):
        query = select(Balance.place_id, Balance.sku_id, func.sum(Balance.quantity))
        query = query.where(tuple_(Balance.place_id, Balance.sku_id).in_(chunk))
        rows = db.session.execute(query.group_by(Balance.place_id, Balance.sku_id))
        found |= {(place_id, sku_id): int(n) for place_id, sku_id, n in rows}
    return found
