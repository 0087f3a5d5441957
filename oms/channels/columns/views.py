"""The page on which somebody says what the columns of a file mean that nobody knew."""

from __future__ import annotations

from flask import Blueprint, Response, g, request, url_for

from oms.channels.columns.dates import FORMATS
from oms.channels.columns.forms import said
from oms.channels.columns.meaning import GROUPS, PAID, Meaning
from oms.channels.columns.queries import SHOWN, columns_page
from oms.channels.columns.remembering import explain_columns
from oms.channels.queries import file_channels
from oms.core.digits import whole
from oms.core.errors import Missing, Refused
from oms.web.auth import needs
from oms.web.htmx import leave, render
from oms.web.routes import does

bp = Blueprint("columns", __name__)


@bp.get("/imports/<int:import_id>/columns")
@needs("import.do")
def index(import_id: int) -> Response:
    return _page(import_id)


@bp.post("/imports/<int:import_id>/columns")
@needs("import.do")
@does(explain_columns)
def explain(import_id: int) -> Response:
    header = columns_page(import_id).header
    channel_id = request.form.get("channel_id", 0, type=whole)
    told: Meaning | None = None
    try:
        told = said(header)
        explain_columns(import_id, channel_id, header, told, by=g.by)
    except Missing:
        raise
    except Refused as refusal:
        return _page(import_id, told, refusal)
    return leave(url_for("channels.import_", import_id=import_id))


def _page(import_id: int, told: Meaning | None = None, refusal: Refused | None = None) -> Response:
    return render(
        "columns/index.html",
        status=refusal.status if refusal else 200,
        page=columns_page(import_id, told),
        groups=GROUPS,
        formats=FORMATS,
        ways_to_pay=PAID,
        channels=file_channels(),
        shown=SHOWN,
        refusal=refusal,
    )
