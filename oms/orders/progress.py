"""How far an order has come, told by the floors above in their own transactions. All part of a verb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from oms.core.db import db
from oms.core.errors import Refused
from oms.core.events import record
from oms.core.operations import current_operation, touch
from oms.inventory.stock import lock_demands
from oms.orders.facts import OrderShipped
from oms.orders.finding import lock_order
from oms.orders.models import LinePart, Order, OrderLine

PICKABLE = {"ready", "to_pack", "packed"}


def start_picking(order: Order) -> None:
    """Somebody takes a locked order, or the rest of it, to the floor. Refuses where it may not go there."""
    if order.picking_since is not None:
        raise Refused(f"{order.number} is being picked already.")
    if order.headline not in PICKABLE:
        raise Refused(f"{order.number} cannot be picked now: {order.badge.lower()}.")
    running = current_operation()
    order.picking_since, order.picking_by = running.at, running.by.actor
    touch(order.key)


def resume_picking(order_id: int, picker: str) -> None:
    order = lock_order(order_id)
    order.picking_since, order.picking_by = current_operation().at, picker
    touch(order.key)


def stop_picking(order_ids: Iterable[int]) -> None:
    for order_id in sorted(set(order_ids)):
        order = lock_order(order_id)
        order.picking_since = order.picking_by = None
        touch(order.key)


def order_id_of(owner: str) -> int:
    """The order that a demand's owner key names."""
    return int(owner.removeprefix("order:"))


def count_packed(part: LinePart, quantity: int) -> None:
    """So many more (or fewer) of a part lie in parcels."""
    part.packed += quantity
    touch(f"order:{_order_id(part)}")


def count_sealed(order_id: int, quantities: Mapping[int, int]) -> None:
    """So many more (or fewer) of each part lie in closed parcels."""
    for part in _parts(quantities):
        part.sealed += quantities[part.id]
    touch(f"order:{order_id}")


def count_shipped(order_id: int, quantities: Mapping[int, int]) -> None:
    """So many more of each part have left (or, when negative, came back by an undo). A line counts as
    shipped as far as all of its parts have.
    """
    parts = _parts(quantities)
    demands = lock_demands(part.demand_id for part in parts)
    for part in parts:
        part.shipped += quantities[part.id]
        demands[part.demand_id].gone += quantities[part.id]
    db.session.flush()
    lines = _lines(order_id)
    for line in lines:
        if line.parts:
            line.shipped = min(part.shipped // part.per for part in line.parts)
    touch(f"order:{order_id}")
    if all(line.to_ship == 0 for line in lines if line.requires_shipping) and any(
        n > 0 for n in quantities.values()
    ):
        record(OrderShipped(order_id), about=f"order:{order_id}")


def parts_of(order_id: int) -> list[LinePart]:
    """The parts of an order in line order, with their demands."""
    query = (
        select(LinePart)
        .join(LinePart.line)
        .where(OrderLine.order_id == order_id)
        .options(selectinload(LinePart.demand), selectinload(LinePart.sku), selectinload(LinePart.line))
        .order_by(OrderLine.position, LinePart.id)
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query))


def _parts(ids: Iterable[int]) -> list[LinePart]:
    query = select(LinePart).where(LinePart.id.in_(list(ids))).order_by(LinePart.id)
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _lines(order_id: int) -> list[OrderLine]:
    query = select(OrderLine).where(OrderLine.order_id == order_id).options(selectinload(OrderLine.parts))
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _order_id(part: LinePart) -> int:
    return db.session.scalars(select(OrderLine.order_id).where(OrderLine.id == part.line_id)).one()
