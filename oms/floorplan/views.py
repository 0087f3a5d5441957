"""Setting up where things are: sites, bins and shelving. What lies where is listed with the stock."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, url_for

from oms.core.errors import Refused, Stale
from oms.floorplan.forms import BinForm, NewBinForm, RenameForm, ShelvingForm, SiteForm
from oms.floorplan.laying_out import free_aisles
from oms.floorplan.queries import already_there, bin_for_page, plan_of_drafts, site_for_page, standing_aisles
from oms.floorplan.renaming import rename_site
from oms.floorplan.service import add_bin, add_bins, add_site, change_bin, remove_bin
from oms.web.auth import needs
from oms.web.htmx import leave, render
from oms.web.routes import does, no_undo

bp = Blueprint("floorplan", __name__)


@bp.get("/sites/new")
@needs("places.change")
def new_site() -> Response:
    return _new_site(SiteForm(formdata=None))


@bp.post("/sites")
@needs("places.change")
@does(add_site)
def open_site() -> Response:
    form = SiteForm()
    if not form.validate_on_submit():
        return _new_site(form, 422)
    try:
        site_id = add_site(form.name.data or "", by=g.by)
    except Refused as refusal:
        return _new_site(form, refusal.status, refusal)
    said = f"{form.name.data} is there, with a dock to receive at. Now its shelves."
    return leave(url_for(".shelves", site_id=site_id), said=said, undo=g.by.operation_id)


@bp.get("/sites/<int:site_id>")
@needs("places.change")
def site(site_id: int) -> Response:
    name = site_for_page(site_id).name
    return _site(site_id, RenameForm(formdata=None, data={"name": name, "seen": name}))


@bp.post("/sites/<int:site_id>")
@needs("places.change")
@does(rename_site)
def rename(site_id: int) -> Response:
    form = RenameForm()
    if not form.validate_on_submit():
        return _site(site_id, form, 422)
    try:
        rename_site(site_id, form.seen.data or "", form.name.data or "", by=g.by)
    except Refused as refusal:
        return _site(site_id, form, refusal.status, refusal)
    return _to_list(site_id, f"It is called {form.name.data} now.")


@bp.get("/sites/<int:site_id>/bins/new")
@needs("places.change")
def new(site_id: int) -> Response:
    return _new(site_id, NewBinForm(formdata=None))


@bp.post("/sites/<int:site_id>/bins")
@needs("places.change")
@does(add_bin)
def add(site_id: int) -> Response:
    form = NewBinForm()
    if not form.validate_on_submit():
        return _new(site_id, form, 422)
    x, y, barcode = form.x.data, form.y.data, form.barcode.data or None
    try:
        add_bin(site_id, form.code.data or "", barcode=barcode, x=x, y=y, by=g.by)
    except Refused as refusal:
        return _new(site_id, form, refusal.status, refusal)
    return _to_list(site_id, f"Bin {form.code.data} is there.", form.code.data or "")


@bp.get("/sites/<int:site_id>/shelving")
@needs("places.change")
def shelves(site_id: int) -> Response:
    named = ", ".join(free_aisles(standing_aisles(site_id)))
    form = ShelvingForm(formdata=None, data={"aisles": named, "first": 1, "last": 10, "levels": 4})
    return _shelves(site_id, form)


@bp.post("/sites/<int:site_id>/shelving/preview")
@needs("places.change")
@no_undo("Looking at what would be changes nothing.")
def preview(site_id: int) -> Response:
    form = ShelvingForm()
    if not form.validate_on_submit():
        return _shelves(site_id, form, 422, block="preview")
    return _shelves(site_id, form, block="preview")


@bp.post("/sites/<int:site_id>/shelving")
@needs("places.change")
@does(add_bins)
def add_shelves(site_id: int) -> Response:
    form = ShelvingForm()
    if not form.validate_on_submit():
        return _shelves(site_id, form, 422)
    try:
        made = add_bins(site_id, form.drafts(standing_aisles(site_id)), by=g.by)
    except Refused as refusal:
        return _shelves(site_id, form, refusal.status, refusal=refusal)
    return _to_list(site_id, f"{len(made)} bins are there. Print their labels next.")


@bp.get("/places/<int:place_id>")
@needs("places.change")
def edit(place_id: int) -> Response:
    return _edit(place_id)


@bp.post("/places/<int:place_id>")
@needs("places.change")
@does(change_bin)
def change(place_id: int) -> Response:
    form = BinForm()
    if not form.validate_on_submit():
        return _edit(place_id, 422, form=form)
    told = (form.code.data or "", form.barcode.data or "", form.x.data, form.y.data)
    try:
        change_bin(place_id, form.seen(), *told, by=g.by)
    except Refused as refusal:
        return _edit(place_id, refusal.status, form=form, refusal=refusal)
    return leave(url_for(".edit", place_id=place_id), said="Saved.", undo=g.by.operation_id)


@bp.post("/places/<int:place_id>/removal")
@needs("places.change")
@does(remove_bin)
def remove(place_id: int) -> Response:
    place = bin_for_page(place_id)
    site_id, code = place.site_id or 0, place.code
    try:
        remove_bin(place_id, by=g.by)
    except Refused as refusal:
        return _edit(place_id, refusal.status, removal=refusal)
    return _to_list(site_id, f"Bin {code} is gone.")


def _to_list(site_id: int, said: str, words: str = "") -> Response:
    to = url_for("inventory.places", site=site_id, q=words or None)
    return leave(to, said=said, undo=g.by.operation_id)


def _new_site(form: SiteForm, status: int = 200, refusal: Refused | None = None) -> Response:
    return render("floorplan/new_site.html", block="form", status=status, form=form, refusal=refusal)


def _site(site_id: int, form: RenameForm, status: int = 200, refusal: Refused | None = None) -> Response:
    found = site_for_page(site_id)
    if isinstance(refusal, Stale):
        form.seen.data = found.name
    return render("floorplan/site.html", block="form", status=status, site=found, form=form, refusal=refusal)


def _new(site_id: int, form: NewBinForm, status: int = 200, refusal: Refused | None = None) -> Response:
    site = site_for_page(site_id)
    return render("floorplan/new.html", block="form", status=status, site=site, form=form, refusal=refusal)


def _shelves(site_id: int, form: ShelvingForm, status: int = 200, **told: Any) -> Response:
    """The page, with what the form would make where it can be understood."""
    shown: dict[str, Any] = {"block": "shelves", "refusal": None, "site": site_for_page(site_id)}
    shown["preview"] = None if form.errors else _preview(site_id, form)
    return render("floorplan/shelves.html", status=status, form=form, **(shown | told))


def _preview(site_id: int, form: ShelvingForm) -> dict[str, Any]:
    drafts = form.drafts(standing_aisles(site_id))
    codes = [draft.code for draft in drafts]
    return {"codes": codes, "plan": plan_of_drafts(drafts), "taken": already_there(site_id, codes)}


def _edit(place_id: int, status: int = 200, **told: Any) -> Response:
    place = bin_for_page(place_id)
    if isinstance(told.get("refusal"), Stale):
        told["form"].version.data = place.version
    shown = {"form": BinForm(formdata=None, obj=place), "refusal": None, "removal": None} | told
    return render("floorplan/edit.html", block="bin", status=status, place=place, **shown)
