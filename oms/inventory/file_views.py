"""Stock by file: what a file of products says lies in the bins, counted in one go."""

from __future__ import annotations

from flask import Response, g, request, url_for

from oms.catalog.file_views import uploaded
from oms.catalog.taking_in import files_lately, keep_goods_file
from oms.core.digits import whole
from oms.core.errors import Missing, Refused
from oms.inventory.blueprint import bp
from oms.inventory.bringing import start_stock_file
from oms.inventory.counting import count_bin
from oms.inventory.file_pages import stock_page_of
from oms.web.auth import needs
from oms.web.htmx import leave, render
from oms.web.routes import does


@bp.get("/stock/files")
@needs("stock.change")
def stock_files() -> Response:
    return _files()


@bp.post("/stock/files")
@needs("stock.change")
@does(keep_goods_file)
def give_file() -> Response:
    try:
        file_id = keep_goods_file(*uploaded(), by=g.by)
    except Refused as refusal:
        return _files(refusal.status, refusal)
    return leave(url_for(".stock_file", file_id=file_id))


@bp.get("/stock/files/<int:file_id>")
@needs("stock.change")
def stock_file(file_id: int) -> Response:
    return _file(file_id, request.args.get("bin", "").strip())


@bp.post("/stock/files/<int:file_id>/start")
@needs("stock.change")
@does(start_stock_file, count_bin)
def start_count(file_id: int) -> Response:
    bin_ = request.form.get("bin", "").strip()
    try:
        start_stock_file(file_id, bin_, by=g.by)
    except Missing:
        raise
    except Refused as refusal:
        return _file(file_id, bin_, refusal.status, refusal)
    return leave(url_for(".stock_file", file_id=file_id))


def _files(status: int = 200, refusal: Refused | None = None) -> Response:
    return render("inventory/stock_files.html", status=status, files=files_lately(), refusal=refusal)


def _file(file_id: int, bin_: str, status: int = 200, refusal: Refused | None = None) -> Response:
    told = request.args.get("verdict", ""), request.args.get("after", 0, type=whole)
    page, plan = stock_page_of(file_id, bin_, *told)
    shown = {"page": page, "plan": plan, "bin": bin_, "refusal": refusal, "file_id": file_id}
    return render("inventory/stock_file.html", block="file_body", status=status, **shown)
