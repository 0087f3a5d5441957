"""What keeps an order of a channel from being sent: money, the channel's own reasons, an address. Part of a verb."""

from __future__ import annotations

from sqlalchemy import select

from oms.channels.minding import hold_unless_held, release_ours
from oms.channels.models import Channel
from oms.core.db import db
from oms.orders.addresses import address_faults
from oms.orders.drafts import ContactDraft, OrderDraft
from oms.orders.holding import hold_order
from oms.orders.models import Hold, LinePart, Order, OrderLine

PACKED = "The channel changed the address after it was packed. Print the label again."


def take_gate(order: Order, was: OrderDraft, draft: OrderDraft) -> None:
    """Whether it is to be sent before it is paid."""
    before, now = bool(was.ships_unpaid), bool(draft.ships_unpaid)
    if before == now or order.paid_at is not None:
        return
    if now:
        release_ours(order, "The channel sends it unpaid.", Hold.reason == "payment")
    elif order.closed_at is None:
        hold_order(order.id, "payment")


def take_stops(order: Order, before: list[str], now: list[str]) -> None:
    """Whether the channel itself keeps it back. What a person placed stays."""
    for why in before:
        if why not in now:
            release_ours(order, "The channel lets it go on.", Hold.detail == why)
    for why in now:
        if why not in before and order.closed_at is None:
            hold_order(order.id, "manual", why)


def hold_back(order: Order, channel: Channel, draft: OrderDraft, stops: list[str]) -> None:
    """It was cancelled and is not any more: whatever keeps it back now, nobody has held it for yet."""
    if not (draft.paid or order.paid_at or draft.ships_unpaid or channel.releases_unpaid):
        hold_unless_held(order, "payment")
    for why in stops:
        hold_unless_held(order, "manual", why)
    hold_address(order, draft.ship_to)


def hold_address(order: Order, now: ContactDraft) -> None:
    """Our own doubt about the old address is settled by the new one; what a person placed stays."""
    release_ours(order, "The channel sent another address.", Hold.reason == "address")
    sentences = [fault.sentence for fault in address_faults(now)]
    if _is_packed(order.id):
        sentences.append(PACKED)
    if sentences:
        hold_order(order.id, "address", " ".join(sentences))


def _is_packed(order_id: int) -> bool:
    query = select(LinePart.id).join(LinePart.line)
    packed = query.where(OrderLine.order_id == order_id, LinePart.packed > LinePart.shipped)
    return db.session.scalar(packed.limit(1)) is not None
