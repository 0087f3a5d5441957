"""Reads for screens: the plan of a site, and its bins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select

from oms.core.db import db
from oms.core.errors import Missing
from oms.floorplan.laying_out import BinDraft
from oms.floorplan.models import Place, Site, natural_key

BAY, MARGIN, SIGN = 90, 80, 90
PAGE = 100

Points = dict[tuple[int, int], list[tuple[int, str]]]


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


@dataclass(frozen=True, slots=True)
class BinPage:
    """`after` is where the next page begins, or None at the end; `total` is how many match in all."""

    bins: tuple[Place, ...]
    total: int
    after: str | None


def plan_of(site_id: int) -> Plan | None:
    """The bins that have a point on the plan; None where nothing was drawn."""
    query = (
        select(Place.id, Place.code, Place.x, Place.y)
        .where(Place.site_id == site_id, Place.kind == "bin", Place.x.is_not(None), Place.y.is_not(None))
        .order_by(Place.sort_key)
    )
    points: Points = defaultdict(list)
    for place_id, code, x, y in db.session.execute(query):
        points[int(x or 0), int(y or 0)].append((place_id, code))
    return _drawn(points) if points else None


def plan_of_drafts(drafts: Iterable[BinDraft]) -> Plan | None:
    """Shelving that is still to be, as it would stand."""
    points: Points = defaultdict(list)
    for draft in drafts:
        points[draft.x or 0, draft.y or 0].append((0, draft.code))
    return _drawn(points) if points else None


def _drawn(points: Points) -> Plan:
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


def bins_page(site_id: int, words: str = "", after: str = "") -> BinPage:
    """Bins in walking order of their codes, those whose code or barcode has the words in it."""
    mine = _bins_with(site_id, words)
    total = db.session.scalar(select(func.count()).where(*mine)) or 0
    query = select(Place).where(*mine, Place.sort_key > after).order_by(Place.sort_key).limit(PAGE + 1)
    found = db.session.scalars(query).all()
    return BinPage(tuple(found[:PAGE]), total, found[PAGE - 1].sort_key if len(found) > PAGE else None)


def bin_ids(site_id: int, words: str = "") -> Sequence[int]:
    """All of them, not a page."""
    return db.session.scalars(select(Place.id).where(*_bins_with(site_id, words))).all()


def _bins_with(site_id: int, words: str) -> list[ColumnElement[bool]]:
    mine = [Place.site_id == site_id, Place.kind == "bin"]
    if not words.strip():
        return mine
    texts = (Place.code, Place.barcode)
    return [*mine, or_(*(text.icontains(words.strip(), autoescape=True) for text in texts))]


def docks_of(site_id: int) -> Sequence[Place]:
    """The places beside the shelves: where goods arrive, and where nobody sells from."""
    query = select(Place).where(Place.site_id == site_id, Place.kind.in_(("dock", "quarantine")))
    return db.session.scalars(query.order_by(Place.sort_key)).all()


def site_for_page(site_id: int) -> Site:
    site = db.session.get(Site, site_id)
    if site is None:
        raise Missing("There is no such site.")
    return site


def bin_for_page(place_id: int) -> Place:
    found = db.session.get(Place, place_id)
    if found is None or found.kind != "bin":
        raise Missing("There is no such bin.")
    return found


def standing_aisles(site_id: int) -> dict[str, int]:
    """How far from the left each aisle stands that was drawn, by its name in small letters."""
    query = select(Place.code, Place.x).where(
        Place.site_id == site_id, Place.kind == "bin", Place.x.is_not(None)
    )
    lefts: dict[str, int] = {}
    for code, x in db.session.execute(query):
        name, left = code.partition("-")[0].casefold(), int(x or 0)
        lefts[name] = min(lefts.get(name, left), left)
    return lefts


def already_there(site_id: int, codes: Iterable[str]) -> list[str]:
    """Which of these codes the site has, however they are written there."""
    keys = [natural_key(code) for code in codes]
    query = select(Place.code).where(Place.site_id == site_id, Place.kind == "bin", Place.sort_key.in_(keys))
    return list(db.session.scalars(query.order_by(Place.sort_key)))
