"""Everything that channels told by themselves: what it was, what it did, and what wants a look."""

from __future__ import annotations

from flask import Response, g, request, url_for

from oms.channels.blueprint import bp
from oms.channels.forms import LookForm
from oms.channels.intake import put_aside, read_again
from oms.channels.intake_queries import (
    OUTCOMES,
    PAGE,
    SOURCES,
    event_page,
    events,
    events_to_look_at,
    hearing_of,
)
from oms.channels.looking import want_look
from oms.channels.panels import PANELS, WAITS, Panel
from oms.channels.queries import file_channels
from oms.core.digits import whole
from oms.shop.models import the_shop
from oms.web.auth import needs
from oms.web.htmx import leave, render
from oms.web.routes import does

HEARING = Panel("channels/_hearing.html", hearing_of)
if HEARING not in PANELS:
    PANELS.append(HEARING)
    WAITS.append(events_to_look_at)


@bp.get("/channels/events")
@needs("import.do")
def all_events() -> Response:
    channel_id = request.args.get("channel", 0, type=whole)
    outcome, order_id = request.args.get("outcome", ""), request.args.get("order", 0, type=whole)
    found = events(channel_id, outcome, request.args.get("before", 0, type=whole), order_id)
    return render(
        "channels/all_events.html",
        found=found,
        channel_id=channel_id,
        outcome=outcome,
        order_id=order_id,
        before=found[-1].id if len(found) == PAGE else None,
        outcomes=OUTCOMES,
        sources=SOURCES,
        channels=file_channels(),
        look_at=sum(events_to_look_at().values()),
    )


@bp.get("/channels/events/<int:intake_id>")
@needs("import.do")
def event(intake_id: int) -> Response:
    return render("channels/event.html", page=event_page(intake_id), outcomes=OUTCOMES, sources=SOURCES)


@bp.post("/channels/events/<int:intake_id>/reading")
@needs("import.do")
@does(read_again)
def read_event_again(intake_id: int) -> Response:
    read_again(intake_id, by=g.by)
    return leave(url_for(".event", intake_id=intake_id), said="It is read once more, within seconds.")


@bp.post("/channels/events/<int:intake_id>/aside")
@needs("import.do")
@does(put_aside)
def set_aside(intake_id: int) -> Response:
    put_aside(intake_id, request.form.get("because", ""), by=g.by)
    back = url_for(".all_events", outcome="look")
    return leave(back, said="Nobody is asked about it any more.", undo=g.by.operation_id)


@bp.post("/channels/<int:channel_id>/look")
@needs("import.do")
@does(want_look)
def look(channel_id: int) -> Response:
    want_look(channel_id, LookForm().began_at(the_shop().zone), by=g.by)
    return leave(
        url_for(".edit", channel_id=channel_id), said="We look now; what is new appears in the queue."
    )
