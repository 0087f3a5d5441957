"""Products by file: give it, look at what would change, take it in, see what became of it."""

from __future__ import annotations

from flask import Response, g, make_response, request, url_for

from oms.catalog.blueprint import bp
from oms.catalog.file_pages import file_page
from oms.catalog.goods import LIMITS, TEMPLATE
from oms.catalog.taking_in import files_lately, keep_goods_file, start_goods_file, take_product
from oms.core.digits import whole
from oms.core.errors import Missing, Refused, WrongInput
from oms.reading.content import Content
from oms.reading.decoding import refuse_huge
from oms.web.auth import needs
from oms.web.htmx import leave, render
from oms.web.routes import does


@bp.get("/products/files")
@needs("catalog.change")
def files() -> Response:
    return _files()


@bp.post("/products/files")
@needs("catalog.change")
@does(keep_goods_file)
def give_file() -> Response:
    try:
        file_id = keep_goods_file(*uploaded(), by=g.by)
    except Refused as refusal:
        return _files(refusal.status, refusal)
    return leave(url_for(".file", file_id=file_id))


def uploaded() -> tuple[str, Content]:
    """The file that a person chose, with its name."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise WrongInput("Choose a file first.")
    content = Content(file.read(LIMITS.size + 1))
    refuse_huge(len(content), LIMITS.size)
    return file.filename, content


@bp.get("/products/files/example.csv")
@needs("stock.see")
def example() -> Response:
    response = make_response("\ufeff" + TEMPLATE)
    response.content_type = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = "attachment; filename=products.csv"
    return response


@bp.get("/products/files/<int:file_id>")
@needs("catalog.change")
def file(file_id: int) -> Response:
    return _file(file_id)


@bp.post("/products/files/<int:file_id>/start")
@needs("catalog.change")
@does(start_goods_file, take_product)
def start_file(file_id: int) -> Response:
    try:
        start_goods_file(file_id, by=g.by)
    except Missing:
        raise
    except Refused as refusal:
        return _file(file_id, refusal.status, refusal)
    return leave(url_for(".file", file_id=file_id))


def _files(status: int = 200, refusal: Refused | None = None) -> Response:
    return render("catalog/files.html", status=status, files=files_lately(), refusal=refusal)


def _file(file_id: int, status: int = 200, refusal: Refused | None = None) -> Response:
    shown = file_page(file_id, request.args.get("verdict", ""), request.args.get("after", 0, type=whole))
    return render("catalog/file.html", block="file_body", status=status, page=shown, refusal=refusal)
