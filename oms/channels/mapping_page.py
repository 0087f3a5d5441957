"""The page that asks what an unknown item is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from oms.channels.models import ChannelOrder
from oms.channels.queries import channels_of
from oms.core.db import db
from oms.orders.models import Hold, OrderLine
from oms.orders.queries import order_for_page


def mapping_page(order_id: int) -> dict[str, Any]:
    """The lines of an order that nobody knows, each with how many other orders wait for the same name."""
    order = order_for_page(order_id)
    channel = channels_of([order_id]).get(order_id)
    held = {hold.line_id for hold in order.holds if hold.is_open and hold.line_id}
    lines = [line for line in order.lines if line.id in held]
    names = [line.sku_text for line in lines if line.sku_text]
    waiting = _waiting(channel.id, names) if channel else {}
    return {"order": order, "channel": channel, "lines": lines, "waiting": waiting}


def _waiting(channel_id: int, names: list[str]) -> dict[str, int]:
    query = (
        select(OrderLine.sku_text, func.count(OrderLine.order_id.distinct()))
        .join(ChannelOrder, ChannelOrder.order_id == OrderLine.order_id)
        .join(Hold, Hold.line_id == OrderLine.id)
        .where(
            ChannelOrder.channel_id == channel_id, OrderLine.sku_text.in_(names), Hold.released_at.is_(None)
        )
        .group_by(OrderLine.sku_text)
    )
    return {name: count for name, count in db.session.execute(query) if name}
