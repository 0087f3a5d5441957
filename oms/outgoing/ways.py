"""By which way an account learns what was sent: by itself, by a file that somebody uploads, or by hand."""

from __future__ import annotations

from sqlalchemy import select

from oms.channels.kinds import find_kind
from oms.channels.models import Channel, ChannelOrder, Connection
from oms.core.db import db

API, FILE, HAND = "api", "file", "hand"


def can_hear(channel: Channel) -> bool:
    """Whether there is anybody to hear what was sent: the shop's own phone is not, nor who asks us by itself."""
    return not channel.is_own and not find_kind(channel.kind).looks_itself


def listens(channel: Channel) -> bool:
    """Whether it hears from us what was sent. Some shops have it told by somebody else, such as their carrier."""
    return channel.hears_of_parcels and can_hear(channel)


def listener_of(order_id: int) -> Channel | None:
    """The channel that wants to hear what becomes of an order."""
    query = select(Channel).join(ChannelOrder, ChannelOrder.channel_id == Channel.id)
    found = db.session.scalar(query.where(ChannelOrder.order_id == order_id))
    return found if found and listens(found) else None


def way_of(channel: Channel) -> str:
    """An account that is connected is told by itself, also when it is switched off for a while."""
    kind, connection = find_kind(channel.kind), db.session.get(Connection, channel.id)
    if getattr(kind.client, "can_confirm", False) and connection is not None and connection.tells_sent:
        return API
    return FILE if kind.shipment_upload is not None else HAND
