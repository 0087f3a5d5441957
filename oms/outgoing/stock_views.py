"""What is on offer on each channel, and how many of it the channel is told."""

from __future__ import annotations

from flask import Response, g, request, url_for

from oms.channels.queries import find_channel
from oms.core.errors import Missing, Refused, WrongInput
from oms.outgoing.blueprint import bp
from oms.outgoing.offer_pages import find_offer, offers_page, standing_of
from oms.outgoing.offers import ask_for_offers, say_whose, take_stock_file, tell_all_again, tell_now
from oms.outgoing.stock_files import make_stock_file
from oms.reading.content import Content
from oms.web.auth import needs
from oms.web.htmx import leave, render
from oms.web.routes import does


@bp.get("/channels/<int:channel_id>/offers")
@needs("settings.see")
def offers(channel_id: int) -> Response:
    return _offers(channel_id)


@bp.post("/channels/<int:channel_id>/offers/reading")
@needs("import.do")
@does(ask_for_offers)
def read_offers(channel_id: int) -> Response:
    ask_for_offers(channel_id, by=g.by)
    return leave(_of(channel_id), said="It is asked what it offers. Look again in a moment.")


@bp.post("/channels/<int:channel_id>/offers/telling")
@needs("export.do")
@does(tell_all_again)
def tell_again_all(channel_id: int) -> Response:
    tell_all_again(channel_id, by=g.by)
    return leave(_of(channel_id), said="It is told how many are left of everything, now.")


@bp.post("/channels/<int:channel_id>/offers/try")
@needs("export.do")
@does(tell_now)
def try_now(channel_id: int) -> Response:
    tell_now(channel_id, by=g.by)
    return leave(_of(channel_id), said="It is tried now.")


@bp.post("/channels/<int:channel_id>/offers/file")
@needs("import.do")
@does(take_stock_file)
def give_stock_file(channel_id: int) -> Response:
    file = request.files.get("file")
    try:
        if file is None or not file.filename:
            raise WrongInput("Choose the file first.")
        count = take_stock_file(channel_id, file.filename, Content(file.read()), by=g.by)
    except Missing:
        raise
    except Refused as refusal:
        return _offers(channel_id, refusal.status, refusal)
    said = f"The file names {count} {'offer' if count == 1 else 'offers'}. Ours looks like it from now on."
    return leave(_of(channel_id), said=said)


@bp.post("/channels/<int:channel_id>/offers")
@needs("export.do")
@does(make_stock_file)
def make_stock(channel_id: int) -> Response:
    try:
        make_stock_file(channel_id, by=g.by)
    except Missing:
        raise
    except Refused as refusal:
        return _offers(channel_id, refusal.status, refusal)
    return leave(_of(channel_id), said="The file is made. Download it, then upload it.")


@bp.get("/offers/<int:offer_id>")
@needs("settings.see")
def offer(offer_id: int) -> Response:
    shown = find_offer(offer_id)
    channel = find_channel(shown.offer.channel_id)
    return render("outgoing/offer.html", shown=shown, channel=channel, standing=standing_of(channel))


@bp.post("/offers/<int:offer_id>/ours")
@needs("catalog.change")
@does(say_whose)
def whose(offer_id: int) -> Response:
    is_ours = request.form.get("ours") == "yes"
    shown = find_offer(offer_id)
    name, channel_id = shown.offer.name, shown.offer.channel_id
    say_whose(offer_id, is_ours, by=g.by)
    said = f"“{name}” is {'told again' if is_ours else 'left alone'} from now on."
    return leave(_of(channel_id), said=said, undo=g.by.operation_id)


def _offers(channel_id: int, status: int = 200, refusal: Refused | None = None) -> Response:
    show, words = request.args.get("show", ""), request.args.get("q", "").strip()
    page = offers_page(channel_id, show, words, request.args.get("after", ""))
    return render("outgoing/offers.html", status=status, page=page, show=show, q=words, refusal=refusal)


def _of(channel_id: int) -> str:
    return url_for(".offers", channel_id=channel_id)
