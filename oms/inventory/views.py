"""Stock at the desk and on the tablet: find it, receive, adjust, move and count it, and see why."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, g, request, url_for

from oms.accounts.queries import names_of
from oms.catalog.queries import sku_for_page
from oms.catalog.recognising import recognise_item
from oms.core.digits import whole
from oms.core.errors import Refused, WrongInput
from oms.floorplan.finding import need_place, place_for_page, place_named, sites
from oms.floorplan.queries import bins_page, docks_of, plan_of, site_for_page
from oms.inventory import file_views
from oms.inventory.blueprint import bp
from oms.inventory.counting import count_bin
from oms.inventory.forms import AdjustForm, CountForm, MoveForm, PutBackForm, ReceiveForm, SellForm
from oms.inventory.keeping import adjust_stock, move_goods, put_back, receive_goods, sell_at_counter
from oms.inventory.proving import prove_stock
from oms.inventory.queries import (
    Entry,
    counted_lately,
    figures_of,
    figures_with,
    filled_places,
    held_at,
    held_in,
    held_of,
    ledger,
    promises_of,
    recent,
    recounts,
    stock_page,
    suggestions,
    to_put_back,
)
from oms.web.auth import needs, safe_path
from oms.web.htmx import leave, plain_redirect, render, wants_fragment
from oms.web.routes import does

__all__ = ["bp", "file_views"]
FORMS: dict[str, Any] = {
    "receive": ReceiveForm,
    "adjust": AdjustForm,
    "move": MoveForm,
    "sell": SellForm,
    "count": CountForm,
}
FIGURES = {
    "available": "to sell",
    "reserved": "reserved",
    "not_for_sale": "not for sale",
    "on_hand": "on hand",
}


@bp.get("/stock")
@needs("stock.see")
def index() -> Response:
    words, after = request.args.get("q", "").strip(), request.args.get("after", "")
    scanned = _scanned(words) if words and not after and not wants_fragment() else None
    if scanned:
        return plain_redirect(scanned)
    page, waiting = stock_page(words, after), {"recounts": len(recounts()), "put_back": len(to_put_back())}
    return render("inventory/index.html", block="stock", q=words, page=page, waiting=waiting)


def _scanned(code: str) -> str | None:
    """The page of the bin or the item that a whole code names."""
    place = place_named(code)
    if place is not None:
        return url_for(".bin", place_id=place.id)
    item = recognise_item(code)
    return url_for(".show", sku_id=item.sku.id) if item else None


@bp.get("/stock/suggestions")
@needs("stock.see")
def suggest() -> Response:
    return render("inventory/suggest.html", found=suggestions(request.args.get("q", "")))


@bp.get("/stock/<int:sku_id>")
@needs("stock.see")
def show(sku_id: int) -> Response:
    return _sku_page(sku_id)


@bp.post("/stock/<int:sku_id>/receipts")
@needs("stock.change")
@does(receive_goods)
def receive(sku_id: int) -> Response:
    def act(form: ReceiveForm) -> str:
        place = need_place(form.place.data or "")
        receive_goods(sku_id, form.quantity.data or 0, place.id, note=form.note.data or "", by=g.by)
        return f"{form.quantity.data} received into {place.code}."

    return _act(sku_id, "receive", act)


@bp.post("/stock/<int:sku_id>/adjustments")
@needs("stock.change")
@does(adjust_stock)
def adjust(sku_id: int) -> Response:
    def act(form: AdjustForm) -> str:
        place, note = need_place(form.place.data or ""), form.note.data or ""
        adjust_stock(sku_id, place.id, form.difference(), form.reason.data, note=note, by=g.by)
        return f"{form.quantity.data} {form.way.data} in {place.code}."

    return _act(sku_id, "adjust", act)


@bp.post("/stock/<int:sku_id>/transfers")
@needs("stock.change")
@does(move_goods)
def move(sku_id: int) -> Response:
    def act(form: MoveForm) -> str:
        source, target = need_place(form.place.data or ""), need_place(form.target.data or "")
        told = {"note": form.note.data or "", "by": g.by}
        move_goods(sku_id, form.quantity.data or 0, source.id, target.id, **told)
        return f"{form.quantity.data} moved from {source.code} to {target.code}."

    return _act(sku_id, "move", act)


@bp.post("/stock/<int:sku_id>/counter-sales")
@needs("stock.change")
@does(sell_at_counter)
def sell(sku_id: int) -> Response:
    def act(form: SellForm) -> str:
        place = need_place(form.place.data or "")
        sell_at_counter(sku_id, form.quantity.data or 0, place.id, by=g.by)
        return f"{form.quantity.data} sold over the counter, out of {place.code}."

    return _act(sku_id, "sell", act)


@bp.post("/stock/<int:sku_id>/counts")
@needs("stock.change")
@does(count_bin)
def count(sku_id: int) -> Response:
    def act(form: CountForm) -> str:
        place = need_place(form.place.data or "")
        difference = count_bin(place.id, sku_id, form.counted.data or 0, by=g.by)
        off = f"{abs(difference)} {'more' if difference > 0 else 'fewer'} than the books said"
        return (
            f"{form.counted.data} counted in {place.code}: {off if difference else 'just as the books say'}."
        )

    return _act(sku_id, "count", act)


@bp.get("/stock/<int:sku_id>/moves")
@needs("stock.see")
def moves(sku_id: int) -> Response:
    place_id, before = request.args.get("place", type=whole), request.args.get("before", type=whole)
    found = ledger(sku_id, place_id, before)
    names = names_of(entry.move.by for entry in found)
    return render(
        "inventory/moves.html", sku=sku_for_page(sku_id), entries=found, names=names, place=place_id
    )


@bp.get("/stock/<int:sku_id>/why/<figure>")
@needs("stock.see")
def why(sku_id: int, figure: str) -> Response:
    if figure not in FIGURES:
        abort(404)
    sku, held = sku_for_page(sku_id), held_of([sku_id])[sku_id]
    return render(
        "inventory/why.html",
        sku=sku,
        figure=figure,
        word=FIGURES[figure],
        figures=figures_with(figures_of([sku_id])[sku_id], held),
        held=held,
        promises=promises_of(sku_id),
    )


@bp.get("/places")
@needs("stock.see")
def places() -> Response:
    known, words = sites(), request.args.get("q", "").strip()
    if not known:
        return render("inventory/places.html", block="bins", sites=known, q=words, site=None)
    site = site_for_page(request.args.get("site", known[0].id, type=whole))
    page, docks = bins_page(site.id, words, request.args.get("after", "")), docks_of(site.id)
    shown: dict[str, Any] = {
        "page": page,
        "docks": docks,
        "plan": plan_of(site.id),
        "filled": filled_places(site.id),
    }
    held = held_at(place.id for place in (*page.bins, *docks))
    return render("inventory/places.html", block="bins", sites=known, site=site, q=words, held=held, **shown)


@bp.get("/bins/<int:place_id>")
@needs("stock.see")
def bin(place_id: int) -> Response:  # noqa: A001 — the word of the business
    return render("inventory/bin.html", place=place_for_page(place_id), held=held_in(place_id))


@bp.get("/counts")
@needs("stock.see")
def counts() -> Response:
    lately = counted_lately()
    names = names_of(count.by for count, _, _ in lately)
    return render("inventory/counts.html", recounts=recounts(), lately=lately, names=names)


@bp.get("/put-back")
@needs("stock.change")
def put_backs() -> Response:
    waiting = to_put_back()
    return render(
        "inventory/put_backs.html", waiting=waiting, homes=held_of(w.demand.sku_id for w in waiting)
    )


@bp.post("/demands/<int:demand_id>/put-back")
@needs("stock.change")
@does(put_back)
def return_to_bin(demand_id: int) -> Response:
    form = PutBackForm()
    if not form.validate_on_submit():
        raise WrongInput(_first_error(form))
    place = need_place(form.place.data or "")
    put_back(demand_id, form.quantity.data or 0, form.tote_id.data or 0, place.id, by=g.by)
    return leave(url_for(".put_backs"), said=f"Put back into {place.code}.", undo=g.by.operation_id)


@bp.get("/proof")
@needs("ledger.see")
def proof() -> Response:
    return render("inventory/proof.html", proof=prove_stock())


def _act(sku_id: int, name: str, act: Any) -> Response:
    """One of the forms on the item's page: done, or shown again with what is wrong."""
    form = FORMS[name]()
    if not form.validate_on_submit():
        return _sku_page(sku_id, 422, opened=name, form=form)
    try:
        said = act(form)
    except Refused as refusal:
        return _sku_page(sku_id, refusal.status, opened=name, form=form, refusal=refusal)
    back = safe_path(request.form.get("back")) or url_for(".show", sku_id=sku_id)
    return leave(back, said=said, undo=g.by.operation_id)


def _sku_page(
    sku_id: int, status: int = 200, opened: str = "", form: Any = None, refusal: Refused | None = None
) -> Response:
    found, held = sku_for_page(sku_id), held_of([sku_id])[sku_id]
    entries: list[Entry] = recent(sku_id)
    forms = {name: kind(formdata=None) for name, kind in FORMS.items()}
    return render(
        "inventory/show.html",
        status=status,
        sku=found,
        figures=figures_with(figures_of([sku_id])[sku_id], held),
        held=held,
        entries=entries,
        names=names_of(entry.move.by for entry in entries),
        forms=forms | ({opened: form} if opened else {}),
        opened=opened,
        refusal=refusal,
    )


def _first_error(form: Any) -> str:
    return str(next((errors[0] for errors in form.errors.values() if errors), "Something is missing."))
