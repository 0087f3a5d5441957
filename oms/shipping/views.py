"""Tracking numbers, hand-over and deliveries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC

from flask import Blueprint, Response, g, request, url_for

from oms.core import clock
from oms.core.errors import Refused, WrongInput
from oms.floorplan.finding import first_site
from oms.shipping.arrivals import Arrival, read_arrivals
from oms.shipping.carriers.names import CARRIERS
from oms.shipping.carriers.numbers import recognise, tracking_url
from oms.shipping.delivering import mark_delivered
from oms.shipping.forms import DeliveredForm, ManifestForm, TrackingForm
from oms.shipping.handing_over import add_to_manifest, hand_over, open_manifest, take_off_manifest
from oms.shipping.queries import (
    closed_manifests,
    manifest_for_page,
    open_manifests,
    parcel_by_tracking,
    parcel_for_page,
    parcels_waiting,
    people_behind,
    undo_of_hand_over,
)
from oms.shipping.tracking import set_tracking
from oms.web.auth import needs, safe_path
from oms.web.htmx import leave, render, trigger, wants_fragment
from oms.web.routes import does
from oms.web.times import zone

bp = Blueprint("shipping", __name__)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What became of one row of a carrier's file."""

    row: Arrival
    sentence: str
    delivered: bool = False


@bp.get("/hand-over")
@needs("shipping.do")
def index() -> Response:
    closed = closed_manifests()
    return render(
        "shipping/index.html",
        waiting=parcels_waiting(),
        lists=open_manifests(),
        closed=closed,
        names=people_behind(closed),
        form=ManifestForm(),
        carriers=[carrier.name for carrier in CARRIERS.values()],
    )


@bp.post("/manifests")
@needs("shipping.do")
@does(open_manifest)
def begin() -> Response:
    form = ManifestForm()
    if not form.validate_on_submit():
        raise WrongInput("Say which carrier comes.")
    manifest_id = open_manifest(first_site(), form.carrier.data or "", by=g.by)
    return leave(url_for(".manifest", manifest_id=manifest_id))


@bp.get("/manifests/<int:manifest_id>")
@needs("shipping.do")
def manifest(manifest_id: int) -> Response:
    return _manifest_page(manifest_id)


@bp.post("/manifests/<int:manifest_id>/parcels")
@needs("shipping.do")
@does(add_to_manifest)
def scan(manifest_id: int) -> Response:
    code = request.form.get("code", "").strip()
    try:
        add_to_manifest(manifest_id, code, by=g.by)
    except Refused as refusal:
        page = _manifest_page(manifest_id, status=409, wrong=(code, refusal.sentence))
        return trigger(page, **{"scan:wrong": True})
    return (
        trigger(_manifest_page(manifest_id), **{"scan:right": True}) if wants_fragment() else _to(manifest_id)
    )


@bp.post("/manifests/<int:manifest_id>/parcels/<int:parcel_id>/removal")
@needs("shipping.do")
@does(take_off_manifest)
def take_off(manifest_id: int, parcel_id: int) -> Response:
    take_off_manifest(parcel_id, by=g.by)
    return _to(manifest_id)


@bp.post("/manifests/<int:manifest_id>/hand-over")
@needs("shipping.do")
@does(hand_over)
def close(manifest_id: int) -> Response:
    hand_over(manifest_id, by=g.by)
    return _to(manifest_id)


@bp.get("/parcels/<int:parcel_id>")
@needs("shipping.do")
def parcel(parcel_id: int) -> Response:
    found, shipment = parcel_for_page(parcel_id)
    url = (
        tracking_url(shipment.carrier, shipment.tracking_number)
        if shipment and shipment.tracking_number
        else None
    )
    return render(
        "shipping/parcel.html",
        parcel=found,
        shipment=shipment,
        form=TrackingForm(),
        delivered=DeliveredForm(at=clock.now().astimezone(zone())),
        url=url,
        back=_back(parcel_id),
    )


@bp.post("/parcels/<int:parcel_id>/tracking")
@needs("shipping.do")
@does(set_tracking)
def track(parcel_id: int) -> Response:
    form = TrackingForm()
    try:
        if not form.validate_on_submit():
            raise WrongInput("Scan or type the tracking number.")
        set_tracking(parcel_id, form.number.data or "", form.carrier.data or None, by=g.by)
    except Refused as refusal:
        return _tracking(parcel_id, refusal.status, refusal)
    return leave(_back(parcel_id), said="The tracking number is noted.", undo=g.by.operation_id)


@bp.get("/parcels/<int:parcel_id>/tracking")
@needs("shipping.do")
def tracking(parcel_id: int) -> Response:
    """The number alone, for whoever has the parcel in hand; `back` is where they go on."""
    return _tracking(parcel_id)


@bp.get("/tracking/check")
@needs("shipping.do")
def check() -> Response:
    """What a number looks like, while it is typed."""
    number = request.args.get("number", "").strip()
    return render("shipping/_recognised.html", found=recognise(number) if number else None)


@bp.post("/parcels/<int:parcel_id>/delivery")
@needs("shipping.do")
@does(mark_delivered)
def deliver(parcel_id: int) -> Response:
    form = DeliveredForm()
    if not form.validate_on_submit() or form.at.data is None:
        raise WrongInput("Say when it was delivered.")
    mark_delivered(parcel_id, form.at.data.replace(tzinfo=zone()).astimezone(UTC), by=g.by)
    return leave(_back(parcel_id), said="Noted: it was delivered.", undo=g.by.operation_id)


@bp.post("/deliveries")
@needs("shipping.do")
@does(mark_delivered)
def deliveries() -> Response:
    """A carrier's file: each row by itself, with its result."""
    file = request.files.get("file")
    try:
        rows = read_arrivals(file.read() if file else b"", zone())
    except ValueError as error:
        raise WrongInput(str(error)) from error
    return render("shipping/deliveries.html", results=[_arrive(row) for row in rows])


def _arrive(row: Arrival) -> Arrived:
    parcel_id = parcel_by_tracking(row.number) if row.at else None
    if row.at is None or parcel_id is None:
        return Arrived(row, row.problem or "No parcel has this number.")
    try:
        new = mark_delivered(parcel_id, row.at, by=g.by.part(f"row-{row.row}"))
    except Refused as refusal:
        return Arrived(row, refusal.sentence)
    return Arrived(row, "Delivered" if new else "Known already", delivered=new)


def _tracking(parcel_id: int, status: int = 200, refusal: Refused | None = None) -> Response:
    found, shipment = parcel_for_page(parcel_id)
    return render(
        "shipping/tracking.html",
        block="number",
        status=status,
        parcel=found,
        shipment=shipment,
        refusal=refusal,
        back=_back(parcel_id),
    )


def _back(parcel_id: int) -> str:
    return safe_path(request.values.get("back")) or url_for(".parcel", parcel_id=parcel_id)


def _manifest_page(manifest_id: int, status: int = 200, wrong: tuple[str, str] | None = None) -> Response:
    found = manifest_for_page(manifest_id)
    return render(
        "shipping/manifest.html",
        block="manifest_body",
        status=status,
        manifest=found,
        wrong=wrong,
        undo=undo_of_hand_over(found),
    )


def _to(manifest_id: int) -> Response:
    return leave(url_for(".manifest", manifest_id=manifest_id))
