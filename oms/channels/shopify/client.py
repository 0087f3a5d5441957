"""Shopify's API: what changed there, what was sent from here, and how many are left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from oms.channels.clients import Access, FetchedOrder, ListedItem, Sending, StockLevel, Told
from oms.channels.shopify import questions
from oms.channels.shopify.asking_orders import order_gid, whole_order
from oms.channels.shopify.confirming import Confirming
from oms.channels.shopify.graph import HALF, Graph, dig, worded
from oms.channels.shopify.stocking import offers, set_levels
from oms.channels.shopify.values import bare, gid
from oms.core.errors import Permanent, Unreachable

OVERLAP = timedelta(seconds=60)
"""Orders that were being written while we looked last are looked at again."""

NO_LOCATION = "This shop has no location with the number that is entered here."


class ShopifyClient:
    """One shop, and the location in it that sends."""

    can_tell_stock = True
    can_confirm = True
    mails_the_buyer = False
    most_levels = 100

    def __init__(self, access: Access) -> None:
        self._graph = Graph(access)
        self._location = gid("Location", access.keys.get("location_id", ""))

    def greet(self) -> str:
        found = self._graph.ask(questions.GREETING, location=self._location)
        place = dig(found, "location", "name")
        if place is None:
            raise Permanent(NO_LOCATION)
        return (
            f"{worded(found, 'shop', 'name')} ({worded(found, 'shop', 'myshopifyDomain')}), stock at {place}"
        )

    def changed_orders(self, since: datetime) -> Iterator[FetchedOrder]:
        """In the order in which they changed, so that who stops in the middle can go on from there."""
        begin = (since - OVERLAP).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        changed = self._graph.pages(questions.CHANGED, "orders", since=f"updated_at:>='{begin}'")
        for one in changed:
            fetched = self._fetched(worded(one, "id"), _moment(worded(one, "updatedAt")))
            if fetched is not None:
                yield fetched

    def order(self, external_id: str) -> FetchedOrder | None:
        order_id = order_gid(self._graph, external_id)
        return self._fetched(order_id, None) if order_id else None

    def _fetched(self, order_id: str, changed_at: datetime | None) -> FetchedOrder | None:
        body = whole_order(self._graph, order_id)
        return None if body is None else FetchedOrder(bare(order_id), body, changed_at)

    def is_confirmed(self, sending: Sending) -> bool:
        return Confirming(self._graph, self._location, sending).is_done()

    def confirm(self, sending: Sending) -> str | None:
        return Confirming(self._graph, self._location, sending).do()

    def listings(self) -> Iterator[ListedItem]:
        return offers(self._graph, self._location)

    def set_stock(self, levels: Sequence[StockLevel]) -> list[Told]:
        return set_levels(self._graph, self._location, levels)


def _moment(told: str) -> datetime:
    try:
        return datetime.fromisoformat(told).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Unreachable(HALF) from None
