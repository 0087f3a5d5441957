"""Setting up sites and places."""

from __future__ import annotations

from sqlalchemy import select

from oms.core.db import db
from oms.core.errors import Missing, Refused
from oms.core.numbering import next_number
from oms.core.operations import By, Operation, remember, undoable, verb
from oms.floorplan.models import OUTSIDE, Place, Site, natural_key


@verb(undoable())
def add_site(name: str, *, by: By) -> int:
    """A building with a receiving dock and a quarantine shelf."""
    del by
    if db.session.scalar(select(Site.id).where(Site.name == name)):
        raise Refused(f"There is already a site called {name}.")
    site = Site(name=name)
    db.session.add(site)
    db.session.flush()
    for kind, code in (("dock", "Dock"), ("quarantine", "Quarantine")):
        _add(kind, site.id, code)
    remember(site_id=site.id)
    return site.id


@add_site.undo
def _remove_site(operation: Operation) -> None:
    site = db.session.get_one(Site, operation.recall("site_id"))
    for place in db.session.scalars(select(Place).where(Place.site_id == site.id)):
        db.session.delete(place)
    db.session.flush()
    db.session.delete(site)


@verb(undoable())
def add_bin(
    site_id: int, code: str, *, barcode: str | None = None, x: int | None = None, y: int | None = None, by: By
) -> int:
    """A bin whose stock may be sold. Its barcode is its code, unless another one is given."""
    del by
    code = code.strip()
    taken = select(Place.id).where(
        Place.site_id == site_id, Place.kind == "bin", Place.sort_key == natural_key(code)
    )
    if db.session.scalar(taken):
        raise Refused(f"There is already a bin {code}.")
    label = barcode or code
    if db.session.scalar(select(Place.id).where(Place.barcode == label)):
        raise Refused(f"The barcode {label} is already on another place.")
    place = _add("bin", site_id, code, barcode=label, x=x, y=y, sellable=True)
    remember(place_id=place.id)
    return place.id


@add_bin.undo
def _remove_bin(operation: Operation) -> None:
    db.session.delete(db.session.get_one(Place, operation.recall("place_id")))


def open_tote(site_id: int) -> Place:
    """A new numbered tote. Part of a verb."""
    code = f"T{next_number(f'tote:{site_id}')}"
    return _add("tote", site_id, code, barcode=f"TOTE-{site_id}-{code[1:]}")


def place_for_parcel(site_id: int, code: str) -> Place:
    """The place that a parcel is, while it is open or sealed here. Part of a verb."""
    return _add("parcel", site_id, code)


def outside_place(kind: str) -> Place:
    """The one supplier, customer, lost, scrapped, correction or used place. Part of a verb."""
    place = db.session.scalar(select(Place).where(Place.kind == kind, Place.site_id.is_(None)))
    if place is None:
        if kind not in OUTSIDE:
            raise Missing(f"There is no place of kind {kind}.")
        place = Place(kind=kind, code=kind, sort_key=kind, outside=True, sellable=False)
        db.session.add(place)
        db.session.flush()
    return place


def _add(kind: str, site_id: int, code: str, **where: object) -> Place:
    place = Place(kind=kind, site_id=site_id, code=code, sort_key=natural_key(code), outside=False, **where)
    db.session.add(place)
    db.session.flush()
    return place
