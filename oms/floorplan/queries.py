"""Reads for screens: the plan of a site, and its bins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from oms.core.db import db
from oms.floorplan.models import Place

BAY, MARGIN, SIGN = 90, 80, 90
PAGE = 200


@dataclass(frozen=True, slots=True)
class Bay:
    """The bins above each other at one point of the plan, as it is drawn: the front is below."""

    x: int
    y: int
    place_ids: frozenset[int]
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A site seen from above, in centimetres."""

    width: int
    height: int
    bays: tuple[Bay, ...]
    aisles: tuple[tuple[str, int], ...]


def plan_of(site_id: int) -> Plan | None:
    """The bins that have a point on the plan; None where nothing was drawn."""
    query = (
        select(Place.id, Place.code, Place.x, Place.y)
        .where(Place.site_id == site_id, Place.kind == "bin", Place.x.is_not(None), Place.y.is_not(None))
        .order_by(Place.sort_key)
    )
    points: dict[tuple[int, int], list[tuple[int, str]]] = defaultdict(list)
    for place_id, code, x, y in db.session.execute(query):
        points[int(x or 0), int(y or 0)].append((place_id, code))
    return _drawn(points) if points else None


def _drawn(points: dict[tuple[int, int], list[tuple[int, str]]]) -> Plan:
    left, back = min(x for x, _ in points), max(y for _, y in points)
    bays = tuple(
        Bay(
            x - left + MARGIN,
            back - y + MARGIN + SIGN,
            frozenset(place_id for place_id, _ in bins),
            tuple(code for _, code in bins),
        )
        for (x, y), bins in points.items()
    )
    width = max(bay.x for bay in bays) + BAY + MARGIN
    height = max(bay.y for bay in bays) + BAY + MARGIN
    return Plan(width, height, bays, _aisles(bays))


def _aisles(bays: Sequence[Bay]) -> tuple[tuple[str, int], ...]:
    """Each aisle's name over the middle of it."""
    of_aisle: dict[str, list[int]] = defaultdict(list)
    for bay in bays:
        name, dash, _ = bay.codes[0].partition("-")
        if dash:
            of_aisle[name].append(bay.x)
    return tuple((name, (min(xs) + max(xs) + BAY) // 2) for name, xs in of_aisle.items())


def bins_of(site_id: int, words: str = "", after: str = "") -> Sequence[Place]:
    """Bins in walking order of their codes, a page from where `after` says."""
    query = select(Place).where(Place.site_id == site_id, Place.kind == "bin", Place.sort_key > after)
    if words.strip():
        query = query.where(Place.code.icontains(words.strip(), autoescape=True))
    return db.session.scalars(query.order_by(Place.sort_key).limit(PAGE + 1)).all()
