"""What channels are told: the parcels that left, by itself, by file or by hand."""

from __future__ import annotations

from io import BytesIO

from flask import Response, g, request, send_file, url_for

from oms.channels.queries import find_channel
from oms.core.digits import whole
from oms.core.errors import Missing, Refused, WrongInput
from oms.outgoing import stock_views
from oms.outgoing.blueprint import bp
from oms.outgoing.deciding import note_told_by_hand, tell_again
from oms.outgoing.files import SHIPMENTS, content_of, keep_template
from oms.outgoing.filing import make_shipments_file, take_back_file
from oms.outgoing.shipment_pages import shipments_page
from oms.outgoing.switching import let_others_tell, tell_it_from_here
from oms.outgoing.words import set_carrier_words, words_for_page
from oms.reading.content import Content
from oms.web.auth import needs, safe_path
from oms.web.htmx import leave, render
from oms.web.routes import does

__all__ = ["bp", "stock_views"]


@bp.get("/channels/<int:channel_id>/shipments")
@needs("export.do")
def shipments(channel_id: int) -> Response:
    return _shipments(channel_id)


@bp.post("/channels/<int:channel_id>/shipments")
@needs("export.do")
@does(make_shipments_file)
def make(channel_id: int) -> Response:
    try:
        make_shipments_file(channel_id, by=g.by)
    except Missing:
        raise
    except Refused as refusal:
        return _shipments(channel_id, refusal.status, refusal)
    return leave(
        url_for(".shipments", channel_id=channel_id), said="The file is made. Download it, then upload it."
    )


@bp.post("/channels/<int:channel_id>/shipments/template")
@needs("export.do")
@does(keep_template)
def give_template(channel_id: int) -> Response:
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise WrongInput("Choose the file first.")
        keep_template(channel_id, SHIPMENTS, file.filename, Content(file.read()), by=g.by)
    except Missing:
        raise
    except Refused as refusal:
        return _shipments(channel_id, refusal.status, refusal)
    back = url_for(".shipments", channel_id=channel_id)
    return leave(back, said="Our files look like it from now on.", undo=g.by.operation_id)


@bp.get("/outgoing/files/<int:file_id>/download")
@needs("export.do")
def download(file_id: int) -> Response:
    """The same bytes each time."""
    filename, content = content_of(file_id)
    return send_file(
        BytesIO(content), "application/octet-stream", as_attachment=True, download_name=filename, etag=False
    )


@bp.post("/outgoing/files/<int:file_id>/removal")
@needs("export.do")
@does(take_back_file)
def take_back(file_id: int) -> Response:
    count = take_back_file(file_id, by=g.by)
    said = f"{count} {'parcel waits' if count == 1 else 'parcels wait'} for the next file."
    return leave(_next(url_for("channels.index")), said=said)


@bp.post("/confirmations/told")
@needs("orders.change")
@does(note_told_by_hand)
def told() -> Response:
    count = note_told_by_hand(_ids(), by=g.by)
    said = f"Noted: the channel knows of {'it' if count == 1 else f'{count} parcels'}."
    return leave(_next(url_for("channels.index")), said=said, undo=g.by.operation_id)


@bp.post("/confirmations/again")
@needs("orders.change")
@does(tell_again)
def again() -> Response:
    tell_again(_ids(), by=g.by)
    return leave(_next(url_for("channels.index")), said="The channel is told now.")


@bp.get("/channels/<int:channel_id>/carriers")
@needs("orders.change")
def carriers(channel_id: int) -> Response:
    return _carriers(channel_id)


@bp.post("/channels/<int:channel_id>/carriers")
@needs("orders.change")
@does(set_carrier_words)
def name_carriers(channel_id: int) -> Response:
    pairs = zip(request.form.getlist("carrier"), request.form.getlist("word"), strict=False)
    try:
        count = set_carrier_words(channel_id, tuple(pairs), by=g.by)
    except Missing:
        raise
    except Refused as refusal:
        return _carriers(channel_id, refusal.status, refusal)
    waited = (
        f" {count} {'parcel that waited goes' if count == 1 else 'parcels that waited go'} on."
        if count
        else ""
    )
    back = url_for(".shipments", channel_id=channel_id)
    return leave(back, said=f"Saved.{waited}", undo=g.by.operation_id)


@bp.post("/channels/<int:channel_id>/shipments/others")
@needs("settings.change")
@does(let_others_tell)
def leave_to_others(channel_id: int) -> Response:
    let_others_tell(channel_id, by=g.by)
    back = url_for("channels.edit", channel_id=channel_id)
    return leave(back, said="Somebody else tells it what was sent.", undo=g.by.operation_id)


@bp.post("/channels/<int:channel_id>/shipments/ours")
@needs("settings.change")
@does(tell_it_from_here)
def take_over(channel_id: int) -> Response:
    tell_it_from_here(channel_id, by=g.by)
    back = url_for("channels.edit", channel_id=channel_id)
    return leave(back, said="It is told what leaves from now on.", undo=g.by.operation_id)


def _shipments(channel_id: int, status: int = 200, refusal: Refused | None = None) -> Response:
    page = shipments_page(channel_id)
    return render("outgoing/shipments.html", status=status, page=page, refusal=refusal)


def _carriers(channel_id: int, status: int = 200, refusal: Refused | None = None) -> Response:
    channel = find_channel(channel_id)
    words = words_for_page(channel)
    return render("outgoing/carriers.html", status=status, channel=channel, words=words, refusal=refusal)


def _ids() -> tuple[int, ...]:
    found = tuple(request.form.getlist("id", type=whole))
    if not found:
        raise WrongInput("Choose a parcel first.")
    return found


def _next(otherwise: str) -> str:
    return safe_path(request.form.get("next")) or otherwise
