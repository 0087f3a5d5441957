"""Papers as PDF. They are printed by the press, outside of transactions and off the web threads."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Blueprint, Response, make_response, request

from oms.core.db import db
from oms.core.digits import whole
from oms.core.errors import Refused
from oms.core.pacing import Pace
from oms.documents.printing import print_papers
from oms.documents.queries import bin_labels, label_of_parcel, product_label, slip_of_order, slip_of_parcel
from oms.documents.sheets import Paper
from oms.floorplan.queries import bin_ids
from oms.web.auth import needs
from oms.web.paces import claim
from oms.web.routes import no_undo

bp = Blueprint("documents", __name__)
MOST, MOST_LABELS = 200, 2000
PAPERS = Pace("papers", at_once=3000, each_second=20)


@bp.get("/orders/<int:order_id>/slip.pdf")
@needs("papers.print")
def slip(order_id: int) -> Response:
    return _pdf(lambda: [slip_of_order(order_id)], f"slip-{order_id}")


@bp.post("/slips.pdf")
@needs("papers.print")
@no_undo("Printing changes nothing.")
def slips() -> Response:
    ids = request.form.getlist("id", type=whole)[:MOST]
    return _pdf(lambda: [slip_of_order(order_id) for order_id in ids], "slips", len(ids))


@bp.get("/parcels/<int:parcel_id>/slip.pdf")
@needs("papers.print")
def parcel_slip(parcel_id: int) -> Response:
    return _pdf(lambda: [slip_of_parcel(parcel_id)], f"slip-parcel-{parcel_id}")


@bp.get("/parcels/<int:parcel_id>/label.pdf")
@needs("papers.print")
def label(parcel_id: int) -> Response:
    return _pdf(lambda: [label_of_parcel(parcel_id)], f"label-{parcel_id}")


@bp.get("/parcels/<int:parcel_id>/papers.pdf")
@needs("papers.print")
def parcel_papers(parcel_id: int) -> Response:
    """The slip and the address label in one document."""
    return _pdf(lambda: [slip_of_parcel(parcel_id), label_of_parcel(parcel_id)], f"parcel-{parcel_id}")


@bp.get("/skus/<int:sku_id>/label.pdf")
@needs("papers.print")
def sku_label(sku_id: int) -> Response:
    copies = max(1, min(MOST, request.args.get("copies", 1, type=whole)))
    return _pdf(lambda: [product_label(sku_id)] * copies, f"product-{sku_id}", copies)


@bp.get("/bins/labels.pdf")
@needs("papers.print")
def places_labels() -> Response:
    return _labels(request.args.getlist("id", type=whole))


@bp.get("/sites/<int:site_id>/labels.pdf")
@needs("papers.print")
def site_labels(site_id: int) -> Response:
    """Of every bin of the site, or of those that a search finds."""
    return _labels(bin_ids(site_id, request.args.get("q", "")))


def _labels(place_ids: Sequence[int]) -> Response:
    if len(place_ids) > MOST_LABELS:
        raise Refused(
            f"These are {len(place_ids):,} labels; at most {MOST_LABELS:,} are printed at a time. "
            "Search for one aisle, such as A-, and print its labels, then the next."
        )
    return _pdf(lambda: bin_labels(place_ids), "bins", len(place_ids))


def _pdf(read: Callable[[], Sequence[Paper]], name: str, count: int = 1) -> Response:
    """Read first, let go of the database, then print."""
    claim(PAPERS, count)
    papers = read()
    db.session.rollback()
    response = make_response(print_papers(papers))
    response.content_type = "application/pdf"
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
