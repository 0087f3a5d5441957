"""By which way an account learns what was sent: by itself, by a file that somebody uploads, or by hand."""

from __future__ import annotations

from oms.channels.kinds import find_kind
from oms.channels.models import Channel, Connection
from oms.core.db import db

API, FILE, HAND = "api", "file", "hand"


def way_of(channel: Channel) -> str:
    """An account that is connected is told by itself, also when it is switched off for a while."""
    kind, connection = find_kind(channel.kind), db.session.get(Connection, channel.id)
    if kind.client is not None and connection is not None and connection.tells_sent:
        return API
    return FILE if kind.shipment_upload is not None else HAND
