"""What a channel calls our goods. Mapping a name once releases every order that waits for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, bindparam, literal, select, union_all
from sqlalchemy.orm import selectinload

from oms.catalog.models import Sku
from oms.channels.facts import ListingMapped
from oms.channels.models import ChannelOrder, Listing, ListingPart
from oms.core.constraints import refusing
from oms.core.db import db, table_of
from oms.core.errors import Missing, Refused, WrongInput
from oms.core.events import record
from oms.core.operations import By, Operation, remember, touch, undoable, verb
from oms.inventory.stock import lock_demands, want_less
from oms.orders.facts import LineMapped
from oms.orders.finding import lock_orders
from oms.orders.holding import hold_item, release
from oms.orders.models import Hold, LinePart, Order, OrderLine
from oms.orders.placing import Part, open_parts

NAMES: BindParameter[Any] = bindparam("names", expanding=True)
SKUS, LISTED, OF = table_of(Sku), table_of(Listing), table_of(ListingPart)
KNOWN = union_all(
    select(SKUS.c.code, SKUS.c.id, literal(1), literal(0).label("part")).where(SKUS.c.code.in_(NAMES)),
    select(LISTED.c.name, OF.c.sku_id, OF.c.quantity, OF.c.id)
    .join_from(LISTED, OF, OF.c.listing_id == LISTED.c.id)
    .where(LISTED.c.channel_id == bindparam("channel_id"), LISTED.c.name.in_(NAMES)),
).order_by("part")
"""What names mean, first our own SKUs of that very text."""


def parts_of_names(channel_id: int, names: Iterable[str | None]) -> dict[str, tuple[Part, ...]]:
    """The parts of each name that is known: by the channel's listing, else by our own SKU of that very text."""
    asked = {"channel_id": channel_id, "names": sorted({name for name in names if name})}
    own: dict[str, tuple[Part, ...]] = {}
    listed: dict[str, tuple[Part, ...]] = {}
    for name, sku_id, per, part in db.session.execute(KNOWN, asked):
        found = listed if part else own
        found[name] = (*found.get(name, ()), Part(sku_id, per))
    return own | listed


@verb(undoable())
def map_listing(channel_id: int, name: str, parts: tuple[Part, ...], *, by: By) -> int:
    """Say what a channel means by a name; how many waiting lines that solved."""
    del by
    refuse_wrong(parts)
    if not name:
        raise WrongInput("Say which name of the channel you mean.")
    parts = one_each(parts)
    listing = Listing(channel_id=channel_id, name=name)
    listing.parts = [ListingPart(sku_id=part.sku_id, quantity=part.per) for part in parts]
    with refusing(f"“{name}” is mapped already."):
        db.session.add(listing)
        db.session.flush()
    lines = solve(waiting_lines(channel_id, name), parts)
    remember(listing_id=listing.id, lines=[line.id for line in lines])
    record(ListingMapped(listing.id, len(lines)), about=f"listing:{listing.id}")
    return len(lines)


@map_listing.undo
def _unmap(operation: Operation) -> None:
    """Orders that came in since were let go by the same word, so they wait again too."""
    listing = db.session.get_one(Listing, operation.recall("listing_id"))
    unsolve([*operation.recall("lines"), *_mapped_since(listing, operation.at)])
    db.session.delete(listing)


@verb(undoable())
def map_line(line_id: int, parts: tuple[Part, ...], *, by: By) -> None:
    """Say what one line is, where the channel gave no name that could be remembered."""
    del by
    line = db.session.get(OrderLine, line_id)
    if line is None:
        raise Missing("There is no such line.")
    refuse_wrong(parts)
    if not solve([line], parts):
        raise Refused("Somebody has said what it is already.")
    remember(lines=[line.id])


@map_line.undo
def _unmap_line(operation: Operation) -> None:
    unsolve(operation.recall("lines"))


def waiting_lines(channel_id: int, name: str) -> list[OrderLine]:
    """Lines of a name that are held because nobody knew it."""
    query = (
        select(OrderLine)
        .join(ChannelOrder, ChannelOrder.order_id == OrderLine.order_id)
        .where(
            ChannelOrder.channel_id == channel_id,
            OrderLine.sku_text == name,
            OrderLine.id.in_(select(Hold.line_id).where(Hold.released_at.is_(None))),
        )
        .order_by(OrderLine.order_id, OrderLine.position)
    )
    return list(db.session.scalars(query))


def _mapped_since(listing: Listing, at: datetime) -> list[int]:
    query = (
        select(OrderLine.id)
        .join(OrderLine.order)
        .join(ChannelOrder, ChannelOrder.order_id == OrderLine.order_id)
        .where(
            ChannelOrder.channel_id == listing.channel_id,
            OrderLine.sku_text == listing.name,
            Order.arrived_at >= at,
        )
    )
    return list(db.session.scalars(query))


def refuse_wrong(parts: tuple[Part, ...]) -> None:
    """Raises WrongInput where these are no items of ours."""
    if not parts or any(part.per < 1 for part in parts):
        raise WrongInput("Choose what it is, and how many of it.")
    ids = {part.sku_id for part in parts}
    if len(db.session.scalars(select(Sku.id).where(Sku.id.in_(ids))).all()) < len(ids):
        raise WrongInput("There is no such item.")


def one_each(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Of each SKU one part: what was chosen twice counts as often."""
    takes: Counter[int] = Counter()
    for part in parts:
        takes[part.sku_id] += part.per
    return tuple(Part(sku_id, per) for sku_id, per in takes.items())


def solve(lines: list[OrderLine], parts: tuple[Part, ...]) -> list[OrderLine]:
    """Part of a verb: these lines are that; which of them nobody had solved before."""
    orders = {order.id: order for order in lock_orders(line.order_id for line in lines)}
    taken = set(
        db.session.scalars(select(LinePart.line_id).where(LinePart.line_id.in_([o.id for o in lines])))
    )
    solved = [line for line in lines if line.id not in taken]
    for line in solved:
        db.session.refresh(line)
        _open(orders[line.order_id], line, parts)
    return solved


def _open(order: Order, line: OrderLine, parts: tuple[Part, ...]) -> None:
    open_parts(order, [(line, part) for part in parts])
    holds = select(Hold).where(Hold.line_id == line.id, Hold.released_at.is_(None))
    for hold in db.session.scalars(holds):
        release(hold, "mapped")
    record(LineMapped(order.id, line.id), about=order.key)
    touch(order.key)


def open_line(order: Order, line: OrderLine, parts: tuple[Part, ...]) -> None:
    """Part of a verb, with the order locked: what is wanted of a line of which nothing was is promised too."""
    has_parts = db.session.scalar(select(LinePart.id).where(LinePart.line_id == line.id).limit(1))
    if has_parts is None and line.requires_shipping and line.to_ship:
        _want_item(order, line, parts)


def change_item(order: Order, line: OrderLine, name: str, parts: tuple[Part, ...]) -> bool:
    """Part of a verb, with the order locked: the line is that item from now on. False where somebody has picked
    of the other one already.
    """
    known = db.session.scalars(select(LinePart).where(LinePart.line_id == line.id)).all()
    demands = lock_demands(part.demand_id for part in known)
    if any(demand.picked or demand.put_back or demand.gone for demand in demands.values()):
        return False
    for part in known:
        want_less(demands[part.demand_id], demands[part.demand_id].wanted)
        db.session.delete(part)
    db.session.flush()
    line.sku_text = name
    if line.requires_shipping and line.to_ship:
        _want_item(order, line, parts)
    return True


def _want_item(order: Order, line: OrderLine, parts: tuple[Part, ...]) -> None:
    held = select(Hold).where(Hold.line_id == line.id, Hold.released_at.is_(None))
    for hold in db.session.scalars(held):
        release(hold, "another item")
    open_parts(order, [(line, part) for part in parts])
    if not parts:
        hold_item(line)


def unsolve(line_ids: list[int]) -> None:
    """Part of an undo: the lines wait again for somebody who knows what they are."""
    query = select(OrderLine).where(OrderLine.id.in_(line_ids)).options(selectinload(OrderLine.parts))
    lines = db.session.scalars(query.execution_options(populate_existing=True)).all()
    lock_orders(line.order_id for line in lines)
    demands = lock_demands(part.demand_id for line in lines for part in line.parts)
    for line in lines:
        for part in line.parts:
            demand = demands[part.demand_id]
            if demand.picked:
                raise Refused("Some of it was picked already, so this cannot be undone.")
            want_less(demand, demand.wanted)
            db.session.delete(part)
        if line.to_ship:
            hold_item(line)
