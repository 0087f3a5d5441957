"""Packing on a tablet: find the order, scan its items into parcels, seal them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, g, request, url_for

from oms.core.digits import whole
from oms.core.errors import Missing, Refused, WrongInput
from oms.packing import boxes_views
from oms.packing.blueprint import bp
from oms.packing.filling import WrongItem, open_parcel, take_out
from oms.packing.forms import QuantityForm, SealForm
from oms.packing.looking_up import look_up
from oms.packing.queries import next_to_pack, order_page, orders_to_pack, parcel_page, sealed_lately
from oms.packing.scanning import pack_count, pack_item
from oms.packing.sealing import open_again, seal_parcel
from oms.packing.stepping import undo_last_step
from oms.web.auth import needs
from oms.web.htmx import leave, plain_redirect, render, trigger, wants_fragment
from oms.web.routes import does, no_undo

__all__ = ["boxes_views", "bp"]


@bp.get("/pack")
@needs("packing.do")
def index() -> Response:
    return _index()


@bp.post("/pack/scans")
@needs("packing.do")
@no_undo("Opening an order at the bench changes nothing.")
def find() -> Response:
    """An order's number, a tote or a parcel, whichever is at hand."""
    code = request.form.get("code", "")
    try:
        found = look_up(code)
    except Refused as refusal:
        return trigger(_index(refusal.status, code=code, refusal=refusal), **{"scan:wrong": True})
    if found.parcel_id is not None:
        return leave(url_for(".parcel", parcel_id=found.parcel_id))
    return leave(url_for(".order", order_id=found.order_id))


@bp.get("/pack/orders/<int:order_id>")
@needs("packing.do")
def order(order_id: int) -> Response:
    return _page(order_id)


@bp.post("/pack/orders/<int:order_id>/scans")
@needs("packing.do")
@does(pack_item)
def take(order_id: int) -> Response:
    code = request.form.get("code", "")
    return _act(order_id, lambda: pack_item(order_id, code, _chosen(), by=g.by))


@bp.post("/pack/orders/<int:order_id>/count")
@needs("packing.do")
@does(pack_count)
def count(order_id: int) -> Response:
    sku_id, quantity = _how_many(QuantityForm())
    return _act(order_id, lambda: pack_count(order_id, sku_id, quantity, _chosen(), by=g.by))


@bp.post("/pack/orders/<int:order_id>/parcels")
@needs("packing.do")
@does(open_parcel)
def another(order_id: int) -> Response:
    try:
        parcel_id = open_parcel(order_id, by=g.by)
    except Refused as refusal:
        return _stopped(order_id, refusal)
    return leave(url_for(".order", order_id=order_id, parcel=parcel_id))


@bp.post("/pack/orders/<int:order_id>/undo")
@needs("packing.do")
@does(undo_last_step)
def undo(order_id: int) -> Response:
    return _act(order_id, lambda: undo_last_step(order_id, by=g.by))


@bp.post("/pack/parcels/<int:parcel_id>/removals")
@needs("packing.do")
@does(take_out)
def remove(parcel_id: int) -> Response:
    order_id = parcel_page(parcel_id).parcel.order_id
    sku_id, quantity = _how_many(QuantityForm())
    return _act(order_id, lambda: take_out(parcel_id, sku_id, quantity, by=g.by))


@bp.post("/pack/parcels/<int:parcel_id>/seal")
@needs("packing.do")
@does(seal_parcel)
def seal(parcel_id: int) -> Response:
    order_id, form = parcel_page(parcel_id).parcel.order_id, SealForm()
    try:
        if not form.validate_on_submit():
            raise WrongInput(_first_error(form))
        seal_parcel(parcel_id, form.packaging_id.data, form.weight_g.data, by=g.by)
    except Refused as refusal:
        return _stopped(order_id, refusal)
    return leave(url_for(".parcel", parcel_id=parcel_id), said="Sealed.", undo=g.by.operation_id)


@bp.get("/pack/parcels/<int:parcel_id>")
@needs("packing.do")
def parcel(parcel_id: int) -> Response:
    """A sealed parcel: print, note its number, go on. An open one is still being filled."""
    inside = parcel_page(parcel_id)
    if inside.parcel.is_open:
        return plain_redirect(url_for(".order", order_id=inside.parcel.order_id, parcel=parcel_id))
    page = order_page(inside.parcel.order_id)
    upcoming = next_to_pack(besides=page.order.id)
    return render("packing/parcel.html", inside=inside, page=page, upcoming=upcoming)


@bp.post("/pack/parcels/<int:parcel_id>/opening")
@needs("packing.do")
@does(open_again)
def reopen(parcel_id: int) -> Response:
    order_id = parcel_page(parcel_id).parcel.order_id
    open_again(parcel_id, by=g.by)
    back = url_for(".order", order_id=order_id, parcel=parcel_id)
    return leave(back, said="The parcel is open again.", undo=g.by.operation_id)


def _act(order_id: int, act: Callable[[], Any]) -> Response:
    """Done, or the bench again with what stopped it. A wrong item fills the screen."""
    try:
        act()
    except Missing:
        raise
    except WrongItem as wrong:
        return _stopped(order_id, wrong=wrong)
    except Refused as refusal:
        return _stopped(order_id, refusal)
    return trigger(_page(order_id), **{"scan:right": True}) if wants_fragment() else _back(order_id)


def _stopped(order_id: int, refusal: Refused | None = None, wrong: WrongItem | None = None) -> Response:
    status = (wrong or refusal or WrongInput("")).status
    return trigger(_page(order_id, status, refusal=refusal, wrong=wrong), **{"scan:wrong": True})


def _page(order_id: int, status: int = 200, **told: Any) -> Response:
    shown = {"wrong": None, "refusal": None} | told
    page = order_page(order_id, _chosen())
    return render("packing/order.html", block="pack_body", status=status, page=page, **shown)


def _back(order_id: int) -> Response:
    return plain_redirect(url_for(".order", order_id=order_id, parcel=_chosen()))


def _index(status: int = 200, code: str = "", refusal: Refused | None = None) -> Response:
    return render(
        "packing/index.html",
        block="pack_index",
        status=status,
        waiting=orders_to_pack(),
        sealed=sealed_lately(),
        code=code,
        refusal=refusal,
    )


def _chosen() -> int | None:
    """The parcel that the packer fills, where they said which."""
    return request.values.get("parcel", type=whole)


def _how_many(form: QuantityForm) -> tuple[int, int]:
    if not form.validate_on_submit():
        raise WrongInput(_first_error(form))
    return form.sku_id.data or 0, form.quantity.data or 0


def _first_error(form: Any) -> str:
    return str(next((errors[0] for errors in form.errors.values() if errors), "Something is missing."))
