"""The catalogue: products, SKUs, barcodes and pictures."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, g, make_response, request, url_for

from oms.catalog import file_views, pictures
from oms.catalog.barcodes import add_barcode, remove_barcode
from oms.catalog.blueprint import bp
from oms.catalog.check_digits import why_doubtful
from oms.catalog.forms import (
    BarcodeForm,
    NewProductForm,
    NewSkuForm,
    PictureForm,
    ProductForm,
    SkuForm,
)
from oms.catalog.picturing import remove_picture, set_picture
from oms.catalog.queries import picture_of, product_for_page, products_page, sku_for_page
from oms.catalog.service import add_product, add_sku, change_product, change_sku
from oms.core.errors import Refused, Stale
from oms.web.auth import needs
from oms.web.htmx import leave, render
from oms.web.routes import does

__all__ = ["bp", "file_views"]


@bp.get("/products")
@needs("stock.see")
def index() -> Response:
    words, after = request.args.get("q", ""), request.args.get("after", "")
    return render("catalog/index.html", block="products", q=words, page=products_page(words, after))


@bp.get("/products/new")
@needs("catalog.change")
def new() -> Response:
    return _new(NewProductForm(formdata=None))


@bp.post("/products")
@needs("catalog.change")
@does(add_product)
def add() -> Response:
    form = NewProductForm()
    if not form.validate_on_submit():
        return _new(form, 422)
    told = {"barcode": form.barcode.data or "", "description": form.description.data or ""}
    try:
        product_id = add_product(form.name.data or "", form.draft(), **told, by=g.by)
    except Refused as refusal:
        return _new(form, refusal.status, refusal)
    return leave(
        url_for(".product", product_id=product_id),
        said=f"{form.name.data} is in the catalogue.",
        undo=g.by.operation_id,
    )


@bp.get("/products/<int:product_id>")
@needs("stock.see")
def product(product_id: int) -> Response:
    return _product(product_id)


@bp.post("/products/<int:product_id>")
@needs("catalog.change")
@does(change_product)
def change(product_id: int) -> Response:
    form = ProductForm()
    if not form.validate_on_submit():
        return _product(product_id, 422, form=form)
    try:
        change_product(product_id, form.seen(), form.name.data or "", form.description.data or "", by=g.by)
    except Refused as refusal:
        return _product(product_id, refusal.status, form=form, refusal=refusal)
    return leave(url_for(".product", product_id=product_id), said="Saved.", undo=g.by.operation_id)


@bp.post("/products/<int:product_id>/skus")
@needs("catalog.change")
@does(add_sku)
def add_variant(product_id: int) -> Response:
    form = NewSkuForm(prefix="new-")
    if not form.validate_on_submit():
        return _product(product_id, 422, sku_form=form)
    try:
        sku_id = add_sku(product_id, form.draft(), barcode=form.barcode.data or "", by=g.by)
    except Refused as refusal:
        return _product(product_id, refusal.status, sku_form=form, sku_refusal=refusal)
    return leave(
        url_for(".sku", sku_id=sku_id), said=f"{form.code.data} is in the catalogue.", undo=g.by.operation_id
    )


@bp.get("/skus/<int:sku_id>")
@needs("stock.see")
def sku(sku_id: int) -> Response:
    return _sku(sku_id)


@bp.post("/skus/<int:sku_id>")
@needs("catalog.change")
@does(change_sku)
def change_variant(sku_id: int) -> Response:
    form = SkuForm()
    if not form.validate_on_submit():
        return _sku(sku_id, 422, form=form)
    try:
        change_sku(sku_id, form.seen(), form.draft(), by=g.by)
    except Refused as refusal:
        return _sku(sku_id, refusal.status, form=form, refusal=refusal)
    return leave(url_for(".sku", sku_id=sku_id), said="Saved.", undo=g.by.operation_id)


@bp.post("/skus/<int:sku_id>/barcodes")
@needs("catalog.change")
@does(add_barcode)
def add_code(sku_id: int) -> Response:
    form = BarcodeForm()
    if not form.validate_on_submit():
        return _sku(sku_id, 422, barcode_form=form)
    try:
        add_barcode(sku_id, form.barcode.data or "", form.quantity.data or 0, by=g.by)
    except Refused as refusal:
        return _sku(sku_id, refusal.status, barcode_form=form, barcode_refusal=refusal)
    return leave(url_for(".sku", sku_id=sku_id), said="The barcode is known now.", undo=g.by.operation_id)


@bp.post("/barcodes/<int:barcode_id>/removal")
@needs("catalog.change")
@does(remove_barcode)
def drop_code(barcode_id: int) -> Response:
    sku_id = remove_barcode(barcode_id, by=g.by)
    return leave(
        url_for(".sku", sku_id=sku_id), said="The barcode is no longer on it.", undo=g.by.operation_id
    )


@bp.get("/skus/<int:sku_id>/picture")
@needs("stock.see")
def picture(sku_id: int) -> Response:
    found = picture_of(sku_id)
    if found is None:
        abort(404)
    response = make_response(found.content)
    response.content_type = found.media_type
    response.set_etag(found.digest)
    fresh = request.args.get("v") == found.digest[:12]
    response.headers["Cache-Control"] = f"private, {'max-age=31536000, immutable' if fresh else 'no-cache'}"
    response.make_conditional(request)
    return response


@bp.post("/skus/<int:sku_id>/picture")
@needs("catalog.change")
@does(set_picture)
def upload(sku_id: int) -> Response:
    form = PictureForm()
    if not form.validate_on_submit():
        return _sku(sku_id, 422, picture_form=form)
    try:
        encoded = pictures.encode(form.picture.data.read(pictures.MOST_BYTES + 1))
        set_picture(sku_id, encoded.content, encoded.media_type, by=g.by)
    except Refused as refusal:
        return _sku(sku_id, refusal.status, picture_form=form, picture_refusal=refusal)
    return leave(url_for(".sku", sku_id=sku_id), said="This is what it looks like now.")


@bp.post("/skus/<int:sku_id>/picture/removal")
@needs("catalog.change")
@does(remove_picture)
def drop_picture(sku_id: int) -> Response:
    remove_picture(sku_id, by=g.by)
    return leave(url_for(".sku", sku_id=sku_id), said="The picture is gone.")


def _new(form: NewProductForm, status: int = 200, refusal: Refused | None = None) -> Response:
    return render("catalog/new.html", block="form", status=status, form=form, refusal=refusal)


def _product(product_id: int, status: int = 200, **told: Any) -> Response:
    found = product_for_page(product_id)
    if isinstance(told.get("refusal"), Stale):
        told["form"].version.data = found.version
    shown: dict[str, Any] = {
        "form": ProductForm(formdata=None, obj=found),
        "sku_form": NewSkuForm(formdata=None, prefix="new-"),
        "refusal": None,
        "sku_refusal": None,
    }
    return render("catalog/product.html", block="product", status=status, product=found, **(shown | told))


def _sku(sku_id: int, status: int = 200, **told: Any) -> Response:
    found = sku_for_page(sku_id)
    if isinstance(told.get("refusal"), Stale):
        told["form"].version.data = found.version
    shown: dict[str, Any] = {
        "form": SkuForm(formdata=None, obj=found),
        "barcode_form": BarcodeForm(formdata=None),
        "picture_form": PictureForm(formdata=None),
        "doubts": {code.id: why_doubtful(code.code) for code in found.barcodes},
        "refusal": None,
        "barcode_refusal": None,
        "picture_refusal": None,
    }
    return render("catalog/sku.html", block="sku", status=status, sku=found, **(shown | told))
