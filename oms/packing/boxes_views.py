"""The page on which the shop keeps its boxes and mailers."""

from __future__ import annotations

from flask import Response, g, url_for

from oms.core.errors import Refused, Stale
from oms.packing.blueprint import bp
from oms.packing.box_queries import all_boxes, find_box
from oms.packing.boxes import KINDS, add_box, bring_back_box, change_box, retire_box
from oms.packing.forms import BoxForm
from oms.web.auth import needs
from oms.web.htmx import leave, render
from oms.web.routes import does


@bp.get("/boxes")
@needs("settings.see")
def boxes() -> Response:
    return _boxes(BoxForm(formdata=None))


@bp.post("/boxes")
@needs("settings.change")
@does(add_box)
def add() -> Response:
    form = BoxForm()
    if not form.validate_on_submit():
        return _boxes(form, 422)
    try:
        add_box(form.draft(), by=g.by)
    except Refused as refusal:
        return _boxes(form, refusal.status, refusal)
    return _to_boxes(f"{form.name.data} can be chosen at the bench.")


@bp.get("/boxes/<int:packaging_id>")
@needs("settings.change")
def box(packaging_id: int) -> Response:
    return _box(packaging_id, BoxForm(formdata=None, obj=find_box(packaging_id)))


@bp.post("/boxes/<int:packaging_id>")
@needs("settings.change")
@does(change_box)
def change(packaging_id: int) -> Response:
    form = BoxForm()
    if not form.validate_on_submit():
        return _box(packaging_id, form, 422)
    try:
        change_box(packaging_id, form.seen(), form.draft(), by=g.by)
    except Refused as refusal:
        return _box(packaging_id, form, refusal.status, refusal)
    return _to_boxes("Saved.")


@bp.post("/boxes/<int:packaging_id>/retirement")
@needs("settings.change")
@does(retire_box)
def retire(packaging_id: int) -> Response:
    retire_box(packaging_id, by=g.by)
    return _to_boxes(f"{find_box(packaging_id).name} is no longer offered.")


@bp.post("/boxes/<int:packaging_id>/return")
@needs("settings.change")
@does(bring_back_box)
def bring_back(packaging_id: int) -> Response:
    bring_back_box(packaging_id, by=g.by)
    return _to_boxes(f"{find_box(packaging_id).name} is back.")


def _to_boxes(said: str) -> Response:
    return leave(url_for(".boxes"), said=said, undo=g.by.operation_id)


def _boxes(form: BoxForm, status: int = 200, refusal: Refused | None = None) -> Response:
    kept = all_boxes()
    return render(
        "packing/boxes.html", status=status, boxes=kept, kinds=KINDS, form=form, refusal=refusal, block="kept"
    )


def _box(packaging_id: int, form: BoxForm, status: int = 200, refusal: Refused | None = None) -> Response:
    found = find_box(packaging_id)
    if isinstance(refusal, Stale):
        form.version.data = str(found.version)
    return render("packing/box.html", status=status, box=found, form=form, refusal=refusal, block="box_form")
