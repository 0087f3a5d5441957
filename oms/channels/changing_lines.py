"""What a channel's newer word does to the lines of an order: more, fewer, sent by somebody else, another item."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from oms.channels.kinds import find_kind
from oms.channels.listings import change_item, open_line, parts_of_names
from oms.channels.minding import hold_once
from oms.channels.models import Channel
from oms.channels.telling import Told
from oms.core.db import db
from oms.core.errors import Refused
from oms.core.events import record
from oms.core.operations import By
from oms.inventory.stock import lock_demands, want_less, want_more
from oms.orders.cancelling import cancel_line, want_again
from oms.orders.drafts import LineDraft, OrderDraft
from oms.orders.facts import LineRaised
from oms.orders.models import LinePart, Order, OrderLine
from oms.orders.placing import Part, add_line

SENT = (
    "The channel says that {} of “{}” left already, and here they lie in a parcel. Look before it goes twice."
)
FEWER = "The channel wants {} fewer of “{}”. {}"


def take_lines(order: Order, channel_id: int, was: Told, draft: OrderDraft, by: By) -> bool:
    """Whether anything was done about them. Part of a verb, with the order locked. Of a cancelled order nothing is
    wanted any more.
    """
    query = select(OrderLine).where(OrderLine.order_id == order.id)
    ours = {line.external_id: line for line in db.session.scalars(query)}
    parts = parts_of_names(channel_id, (line.sku for line in draft.lines))
    before = {line["external_id"]: line for line in was["lines"]}
    echoes = _sends_whole(channel_id) and any(line.shipped for line in ours.values())
    did = False
    for told in (replace(told, shipped_by_channel=0) if echoes else told for told in draft.lines):
        line, known = ours.get(told.external_id), before.get(told.external_id)
        meant = parts.get(told.sku or "", ())
        if line is None:
            add_line(order, told, meant)
            did = True
            continue
        _take_prices(line, told)
        if order.cancelled_at is None:
            did |= _take_item(order, line, told, meant)
            did |= _take_line(order, line, told, known or _untold(told), meant, by)
        elif known is not None:
            _count_cancelled(order, line, told.quantity - known["quantity"])
    return did


def want_all_again(order: Order, channel_id: int, draft: OrderDraft) -> None:
    """The channel had cancelled the order, and wants it after all. Part of a verb, with the order locked."""
    order.cancelled_at = order.closed_at = None
    told = {line.external_id: line for line in draft.lines}
    parts = parts_of_names(channel_id, (line.sku for line in draft.lines))
    query = select(OrderLine).where(OrderLine.order_id == order.id, OrderLine.external_id.in_(told))
    for line in db.session.scalars(query).all():
        one = told[line.external_id]
        want_again(order, line.id, max(0, line.cancelled - one.cancelled))
        open_line(order, line, parts.get(one.sku or "", ()))


def _sends_whole(channel_id: int) -> bool:
    """Whether it calls the rest of an order sent because we told it of a part."""
    return find_kind(db.session.get_one(Channel, channel_id).kind).sends_whole


def _untold(told: LineDraft) -> Told:
    return {"quantity": told.quantity, "cancelled": told.cancelled}


def _take_prices(line: OrderLine, told: LineDraft) -> None:
    line.title = told.title
    line.unit_price_minor, line.line_total_minor = told.unit_price_minor, told.line_total_minor
    line.tax_minor, line.discount_minor = told.tax_minor, told.discount_minor


def _take_line(
    order: Order, line: OrderLine, told: LineDraft, known: Told, meant: tuple[Part, ...], by: By
) -> bool:
    """Ordered is the most that it ever was, so it only grows; what is wanted again was cancelled before."""
    elsewhere = max(0, told.shipped_by_channel - line.shipped) - line.shipped_elsewhere
    did = elsewhere > 0 and _count_elsewhere(order, line, min(elsewhere, line.to_ship))
    more, fewer = told.quantity - known["quantity"], told.cancelled - known["cancelled"]
    both = max(0, min(more, fewer))
    _count_cancelled(order, line, both)
    if more > both:
        _want_more(order, line, more - both)
    if fewer < 0:
        want_again(order, line.id, min(-fewer, line.cancelled))
    if more > both or fewer < 0:
        open_line(order, line, meant)
    over = (line.ordered - line.cancelled) - (told.quantity - told.cancelled)
    did |= _want_fewer(order, line, min(over, line.to_ship), by)
    return did or more > 0 or fewer < 0


def _count_cancelled(order: Order, line: OrderLine, quantity: int) -> None:
    """More were ordered than we knew, and are not wanted any more."""
    if quantity > 0:
        line.ordered += quantity
        line.cancelled += quantity
        order.units += quantity


def _take_item(order: Order, line: OrderLine, told: LineDraft, meant: tuple[Part, ...]) -> bool:
    """Another item on the same line: if nobody has touched the first, it is that one from now on."""
    is_another = told.sku is not None and told.sku != line.sku_text
    return is_another and change_item(order, line, told.sku or "", meant)


def _want_more(order: Order, line: OrderLine, quantity: int) -> None:
    line.ordered += quantity
    order.units += quantity
    pers = _pers(line)
    for demand in lock_demands(pers).values():
        want_more(demand, quantity * pers[demand.id])
    record(LineRaised(order.id, line.id, quantity, line.to_ship), about=order.key)


def _want_fewer(order: Order, line: OrderLine, quantity: int, by: By) -> bool:
    if quantity <= 0:
        return False
    db.session.flush()
    try:
        cancel_line(line.id, quantity, by=by)
    except Refused as refusal:
        hold_once(order, FEWER.format(quantity, line.title, refusal.sentence))
    return True


def _count_elsewhere(order: Order, line: OrderLine, quantity: int) -> bool:
    """The channel says that somebody else sent some of it. What we sent ourselves it counts too."""
    if quantity <= 0:
        return False
    if _in_parcels(line) > line.to_ship - quantity:
        hold_once(order, SENT.format(quantity, line.title))
        return True
    pers = _pers(line)
    for demand in lock_demands(pers).values():
        want_less(demand, quantity * pers[demand.id])
    line.shipped_elsewhere += quantity
    return True


def _in_parcels(line: OrderLine) -> int:
    query = select(LinePart.packed, LinePart.shipped, LinePart.per).where(LinePart.line_id == line.id)
    return max(
        (-(-(packed - shipped) // per) for packed, shipped, per in db.session.execute(query)), default=0
    )


def _pers(line: OrderLine) -> dict[int, int]:
    query = select(LinePart.demand_id, LinePart.per).where(LinePart.line_id == line.id)
    return {demand_id: per for demand_id, per in db.session.execute(query)}
