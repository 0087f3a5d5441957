"""By which way an account learns how many are left, and what is on its way to it."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Select, select

from oms.channels.kinds import Kind, find_kind
from oms.channels.models import Channel, Connection, Pulse
from oms.core.db import db
from oms.core.delivering import waiting
from oms.core.events import Delivery
from oms.outgoing.ways import API, FILE, HAND

TELLER, READER = "outgoing.tell_stock", "outgoing.read_what_is_offered"
"""The handlers that tell an account how many are left, and that ask it what it offers."""

CONNECTED = (
    select(Channel.id, Channel.kind)
    .join(Connection, Connection.channel_id == Channel.id)
    .outerjoin(Pulse, Pulse.channel_id == Channel.id)
    .where(Connection.is_on, Connection.tells_stock)
)


def stock_way(channel: Channel) -> str:
    """An account that is connected is told by itself, also when it is switched off for a while."""
    kind, connection = find_kind(channel.kind), db.session.get(Connection, channel.id)
    if can_tell(kind) and connection is not None and connection.tells_stock:
        return API
    return FILE if kind.stock_upload is not None else HAND


def can_tell(kind: Kind) -> bool:
    """Whether its API takes how many are left."""
    return kind.client is not None and bool(getattr(kind.client, "can_tell_stock", False))


def connected_accounts() -> set[int]:
    """Those that are told by themselves."""
    return _able(CONNECTED)


def telling_accounts() -> set[int]:
    """Those of them of which we have read what they offer, since they are connected as they are now."""
    return _able(CONNECTED.where(Pulse.offers_read_at > Connection.since))


def _able(query: Select[int, str]) -> set[int]:
    return {channel_id for channel_id, kind in db.session.execute(query) if can_tell(find_kind(kind))}


def under_way(handler: str, channel_ids: Iterable[int]) -> dict[int, Delivery]:
    """What is on its way to each of these accounts: it waits, is leaving, or is tried again later."""
    lanes = {lane_of(channel_id): channel_id for channel_id in channel_ids}
    query = select(Delivery).where(waiting(), Delivery.handler == handler, Delivery.lane.in_(lanes))
    return {lanes[one.lane]: one for one in db.session.scalars(query.order_by(Delivery.id.desc()))}


def lane_of(channel_id: int) -> str:
    return f"channel_id:{channel_id}"
