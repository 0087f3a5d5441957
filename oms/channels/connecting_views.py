"""The part of an account's page where it is connected, tried, and switched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, g, request, url_for

from oms.channels.account_views import account_page
from oms.channels.blueprint import bp
from oms.channels.calling import try_account
from oms.channels.connecting import connect_account, keys_of, switch_account
from oms.channels.hook_views import hook_address
from oms.channels.kinds import Kind, find_kind
from oms.channels.listening import forget_listener
from oms.channels.models import Channel, Connection, Pulse
from oms.channels.panels import PANELS, Panel
from oms.channels.queries import find_channel
from oms.core.db import db
from oms.core.digits import whole
from oms.core.errors import Permanent, Refused, Unreachable
from oms.core.sealing import LOST
from oms.web.auth import needs
from oms.web.htmx import leave
from oms.web.routes import does, no_undo


@dataclass(frozen=True, slots=True)
class ConnectionPage:
    """How an account is connected. `kept` are the keys that we have; `shown` those that are no secret; `lost` is
    said where nobody can read them any more.
    """

    kind: Kind
    connection: Connection | None
    pulse: Pulse | None
    kept: frozenset[str]
    shown: dict[str, str]
    lost: str | None
    hook: str | None
    since: datetime | None


def connection_page(channel: Channel) -> ConnectionPage | None:
    """None for an account whose kind cannot be reached by itself."""
    kind = find_kind(channel.kind)
    if channel.is_own or (kind.client is None and kind.webhook is None):
        return None
    connection = db.session.get(Connection, channel.id)
    keys = keys_of(connection) if connection else {}
    open_ones = {one.name for one in kind.credentials if not one.secret}
    return ConnectionPage(
        kind=kind,
        connection=connection,
        pulse=db.session.get(Pulse, channel.id),
        kept=frozenset(keys),
        shown={name: key for name, key in keys.items() if name in open_ones},
        lost=LOST if connection and not keys and any(one.required for one in kind.credentials) else None,
        hook=hook_address(channel.id) if kind.webhook is not None else None,
        since=connection.since if connection else None,
    )


CONNECTION = Panel("channels/_connection.html", connection_page)
if CONNECTION not in PANELS:
    PANELS.insert(0, CONNECTION)


@bp.post("/channels/<int:channel_id>/connection")
@needs("settings.change")
@does(connect_account)
def connect(channel_id: int) -> Response:
    channel = find_channel(channel_id)
    try:
        connect_account(channel_id, request.form.get("version", 0, type=whole), **_typed(channel), by=g.by)
    except Refused as refusal:
        return account_page(channel, status=refusal.status, refusal=refusal)
    return _back(channel_id, f"{channel.label} is connected. Try it now.", undo=g.by.operation_id)


def _typed(channel: Channel) -> dict[str, Any]:
    names = [one.name for one in find_kind(channel.kind).credentials]
    return {
        "base_url": request.form.get("base_url", ""),
        "keys": {name: request.form.get(f"key-{name}", "") for name in names},
        "tells_stock": "tells_stock" in request.form,
        "tells_sent": "tells_sent" in request.form,
    }


@bp.post("/channels/<int:channel_id>/connection/switch")
@needs("settings.change")
@does(switch_account)
def switch(channel_id: int) -> Response:
    on = request.form.get("on") == "yes"
    switch_account(channel_id, on=on, by=g.by)
    said = "It is on again." if on else "It is off: nobody is asked or told."
    return _back(channel_id, said, undo=g.by.operation_id)


@bp.post("/channels/<int:channel_id>/connection/trial")
@needs("settings.change")
@no_undo("Asking changes nothing.")
def trial(channel_id: int) -> Response:
    try:
        said = f"It works: {try_account(channel_id)}."
    except (Unreachable, Permanent) as no:
        said = f"It does not work. {no}"
    return _back(channel_id, said)


def _back(channel_id: int, said: str, undo: str | None = None) -> Response:
    forget_listener(channel_id)
    return leave(url_for(".edit", channel_id=channel_id), said=said, undo=undo)
