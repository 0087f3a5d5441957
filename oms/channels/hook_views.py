"""Where channels tell by themselves what happened: believed by the signature, kept as it came, answered at once."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from flask import Response, abort, current_app, request

from oms.channels.believing import believe
from oms.channels.blueprint import bp
from oms.channels.events import Answer, Forged, Incoming
from oms.channels.intake import Arrived, by_webhook, keep_events
from oms.channels.listening import listener
from oms.core.batching import Batches
from oms.core.operations import By
from oms.web.errors import answer
from oms.web.machines import for_machines
from oms.web.routes import does

log = logging.getLogger(__name__)
LARGEST = 1_000_000
TOO_LARGE = "This is longer than any event is. Nothing was kept of it."


@bp.post("/hooks/<int:channel_id>")
@for_machines
@does(keep_events)
def hook(channel_id: int) -> Response:
    own, incoming = listener(channel_id), _incoming(channel_id)
    greeted = own.webhook.greeting(incoming, own.keys)
    if greeted is not None:
        return _greet(greeted)
    try:
        believe(channel_id, own, incoming)
    except Forged as why:
        log.warning("channel:%s an event is not believed: %s", channel_id, why)
        return answer(401, "The signature is missing or wrong.")
    ARRIVING.add((channel_id, by_webhook(incoming, own.webhook.label(incoming))))
    return Response(status=200)


@bp.get("/hooks/<int:channel_id>")
@for_machines
def challenge(channel_id: int) -> Response:
    """Before it tells anything, a channel may want to see that the address is ours."""
    own = listener(channel_id)
    greeted = own.webhook.greeting(_incoming(channel_id), own.keys)
    return _greet(greeted) if greeted is not None else abort(405)


def _keep(arrived: Sequence[tuple[int, Arrived]]) -> None:
    for channel_id in sorted({channel_id for channel_id, _ in arrived}):
        events = [event for of, event in arrived if of == channel_id]
        keep_events(channel_id, events, by=By(f"channel:{channel_id}"))


ARRIVING = Batches(_keep)


def hook_address(channel_id: int) -> str:
    """What the owner enters in the channel: some sign it too, so it is always this very text."""
    base: str = current_app.extensions["settings"].base_url or request.host_url
    return f"{base.rstrip('/')}/hooks/{channel_id}"


def _incoming(channel_id: int) -> Incoming:
    return Incoming(
        method=request.method,
        url=hook_address(channel_id),
        headers={name.lower(): told for name, told in request.headers.items()},
        args=request.args.to_dict(),
        body=_body(),
    )


def _body() -> bytes:
    """All of it, if it is not too long. Where that is not told beforehand, no more is read than it takes to know."""
    if (request.content_length or 0) > LARGEST:
        abort(answer(413, TOO_LARGE))
    request.max_content_length = LARGEST + 1
    body = request.get_data(cache=False)
    if len(body) > LARGEST:
        abort(answer(413, TOO_LARGE))
    return body


def _greet(told: Answer) -> Response:
    return Response(told.body, told.status, content_type=told.content_type)
