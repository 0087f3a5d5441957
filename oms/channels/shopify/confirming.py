"""Telling Shopify that a parcel left, as far as it does not know it from an earlier try."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from oms.channels.clients import Sending, SentLine
from oms.channels.shopify import questions
from oms.channels.shopify.asking_orders import fulfilled_lines, order_gid
from oms.channels.shopify.fulfilling import OPEN, Share, ToFulfil, by_fulfilment_order, shares
from oms.channels.shopify.graph import Graph, counted, dig, listed, sentences, worded
from oms.channels.shopify.line_items import NEVER_LEFT
from oms.channels.shopify.values import bare
from oms.core.errors import Permanent

OTHER = "Other"
"""Shopify's word for a carrier that it does not know: then the carrier's own name and link say more."""

NO_ORDER = "Shopify has no order {}, or several that are called so."
NOTHING_LEFT = "Shopify waits for nothing of this parcel any more: it was marked as sent there, cancelled, or put on hold."
NO_LINE = "Line {} of the file that this order came in cannot be told among the order's lines in Shopify."

Found = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the order a line stands, and what is in it."""

    place: int
    line: str
    sku: Any


class Confirming:
    """One parcel, and what Shopify knows of its order."""

    def __init__(self, graph: Graph, location: str, sending: Sending) -> None:
        self._graph, self._location, self._sending = graph, location, sending

    def is_done(self) -> bool:
        """Under its number; where it has none, whether what was in it is not waited for any more."""
        if self._sending.tracking_number:
            return not self._wanted - self._told
        left = Counter[str]()
        for one in self._to_fulfil():
            left[one.line] += one.units
        return all(left[line] < units for line, units in self._wanted.items())

    def do(self) -> str:
        """The id that Shopify gives it, of the first where it is sent from several places."""
        known = [bare(worded(one, "id")) for one in self._under_our_number]
        places = shares(self._wanted - self._told, self._to_fulfil(), self._location)
        if not places and not known:
            raise Permanent(NOTHING_LEFT)
        return [*known, *(self._fulfil(place) for place in places)][0]

    def _fulfil(self, shares: Sequence[Share]) -> str:
        told = {"lineItemsByFulfillmentOrder": by_fulfilment_order(shares), "notifyCustomer": False}
        if tracking := _tracking(self._sending):
            told["trackingInfo"] = tracking
        done, errors = self._graph.do(questions.FULFIL, "fulfillmentCreate", fulfillment=told)
        if errors:
            raise Permanent(f"Shopify says no. {sentences(errors)}")
        return bare(worded(done, "fulfillment", "id"))

    @cached_property
    def _order(self) -> str:
        found = order_gid(self._graph, self._sending.order_external_id)
        if found is None:
            raise Permanent(NO_ORDER.format(self._sending.order_number))
        return found

    @cached_property
    def _wanted(self) -> Counter[str]:
        """Units in the parcel by Shopify's own ids of the lines."""
        wanted = Counter[str]()
        for line in self._sending.lines:
            wanted[self._by_place(line) if _is_place(line.external_id) else line.external_id] += line.quantity
        return wanted

    def _by_place(self, line: SentLine) -> str:
        """Its place in the order is all that Shopify's orders export tells of a line, and what is in it."""
        place = int(line.external_id)
        alike = [one for one in self._places if line.sku in {None, one.sku}]
        found = [one for one in alike if one.place == place] or (alike if len(alike) == 1 else [])
        if not found:
            raise Permanent(NO_LINE.format(place))
        return found[0].line

    @cached_property
    def _places(self) -> list[Place]:
        found = self._graph.pages(questions.PLACES, "order", "lineItems", id=self._order)
        return [
            Place(place, bare(worded(one, "id")), dig(one, "sku") or None)
            for place, one in enumerate(found, 1)
        ]

    @cached_property
    def _under_our_number(self) -> list[Found]:
        number = self._sending.tracking_number
        if not number:
            return []
        order = dig(self._graph.ask(questions.SENT, id=self._order), "order")
        if order is None:
            raise Permanent(NO_ORDER.format(self._sending.order_number))
        return [one for one in listed(order, "fulfillments") if number in _numbers(one) and _has_left(one)]

    @cached_property
    def _told(self) -> Counter[str]:
        told = Counter[str]()
        for fulfilment in self._under_our_number:
            for line in fulfilled_lines(self._graph, fulfilment):
                told[bare(worded(line, "line_item", "id"))] += counted(line, "quantity")
        return told

    def _to_fulfil(self) -> Iterator[ToFulfil]:
        orders = self._graph.pages(questions.TO_FULFIL, "order", "fulfillmentOrders", id=self._order)
        for order in [one for one in orders if worded(one, "status") in OPEN]:
            order_id, location = worded(order, "id"), str(dig(order, "assignedLocation", "location", "id"))
            lines = self._graph.pages(questions.LINES_TO_FULFIL, "fulfillmentOrder", "lineItems", id=order_id)
            for line in lines:
                line_id, units = bare(worded(line, "lineItem", "id")), counted(line, "remainingQuantity")
                yield ToFulfil(order_id, worded(line, "id"), line_id, units, location)


def _numbers(fulfilment: Found) -> list[Any]:
    return [dig(tracking, "number") for tracking in listed(fulfilment, "trackingInfo")]


def _has_left(fulfilment: Found) -> bool:
    return worded(fulfilment, "status").casefold() not in NEVER_LEFT


def _is_place(name: str) -> bool:
    """Ids of Shopify's lines have many more figures than an order has lines."""
    return name.isdigit() and len(name) <= 4


def _tracking(sending: Sending) -> dict[str, str]:
    """For a carrier that Shopify knows it builds the link itself, with nothing else beside the exact word."""
    is_known = sending.carrier not in {"", OTHER}
    told = {
        "company": sending.carrier if is_known else sending.carrier_name,
        "number": sending.tracking_number,
        "url": None if is_known else sending.tracking_url,
    }
    return {name: value for name, value in told.items() if value}
