"""What a channel's newer word does to the lines of an order: more, fewer, sent by somebody else, another item."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from oms.channels.kinds import find_kind
from oms.channels.listings import parts_of_names
from oms.channels.models import Channel
from oms.channels.telling import Told
from oms.core.db import db
from oms.core.errors import Refused
from oms.core.events import record
from oms.core.operations import By
from oms.inventory.stock import lock_demands, want_less, want_more
from oms.orders.cancelling import cancel_line
from oms.orders.drafts import LineDraft, OrderDraft
from oms.orders.facts import LineRaised
from oms.orders.holding import hold_order
from oms.orders.models import Hold, LinePart, Order, OrderLine
from oms.orders.placing import add_line

OTHER_ITEM = "The channel changed line {} from “{}” to “{}”. Look at the order there before this ships."
SENT = (
    "The channel says that {} of “{}” left already, and here they lie in a parcel. Look before it goes twice."
)
FEWER = "The channel wants {} fewer of “{}”. {}"


def take_lines(order: Order, channel_id: int, before: Told, draft: OrderDraft, by: By) -> None:
    """Part of a verb, with the order locked. Of a cancelled order nothing is wanted any more."""
    query = select(OrderLine).where(OrderLine.order_id == order.id)
    ours = {line.external_id: line for line in db.session.scalars(query)}
    parts = parts_of_names(channel_id, (line.sku for line in draft.lines))
    wanted = {line["external_id"]: line["quantity"] for line in before["lines"]}
    echoes = _sends_whole(channel_id) and any(line.shipped for line in ours.values())
    for told in (replace(told, shipped_by_channel=0) if echoes else told for told in draft.lines):
        line = ours.get(told.external_id)
        if line is None:
            add_line(order, told, parts.get(told.sku or "", ()))
        elif order.cancelled_at is None:
            _take_line(order, line, told, told.quantity - wanted.get(told.external_id, told.quantity), by)
    for external_id in draft.removed:
        line = ours.get(external_id)
        if line is not None and order.cancelled_at is None:
            _want_fewer(order, line, line.to_ship, by)


def _sends_whole(channel_id: int) -> bool:
    """Whether it calls the rest of an order sent because we told it of a part."""
    return find_kind(db.session.get_one(Channel, channel_id).kind).sends_whole


def _take_line(order: Order, line: OrderLine, told: LineDraft, added: int, by: By) -> None:
    line.unit_price_minor, line.line_total_minor = told.unit_price_minor, told.line_total_minor
    line.tax_minor, line.discount_minor = told.tax_minor, told.discount_minor
    if told.sku != line.sku_text:
        sentence = OTHER_ITEM.format(line.position, line.sku_text or line.title, told.sku or told.title)
        _hold_once(order, sentence)
        return
    elsewhere = max(0, told.shipped_by_channel - line.shipped) - line.shipped_elsewhere
    if elsewhere > 0:
        _count_elsewhere(order, line, min(elsewhere, line.to_ship))
    if added > 0:
        _want_more(order, line, added)
    fewer = (line.ordered - line.cancelled) - (told.quantity - told.cancelled)
    _want_fewer(order, line, min(fewer, line.to_ship), by)


def _want_more(order: Order, line: OrderLine, quantity: int) -> None:
    line.ordered += quantity
    order.units += quantity
    pers = _pers(line)
    for demand in lock_demands(pers).values():
        want_more(demand, quantity * pers[demand.id])
    record(LineRaised(order.id, line.id, quantity, line.to_ship), about=order.key)


def _want_fewer(order: Order, line: OrderLine, quantity: int, by: By) -> None:
    if quantity <= 0:
        return
    db.session.flush()
    try:
        cancel_line(line.id, quantity, by=by)
    except Refused as refusal:
        _hold_once(order, FEWER.format(quantity, line.title, refusal.sentence))


def _count_elsewhere(order: Order, line: OrderLine, quantity: int) -> None:
    """The channel says that somebody else sent some of it. What we sent ourselves it counts too."""
    if quantity <= 0:
        return
    if _in_parcels(line) > line.to_ship - quantity:
        _hold_once(order, SENT.format(quantity, line.title))
        return
    pers = _pers(line)
    for demand in lock_demands(pers).values():
        want_less(demand, quantity * pers[demand.id])
    line.shipped_elsewhere += quantity


def _in_parcels(line: OrderLine) -> int:
    query = select(LinePart.packed, LinePart.shipped, LinePart.per).where(LinePart.line_id == line.id)
    return max(
        (-(-(packed - shipped) // per) for packed, shipped, per in db.session.execute(query)), default=0
    )


def _pers(line: OrderLine) -> dict[int, int]:
    query = select(LinePart.demand_id, LinePart.per).where(LinePart.line_id == line.id)
    return {demand_id: per for demand_id, per in db.session.execute(query)}


def _hold_once(order: Order, sentence: str) -> None:
    """Every later word of the channel says it again."""
    asked = select(Hold.id).where(Hold.order_id == order.id, Hold.detail == sentence)
    if db.session.scalar(asked.limit(1)) is None:
        hold_order(order.id, "manual", sentence)
