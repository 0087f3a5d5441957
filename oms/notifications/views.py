"""Messages: what was said, and what could not be."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, g, request, url_for

from oms.core.delivering import try_again
from oms.core.digits import whole
from oms.notifications.queries import PAGE, find_notice, given_up, notices, too_old, waiting_for_a_server
from oms.web.auth import needs
from oms.web.htmx import leave, render
from oms.web.routes import does

bp = Blueprint("notifications", __name__)


@bp.get("/messages")
@needs("customers.see")
def index() -> Response:
    found = notices(request.args.get("before", type=whole))
    return render(
        "notifications/index.html",
        notices=found,
        before=found[-1].notice.id if len(found) == PAGE else None,
        given_up=given_up(),
        too_old=too_old(),
        waiting=len(waiting_for_a_server()),
        has_server=bool(current_app.extensions["settings"].smtp_host),
    )


@bp.get("/messages/<int:notice_id>")
@needs("customers.see")
def show(notice_id: int) -> Response:
    return render("notifications/show.html", told=find_notice(notice_id))


@bp.post("/deliveries/<int:delivery_id>/again")
@needs("messages.send")
@does(try_again)
def again(delivery_id: int) -> Response:
    try_again(delivery_id, by=g.by)
    return leave(url_for(".index"))


@bp.post("/deliveries/again")
@needs("messages.send")
@does(try_again)
def all_again() -> Response:
    """Such as after the mail server was set up. What fails again is listed again."""
    for delivery_id in [*(one.delivery_id for one in given_up()), *waiting_for_a_server()]:
        try_again(delivery_id, by=g.by.part(str(delivery_id)))
    return leave(url_for(".index"), said="They are tried again now.")
