"""Files in, orders by hand, unknown items, and the channels themselves."""

from __future__ import annotations

from typing import Any

from flask import Response, g, request, url_for

from oms.channels import account_views, connecting_views, hook_views, intake_views, listing_views
from oms.channels.blueprint import bp
from oms.channels.forms import ChannelForm, ManualOrderForm, items, parts
from oms.channels.importing import keep_file, read_again, start_import
from oms.channels.kinds import account_kinds
from oms.channels.listings import map_line, map_listing
from oms.channels.manual import take_manual_order
from oms.channels.manual_page import typed_lines
from oms.channels.mapping_page import mapping_page
from oms.channels.panels import what_waits
from oms.channels.queries import (
    PAGE,
    all_channels,
    file_channels,
    find_channel,
    find_import_for_page,
    recent_imports,
    staged_rows,
    tally,
    unknown_names,
)
from oms.channels.setting_up import add_channel
from oms.core.digits import whole
from oms.core.errors import Missing, Refused, WrongInput
from oms.floorplan.finding import first_site
from oms.reading.content import Content
from oms.reading.tabular import Limits
from oms.shop.models import the_shop
from oms.web.auth import needs, safe_path
from oms.web.htmx import leave, render
from oms.web.routes import does

__all__ = ["account_views", "bp", "connecting_views", "hook_views", "intake_views", "listing_views"]


@bp.get("/imports")
@needs("import.do")
def imports() -> Response:
    return render(
        "channels/imports.html",
        block="files",
        files=recent_imports(),
        channels=file_channels(),
        kinds=[kind for kind in account_kinds() if kind.has_files],
        most=Limits().size,
    )


@bp.post("/imports")
@needs("import.do")
@does(keep_file)
def upload() -> Response:
    files = [file for file in request.files.getlist("file") if file.filename]
    if not files:
        raise WrongInput("Choose a file first.")
    channel_id = request.form.get("channel_id", type=whole)
    kept = [
        keep_file(file.filename or "", Content(file.read()), channel_id, by=g.by.part(str(number)))
        for number, file in enumerate(files)
    ]
    return leave(url_for(".import_", import_id=kept[0]) if len(kept) == 1 else url_for(".imports"))


@bp.get("/imports/<int:import_id>")
@needs("import.do")
def import_(import_id: int) -> Response:
    return _import_page(import_id)


def _import_page(import_id: int, status: int = 200, refusal: Refused | None = None) -> Response:
    file, verdict = find_import_for_page(import_id), request.args.get("verdict")
    rows = staged_rows(import_id, verdict, request.args.get("after", 0, type=whole))
    return render(
        "channels/import.html",
        block="import_body",
        status=status,
        file=file,
        tally=tally(import_id),
        rows=rows,
        verdict=verdict,
        after=rows[-1].position if len(rows) == PAGE else None,
        channels=file_channels(),
        refusal=refusal,
    )


@bp.post("/imports/<int:import_id>/start")
@needs("import.do")
@does(start_import)
def start(import_id: int) -> Response:
    try:
        start_import(import_id, by=g.by)
    except Missing:
        raise
    except Refused as refusal:
        return _import_page(import_id, refusal.status, refusal)
    return leave(url_for(".import_", import_id=import_id))


@bp.post("/imports/<int:import_id>/again")
@needs("import.do")
@does(read_again)
def again(import_id: int) -> Response:
    channel = find_channel(request.form.get("channel_id", 0, type=whole))
    read_again(import_id, channel.id, by=g.by)
    return leave(url_for(".import_", import_id=import_id))


@bp.get("/orders/new")
@needs("orders.change")
def new_order() -> Response:
    return _new_order(ManualOrderForm(paid=True, country=the_shop().country))


@bp.post("/orders/new")
@needs("orders.change")
@does(take_manual_order)
def place() -> Response:
    form, shop = ManualOrderForm(), the_shop()
    if not form.validate_on_submit():
        return _new_order(form, 422)
    try:
        asked, note = items(shop.currency, shop.locale), form.note.data or None
        told = form.kind.data, first_site(), form.customer(), asked
        order_id = take_manual_order(*told, paid=form.paid.data, note=note, by=g.by)
    except Refused as refusal:
        return _new_order(form, refusal.status, refusal)
    return leave(url_for("desk.order", order_id=order_id), said="The order is taken.", undo=g.by.operation_id)


def _new_order(form: ManualOrderForm, status: int = 200, refusal: Refused | None = None) -> Response:
    return render(
        "channels/new_order.html",
        status=status,
        form=form,
        shop=the_shop(),
        refusal=refusal,
        lines=typed_lines(request.form),
    )


@bp.get("/unknown")
@needs("orders.change")
def unknown() -> Response:
    return render("channels/unknown.html", names=unknown_names())


@bp.get("/orders/<int:order_id>/unknown")
@needs("orders.change")
def map_order(order_id: int) -> Response:
    return render("channels/map_order.html", **mapping_page(order_id))


@bp.post("/channels/<int:channel_id>/listings")
@needs("orders.change")
@does(map_listing)
def map_name(channel_id: int) -> Response:
    map_listing(channel_id, request.form.get("name", ""), parts(), by=g.by)
    return leave(_next(url_for(".unknown")))


@bp.post("/lines/<int:line_id>/item")
@needs("orders.change")
@does(map_line)
def map_one(line_id: int) -> Response:
    map_line(line_id, parts(), by=g.by)
    return leave(_next(url_for(".unknown")))


@bp.get("/channels")
@needs("settings.see")
def index() -> Response:
    return _index(ChannelForm.to_add())


@bp.post("/channels")
@needs("settings.change")
@does(add_channel)
def add() -> Response:
    form = ChannelForm.to_add()
    if not form.validate_on_submit():
        return _index(form, 422)
    unpaid, kind, account = form.release_unpaid.data, form.kind.data or "", form.account.data or ""
    try:
        add_channel(kind, account, first_site(), release_unpaid=unpaid, by=g.by)
    except Refused as refusal:
        return _index(form, 409, refusal)
    return leave(url_for(".index"), said=f"{account} is added.", undo=g.by.operation_id)


def _index(form: ChannelForm, status: int = 200, refusal: Refused | None = None) -> Response:
    shown: dict[str, Any] = {
        "channels": all_channels(),
        "waits": what_waits(),
        "form": form,
        "refusal": refusal,
    }
    return render("channels/index.html", status=status, **shown)


def _next(otherwise: str) -> str:
    order_id, wanted = request.form.get("order_id", type=whole), safe_path(request.form.get("next"))
    return url_for("desk.order", order_id=order_id) if order_id else wanted or otherwise
