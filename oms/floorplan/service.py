"""Setting up sites and places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, select

from oms.core.constraints import refusing
from oms.core.db import db
from oms.core.errors import Missing, Refused, WrongInput
from oms.core.events import record
from oms.core.numbering import next_number
from oms.core.operations import By, Operation, remember, undoable, verb
from oms.core.versions import change, change_back
from oms.floorplan.facts import BinChanged, BinRemoved, BinsAdded, SiteAdded
from oms.floorplan.laying_out import BinDraft
from oms.floorplan.models import OUTSIDE, Place, Site, natural_key

MOST_AT_ONCE = 5000
LONGEST = 40
FARTHEST = 100_000
USED = "Goods have been here, so it stays in the books."
WORDS = {
    "code": "Code",
    "barcode": "Barcode",
    "x": "From the left",
    "y": "From the front",
}


@verb(undoable())
def add_site(name: str, *, by: By) -> int:
    """A building with a receiving dock and a quarantine shelf."""
    del by
    name = site_name(name)
    site = Site(name=name)
    with refusing(f"There is already a site called {name}."):
        db.session.add(site)
        db.session.flush()
    for kind, code in (("dock", "Dock"), ("quarantine", "Quarantine")):
        _add(kind, site.id, code)
    remember(site_id=site.id)
    record(SiteAdded(site.id), about=f"site:{site.id}")
    return site.id


@add_site.undo
def _remove_site(operation: Operation) -> None:
    site_id = operation.recall("site_id")
    if db.session.scalar(select(func.count()).where(Place.site_id == site_id, Place.kind == "bin")):
        raise Refused("The site has bins. Take those away first.")
    with refusing(USED):
        db.session.execute(delete(Place).where(Place.site_id == site_id))
        db.session.execute(delete(Site).where(Site.id == site_id))


def site_name(text: str) -> str:
    """As it is kept. Raises WrongInput."""
    name = " ".join(text.split())
    if not name:
        raise WrongInput("Give the site a name.")
    return name


@verb(undoable())
def add_bin(
    site_id: int, code: str, *, barcode: str | None = None, x: int | None = None, y: int | None = None, by: By
) -> int:
    """A bin whose stock may be sold. Its barcode is its code, unless another one is given or a bin of
    another site has it.
    """
    del by
    place = _write_bins(site_id, [BinDraft(code, x, y)], barcode)[0]
    remember(place_ids=[place.id])
    record(BinsAdded(site_id, 1), about=f"site:{site_id}")
    return place.id


@verb(undoable())
def add_bins(site_id: int, drafts: Sequence[BinDraft], *, by: By) -> list[int]:
    """Many bins at once, such as those of new shelving: all of them or none."""
    del by
    if not 0 < len(drafts) <= MOST_AT_ONCE:
        raise WrongInput(f"Between 1 and {MOST_AT_ONCE} bins at once.")
    ids = [place.id for place in _write_bins(site_id, drafts)]
    remember(place_ids=ids)
    record(BinsAdded(site_id, len(ids)), about=f"site:{site_id}")
    return ids


@add_bin.undo
@add_bins.undo
def _remove_bins(operation: Operation) -> None:
    with refusing(USED):
        db.session.execute(delete(Place).where(Place.id.in_(operation.recall("place_ids"))))


@verb(undoable())
def change_bin(
    place_id: int,
    version: int,
    code: str,
    barcode: str,
    x: int | None = None,
    y: int | None = None,
    *,
    by: By,
) -> None:
    """Another code, barcode or place on the plan; what lies in the bin stays in it. Raises Stale."""
    del by
    place, code = lock_bin(place_id), _clean(code)
    barcode = _clean(barcode or _own_barcodes(place.site_id or 0, [code])[code])
    _refuse_half_a_point(x, y)
    _refuse_taken(place.site_id or 0, [code], besides=place.id)
    new = {"code": code, "barcode": barcode, "x": x, "y": y}
    with refusing(_taken_barcode(barcode)):
        before = change(place, version, new, WORDS)
        place.sort_key = natural_key(code)
        db.session.flush()
    remember(place_id=place.id, before=before, version=place.version)
    record(BinChanged(place.id), about=f"place:{place.id}")


@change_bin.undo
def _change_bin_back(operation: Operation) -> None:
    place, before = lock_bin(operation.recall("place_id")), operation.recall("before")
    with refusing("Its old code or barcode was given to another place since."):
        change_back(place, operation.recall("version"), before)
        place.sort_key = natural_key(place.code)
        db.session.flush()


@verb(undoable())
def remove_bin(place_id: int, *, by: By) -> None:
    """Only a bin in which nothing has ever been; one with a past is kept, renamed if need be."""
    del by
    place = lock_bin(place_id)
    names = ("site_id", "code", "barcode", "x", "y")
    remember(bin={name: getattr(place, name) for name in names})
    record(BinRemoved(place.site_id or 0, place.id), about=f"site:{place.site_id}")
    with refusing(USED):
        db.session.execute(delete(Place).where(Place.id == place.id))


@remove_bin.undo
def _put_bin_back(operation: Operation) -> None:
    told = operation.recall("bin")
    _write_bins(told["site_id"], [BinDraft(told["code"], told["x"], told["y"])], told["barcode"])


def lock_bin(place_id: int) -> Place:
    """A bin, for a change. Raises Missing."""
    place = db.session.get(Place, place_id, with_for_update=True, populate_existing=True)
    if place is None or place.kind != "bin":
        raise Missing("There is no such bin.")
    return place


def open_tote(site_id: int) -> Place:
    """A new numbered tote. Part of a verb."""
    code = f"T{next_number(f'tote:{site_id}')}"
    return _add("tote", site_id, code, barcode=f"TOTE-{site_id}-{code[1:]}")


def place_for_parcel(site_id: int, code: str) -> Place:
    """The place that a parcel is, while it is open or sealed here. Part of a verb."""
    return _add("parcel", site_id, code)


def outside_place(kind: str) -> Place:
    """The one supplier, customer, lost, scrapped, correction or used place. Part of a verb."""
    query = select(Place).where(Place.kind == kind, Place.site_id.is_(None))
    place = db.session.scalar(query)
    if place is None:
        if kind not in OUTSIDE:
            raise Missing(f"There is no place of kind {kind}.")
        next_number(f"outside:{kind}")  # who else needs it for the first time waits here, then finds it
        place = db.session.scalar(query) or _add_outside(kind)
    return place


def _add_outside(kind: str) -> Place:
    place = Place(kind=kind, code=kind, sort_key=kind, outside=True, sellable=False)
    db.session.add(place)
    db.session.flush()
    return place


def _write_bins(site_id: int, drafts: Sequence[BinDraft], barcode: str | None = None) -> list[Place]:
    if db.session.get(Site, site_id) is None:
        raise Missing("There is no such site.")
    codes = [_clean(draft.code) for draft in drafts]
    for draft in drafts:
        _refuse_half_a_point(draft.x, draft.y)
    _refuse_taken(site_id, codes)
    own = _own_barcodes(site_id, codes)
    places = [
        _bin(site_id, code, _clean(barcode or own[code]), draft.x, draft.y)
        for code, draft in zip(codes, drafts, strict=True)
    ]
    _refuse_taken_barcodes(place.barcode or "" for place in places)
    with refusing("Somebody has just added one of these."):
        db.session.add_all(places)
        db.session.flush()
    return places


def _bin(site_id: int, code: str, barcode: str, x: int | None, y: int | None) -> Place:
    return Place(
        kind="bin",
        site_id=site_id,
        code=code,
        barcode=barcode,
        sort_key=natural_key(code),
        x=x,
        y=y,
        sellable=True,
        outside=False,
    )


def _refuse_taken(site_id: int, codes: Iterable[str], besides: int = 0) -> None:
    """A-1 and a-01 are one bin to whoever reads the label."""
    wanted: dict[str, str] = {}
    for code in codes:
        if natural_key(code) in wanted:
            raise Refused(f"{code} comes twice.")
        wanted[natural_key(code)] = code
    taken = select(Place.sort_key).where(
        Place.site_id == site_id, Place.kind == "bin", Place.id != besides, Place.sort_key.in_(wanted)
    )
    known = db.session.scalar(taken.order_by(Place.sort_key).limit(1))
    if known is not None:
        raise Refused(f"There is already a bin {wanted[known]}.")


def _own_barcodes(site_id: int, codes: Sequence[str]) -> dict[str, str]:
    """A bin's barcode is its code; where another site has that, the number of this one comes first."""
    query = select(Place.barcode).where(Place.barcode.in_(codes), Place.site_id != site_id)
    elsewhere = set(db.session.scalars(query))
    return {code: f"{site_id}-{code}" if code in elsewhere else code for code in codes}


def _refuse_taken_barcodes(barcodes: Iterable[str]) -> None:
    taken = select(Place.barcode).where(Place.barcode.in_(set(barcodes)))
    known = db.session.scalar(taken.order_by(Place.barcode).limit(1))
    if known is not None:
        raise Refused(_taken_barcode(known))


def _taken_barcode(barcode: str) -> str:
    return f"The barcode {barcode} is already on another place."


def _refuse_half_a_point(x: int | None, y: int | None) -> None:
    if (x is None) != (y is None):
        raise WrongInput("A point on the plan needs both: from the left, and from the front.")
    if not all(0 <= (one or 0) <= FARTHEST for one in (x, y)):
        raise WrongInput("A point on the plan is at most a kilometre away, and never behind the front.")


def _clean(code: str) -> str:
    code = " ".join(code.split())
    if not 0 < len(code) <= LONGEST or not code.isprintable():
        raise WrongInput("Give the bin a code, such as A-01-1.")
    return code


def _add(kind: str, site_id: int, code: str, **where: object) -> Place:
    place = Place(kind=kind, site_id=site_id, code=code, sort_key=natural_key(code), outside=False, **where)
    db.session.add(place)
    db.session.flush()
    return place
