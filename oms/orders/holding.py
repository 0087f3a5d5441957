"""Holds: placed and released, each with who, when and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from oms.core.db import db
from oms.core.errors import Missing, Refused, WrongInput
from oms.core.events import record, record_all
from oms.core.operations import By, Operation, current_operation, remember, touch, undoable, verb
from oms.core.rows import write_numbered
from oms.orders.facts import HoldPlaced, HoldReleased, RestReleased
from oms.orders.finding import lock_order
from oms.orders.headline import HOLDS, Code
from oms.orders.models import Hold, Order, OrderLine


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why an order, or one line of it, has to wait."""

    reason: str
    detail: str = ""
    line: OrderLine | None = None


def hold_order(order_id: int, reason: str, detail: str = "") -> int:
    """Part of a verb."""
    return _hold(order_id, Doubt(reason, detail))


def hold_item(line: OrderLine) -> int:
    """Wait until somebody says what this line is. Part of a verb."""
    return _hold(line.order_id, doubt_item(line))


def doubt_item(line: OrderLine) -> Doubt:
    return Doubt("unknown_item" if line.sku_text else "no_item", line=line)


def _hold(order_id: int, doubt: Doubt) -> int:
    (hold_id,) = write_holds(order_id, [doubt])
    touch(f"order:{order_id}")
    return hold_id


def write_holds(order_id: int, doubts: Sequence[Doubt]) -> list[int]:
    """Their ids. Part of a verb, which sees to the headline."""
    running = current_operation()
    rows = [
        {
            "order_id": order_id,
            "line_id": doubt.line.id if doubt.line else None,
            "reason": doubt.reason,
            "detail": doubt.detail,
            "placed_at": running.at,
            "placed_by": running.by.actor,
        }
        for doubt in doubts
    ]
    ids = write_numbered(Hold, rows)
    placed = zip(ids, doubts, strict=True)
    record_all((HoldPlaced(order_id, hold_id, one.reason), f"order:{order_id}") for hold_id, one in placed)
    return ids


def release(hold: Hold, reason: str) -> None:
    """Part of a verb."""
    running = current_operation()
    hold.released_at, hold.released_by, hold.release_reason = running.at, running.by.actor, reason
    record(HoldReleased(hold.order_id, hold.id, hold.reason), about=f"order:{hold.order_id}")
    touch(f"order:{hold.order_id}")


def hold_again(hold_id: int) -> None:
    """Take a release back. Part of an undo."""
    hold = _find(hold_id)
    hold.released_at = hold.released_by = hold.release_reason = None
    touch(f"order:{hold.order_id}")


def refuse_held(order: Order, what_to_do: str) -> None:
    """Part of a verb: an order that waits for a decision or for money goes no further."""
    if order.headline in {Code.NEEDS_YOU, Code.UNPAID}:
        why = order.badge.removeprefix("Needs you: ").lower()
        raise Refused(f"{order.number} is on hold: {why}. {what_to_do}")


@verb(undoable())
def place_hold(order_id: int, reason: str, detail: str, *, by: By) -> int:
    """Keep the order from the floor until somebody releases it."""
    del by
    order = lock_order(order_id)
    if reason not in HOLDS:
        raise WrongInput("Say why the order has to wait.")
    if order.closed_at is not None:
        raise Refused("This order is closed; there is nothing left to hold.")
    hold_id = hold_order(order.id, reason, detail)
    remember(hold_id=hold_id)
    return hold_id


@place_hold.undo
def _unplace(operation: Operation) -> None:
    hold = _find(operation.recall("hold_id"))
    if hold.is_open:
        release(hold, "undo")


@verb(undoable())
def release_hold(hold_id: int, reason: str, *, by: By) -> None:
    """Let the order go on, and keep why. An unknown item is mapped instead."""
    del by
    hold = _find(hold_id)
    lock_order(hold.order_id)
    db.session.refresh(hold)
    if not hold.is_open:
        raise Refused("Somebody has released this already.")
    if hold.line_id is not None:
        raise Refused("Say which item it is, or ship the rest without it.")
    if not reason.strip():
        raise WrongInput("Say why this may go on.")
    release(hold, reason.strip())
    remember(hold_id=hold_id)


@release_hold.undo
def _hold_again(operation: Operation) -> None:
    hold = _find(operation.recall("hold_id"))
    lock_order(hold.order_id)
    hold_again(hold.id)


@verb(undoable())
def ship_the_rest(order_id: int, *, by: By) -> None:
    """Do not wait for what is held or missing: what is there may go."""
    del by
    order = lock_order(order_id)
    if order.closed_at is not None:
        raise Refused("This order is closed; there is nothing left to ship.")
    if order.ship_rest_at is not None:
        raise Refused("The rest may already go.")
    order.ship_rest_at = current_operation().at
    record(RestReleased(order.id), about=order.key)
    touch(order.key)
    remember(order_id=order.id)


@ship_the_rest.undo
def _wait_again(operation: Operation) -> None:
    order = lock_order(operation.recall("order_id"))
    order.ship_rest_at = None
    touch(order.key)


def _find(hold_id: int) -> Hold:
    hold = db.session.get(Hold, hold_id, populate_existing=True)
    if hold is None:
        raise Missing("There is no such hold.")
    return hold
