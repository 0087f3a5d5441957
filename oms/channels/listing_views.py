"""What a channel calls our goods: the list, and giving a name another meaning."""

from __future__ import annotations

from flask import Response, g, request, url_for

from oms.channels.blueprint import bp
from oms.channels.forms import parts, seen_parts
from oms.channels.listing_pages import find_listing, listings_of
from oms.channels.queries import find_channel
from oms.channels.remapping import remap_listing
from oms.core.errors import Refused
from oms.web.auth import needs
from oms.web.htmx import leave, render
from oms.web.routes import does


@bp.get("/channels/<int:channel_id>/listings")
@needs("settings.see")
def listings(channel_id: int) -> Response:
    words = request.args.get("q", "").strip()
    found, after = listings_of(channel_id, words, request.args.get("after", ""))
    return render(
        "channels/listings.html", channel=find_channel(channel_id), known=found, after=after, q=words
    )


@bp.get("/listings/<int:listing_id>")
@needs("orders.change")
def listing(listing_id: int) -> Response:
    return _page(listing_id)


@bp.post("/listings/<int:listing_id>")
@needs("orders.change")
@does(remap_listing)
def remap(listing_id: int) -> Response:
    known = find_listing(listing_id)
    name, channel_id = known.listing.name, known.listing.channel_id
    try:
        solved = remap_listing(listing_id, seen_parts(), parts(), by=g.by)
    except Refused as refusal:
        return _page(listing_id, refusal.status, refusal)
    waited = f" {solved} waiting {'line goes' if solved == 1 else 'lines go'} on." if solved else ""
    said = f"From now on “{name}” means that.{waited}"
    return leave(url_for(".listings", channel_id=channel_id), said=said, undo=g.by.operation_id)


def _page(listing_id: int, status: int = 200, refusal: Refused | None = None) -> Response:
    known = find_listing(listing_id)
    channel = find_channel(known.listing.channel_id)
    return render("channels/listing.html", status=status, known=known, channel=channel, refusal=refusal)
