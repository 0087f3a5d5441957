"""Where channels tell by themselves what happened: believed by the signature, kept as it came, answered at once."""

from __future__ import annotations

import logging

from flask import Response, abort, current_app, request, url_for

from oms.channels.blueprint import bp
from oms.channels.events import Answer, Forged, Incoming
from oms.channels.intake import by_webhook, keep_event
from oms.channels.listening import listener
from oms.core.operations import By
from oms.web.errors import answer
from oms.web.machines import for_machines
from oms.web.routes import does

log = logging.getLogger(__name__)
LARGEST = 1_000_000
TOO_LARGE = "This is longer than any event is. Nothing was kept of it."


@bp.post("/hooks/<int:channel_id>")
@for_machines
@does(keep_event)
def hook(channel_id: int) -> Response:
    webhook, keys = listener(channel_id)
    incoming = _incoming(channel_id)
    greeted = webhook.greeting(incoming, keys)
    if greeted is not None:
        return _greet(greeted)
    try:
        webhook.verify(incoming, keys)
    except Forged as why:
        log.warning("channel:%s an event is not believed: %s", channel_id, why)
        return answer(401, "The signature is missing or wrong.")
    keep_event(channel_id, by_webhook(incoming, webhook.label(incoming)), by=By(f"channel:{channel_id}"))
    return Response(status=200)


@bp.get("/hooks/<int:channel_id>")
@for_machines
def challenge(channel_id: int) -> Response:
    """Before it tells anything, a channel may want to see that the address is ours."""
    webhook, keys = listener(channel_id)
    greeted = webhook.greeting(_incoming(channel_id), keys)
    return _greet(greeted) if greeted is not None else abort(405)


def hook_address(channel_id: int) -> str:
    """What the owner enters in the channel: some sign it too, so it is always this very text."""
    base: str = current_app.extensions["settings"].base_url or request.host_url
    return base.rstrip("/") + url_for("channels.hook", channel_id=channel_id)


def _incoming(channel_id: int) -> Incoming:
    """The request as it came, if it is not too long: that is known before anything of it is read or hashed."""
    if (request.content_length or 0) > LARGEST:
        abort(answer(413, TOO_LARGE))
    request.max_content_length = LARGEST
    return Incoming(
        method=request.method,
        url=hook_address(channel_id),
        headers={name.lower(): told for name, told in request.headers.items()},
        args=request.args.to_dict(),
        body=request.get_data(cache=False),
    )


def _greet(told: Answer) -> Response:
    return Response(told.body, told.status, content_type=told.content_type)
