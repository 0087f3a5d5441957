"""Which units of which fulfilment orders a parcel settles. Pure.

Shopify divides what is to be sent of an order by the place that sends it. One fulfilment is of one place.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OPEN = {"OPEN", "IN_PROGRESS"}


@dataclass(frozen=True, slots=True)
class ToFulfil:
    """So many units of a line that a fulfilment order still has to send."""

    fulfilment_order: str
    item: str
    line: str
    units: int
    location: str


@dataclass(frozen=True, slots=True)
class Share:
    """Units of one item of a fulfilment order that left."""

    fulfilment_order: str
    item: str
    units: int


def shares(sent: Mapping[str, int], left: Iterable[ToFulfil], ours: str) -> list[list[Share]]:
    """The units sent of each line, divided over what is left to send: one list for each place, ours first.
    What Shopify does not wait for any more is left out.
    """
    unsettled, places = Counter(sent), dict[str, list[Share]]()
    for one in sorted(left, key=lambda one: one.location != ours):
        units = min(one.units, unsettled[one.line])
        if units > 0:
            unsettled[one.line] -= units
            places.setdefault(one.location, []).append(Share(one.fulfilment_order, one.item, units))
    return list(places.values())


def by_fulfilment_order(shares: Sequence[Share]) -> list[dict[str, Any]]:
    """As Shopify wants to be told."""
    orders: dict[str, list[dict[str, Any]]] = {}
    for share in shares:
        orders.setdefault(share.fulfilment_order, []).append({"id": share.item, "quantity": share.units})
    return [
        {"fulfillmentOrderId": order, "fulfillmentOrderLineItems": items} for order, items in orders.items()
    ]
