"""What happens to an order. Facts carry ids and codes, never names or addresses."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OrderPlaced:
    order_id: int


@dataclass(frozen=True)
class OrderPaid:
    """Without a payment, somebody who took the money said so."""

    order_id: int
    payment_id: int | None


@dataclass(frozen=True)
class OrderRefunded:
    order_id: int
    payment_id: int


@dataclass(frozen=True)
class HoldPlaced:
    order_id: int
    hold_id: int
    reason: str


@dataclass(frozen=True)
class HoldReleased:
    order_id: int
    hold_id: int
    reason: str


@dataclass(frozen=True)
class LineMapped:
    order_id: int
    line_id: int


@dataclass(frozen=True)
class OrderCancelled:
    order_id: int
    reason: str


@dataclass(frozen=True)
class LineCancelled:
    """So many fewer of a line; `left` is how many are wanted still."""

    order_id: int
    line_id: int
    quantity: int
    left: int | None = None


@dataclass(frozen=True)
class LineRaised:
    """So many more of a line; `left` is how many are wanted now."""

    order_id: int
    line_id: int
    quantity: int
    left: int


@dataclass(frozen=True)
class LineAdded:
    """A line that the order did not have before."""

    order_id: int
    line_id: int
    quantity: int


@dataclass(frozen=True)
class AddressChanged:
    order_id: int
    old_contact_id: int
    new_contact_id: int


@dataclass(frozen=True)
class PromiseChanged:
    order_id: int
    promise_by: str


@dataclass(frozen=True)
class RestReleased:
    """The shop said: ship what is there, the rest later."""

    order_id: int


@dataclass(frozen=True)
class NoteAdded:
    order_id: int
    note_id: int


@dataclass(frozen=True)
class OrderShipped:
    """Everything that we had to ship has left."""

    order_id: int
