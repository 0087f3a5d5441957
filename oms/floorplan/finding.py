"""Finding sites and places: the one that work happens in, and the bin that somebody typed or scanned."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from oms.core.db import db
from oms.core.errors import Missing, Refused, WrongInput
from oms.floorplan.models import Place, Site

KEPT_IN = ("bin", "dock", "quarantine")


def first_site() -> int:
    """The site that orders leave from. Refuses where there is none."""
    found = db.session.scalar(select(Site.id).order_by(Site.id))
    if found is None:
        raise Refused("Set up a site under Places first: orders have to leave from somewhere.")
    return found


def place_named(code: str) -> Place | None:
    """The bin, dock or quarantine shelf with this barcode or code, in whatever case it was typed."""
    code = code.strip()
    by_word = or_(Place.barcode == code, func.lower(Place.code) == code.lower())
    query = select(Place).where(Place.kind.in_(KEPT_IN), by_word).order_by(Place.barcode != code, Place.id)
    return db.session.scalar(query.limit(1)) if code else None


def need_place(code: str) -> Place:
    """Like place_named, and a sentence where there is none."""
    found = place_named(code)
    if found is None:
        raise WrongInput(f"There is no bin “{code.strip()}”." if code.strip() else "Say which bin.")
    return found


def place_for_page(place_id: int) -> Place:
    """A place where stock is kept. Raises Missing."""
    found = db.session.get(Place, place_id)
    if found is None or found.kind not in KEPT_IN:
        raise Missing("There is no such bin.")
    return found


def sites() -> Sequence[Site]:
    return db.session.scalars(select(Site).order_by(Site.id)).all()
