"""Acts at the desk: orders that come in, and what is changed on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

from sqlalchemy import select

from oms.channels.listings import map_listing
from oms.channels.models import Channel, ChannelOrder
from oms.channels.taking_in import take_in
from oms.channels.telling import as_draft
from oms.core.operations import VERBS, Operation, Undoable
from oms.core.undoing import undo_operation
from oms.orders.cancelling import cancel_line, cancel_order
from oms.orders.drafts import LineDraft, OrderDraft, PaymentDraft
from oms.orders.editing import add_note, change_address, change_promise
from oms.orders.holding import place_hold, release_hold, ship_the_rest
from oms.orders.models import Hold, Order, OrderLine
from oms.orders.paying import record_charge, record_refund
from oms.orders.placing import Part
from tests.faults.acts import Call, Choices, First, act, call, some, some_sku
from tests.shop import ANA, SKUS, Shop

PLACED = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SOLD = (*SKUS, *SKUS, "NOPE")
HOLD_REASONS = ("manual", "customer", "fraud")


def draft_of(number: int) -> OrderDraft:
    """The order with this number: whoever asks, the same."""
    dice = Random(number)
    lines = tuple(
        LineDraft(str(position), sku, sku.title(), dice.randint(1, 4))
        for position, sku in enumerate(dice.choices(SOLD, k=dice.randint(1, 3)), 1)
    )
    paid = dice.random() < 0.7
    return OrderDraft(
        external_id=f"#{number}",
        number=f"#{number}",
        placed_at=PLACED,
        promise_by=PLACED + timedelta(hours=dice.randint(1, 200)),
        lines=lines,
        buyer=ANA,
        ship_to=ANA if dice.random() < 0.9 else replace(ANA, line1="Große Straße"),
        paid=paid,
        currency="EUR",
        total_minor=2000,
        payments=(PaymentDraft("charge", 2000, PLACED),) if paid else (),
    )


def channel(kind: str = "shopify") -> int:
    return int(some(select(Channel.id).where(Channel.kind == kind), First()))


@act(6)
def order(shop: Shop, choose: Choices) -> Call | None:
    return call(take_in, channel(), draft_of(choose.number(1, 400)), actor="channel:1")


@act()
def same_order_again(shop: Shop, choose: Choices) -> Call | None:
    known = some(select(ChannelOrder.external_id).order_by(ChannelOrder.order_id), choose)
    return known and call(take_in, channel(), draft_of(int(known.removeprefix("#"))), actor="channel:1")


@act(2)
def channel_tells_more(shop: Shop, choose: Choices) -> Call | None:
    known = some(select(ChannelOrder.told).order_by(ChannelOrder.order_id), choose)
    if known is None:
        return None
    before = as_draft(known)
    first, more = before.lines[0], LineDraft(str(len(before.lines) + 1), "MUG", "Mug", 1)
    news = (
        {"paid": True},
        {"cancelled_at": PLACED},
        {"ship_to": replace(ANA, line1=f"Neue Straße {choose.number(1, 99)}")},
        {"lines": (*before.lines, more)},
        {"lines": (replace(first, cancelled=min(first.cancelled + 1, first.quantity)), *before.lines[1:])},
        {"lines": (replace(first, shipped_by_channel=1), *before.lines[1:])},
    )
    return call(take_in, channel(), replace(before, **choose.one(news)), actor="channel:1")


@act()
def map_unknown(shop: Shop, choose: Choices) -> Call | None:
    parts = (Part(some_sku(shop, choose), choose.number(1, 2)),)
    return call(map_listing, channel(), "NOPE", parts)


@act(2)
def cancel_some(shop: Shop, choose: Choices) -> Call | None:
    line = some(select(OrderLine).order_by(OrderLine.id), choose)
    return line and call(cancel_line, line.id, choose.number(1, line.ordered))


@act()
def cancel(shop: Shop, choose: Choices) -> Call | None:
    found = some_order(choose)
    return found and call(cancel_order, found.id, "customer asked")


@act()
def note(shop: Shop, choose: Choices) -> Call | None:
    found = some_order(choose)
    return found and call(add_note, found.id, choose.one(("Gift wrap", "  ", "Call first")))


@act()
def address(shop: Shop, choose: Choices) -> Call | None:
    found = some_order(choose)
    new = replace(ANA, line1=f"Kleine Straße {choose.number(1, 9)}")
    return found and call(change_address, found.id, new, found.version - choose.number(0, 1))


@act()
def promise(shop: Shop, choose: Choices) -> Call | None:
    found = some_order(choose)
    moment = PLACED + timedelta(days=choose.number(1, 9))
    return found and call(change_promise, found.id, moment, found.version - choose.number(0, 1))


@act(2)
def pay(shop: Shop, choose: Choices) -> Call | None:
    found = some_order(choose)
    return found and call(record_charge, found.id, choose.one((None, 500, 2000)))


@act()
def pay_back(shop: Shop, choose: Choices) -> Call | None:
    found = some_order(choose)
    return found and call(record_refund, found.id, choose.one((None, 500, 2000)))


@act()
def hold(shop: Shop, choose: Choices) -> Call | None:
    found = some_order(choose)
    return found and call(place_hold, found.id, choose.one(HOLD_REASONS), "")


@act(2)
def release(shop: Shop, choose: Choices) -> Call | None:
    found = some(select(Hold).where(Hold.released_at.is_(None)).order_by(Hold.id), choose)
    return found and call(release_hold, found.id, "looked at it")


@act()
def rest(shop: Shop, choose: Choices) -> Call | None:
    found = some_order(choose)
    return found and call(ship_the_rest, found.id)


@act(8)
def undo(shop: Shop, choose: Choices) -> Call | None:
    """Anything that was done and not undone yet, more often something recent; the walls stay."""
    can = [name for name, verb in VERBS.items() if isinstance(verb.policy, Undoable)]
    done = select(Operation.id).where(Operation.verb.in_(can), Operation.undone_at.is_(None))
    done = done.where(Operation.by != "test")
    recent = done.order_by(Operation.at.desc(), Operation.id).limit(choose.one((1, 6, 200)))
    found = some(recent, choose)
    return found and call(undo_operation, found)


def some_order(choose: Choices) -> Order | None:
    found: Order | None = some(select(Order).order_by(Order.id), choose)
    return found
