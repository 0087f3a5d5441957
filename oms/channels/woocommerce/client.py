"""The API of a WooCommerce shop: its orders, what was sent, and how many are left."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from oms.channels.clients import Access, FetchedOrder, ListedItem, Sending, StockLevel, Told
from oms.channels.http import NoSuchThing
from oms.channels.woocommerce.offers import Shelf, has_variations, listed_items, refusal_of, shelves
from oms.channels.woocommerce.orders import order_id_of
from oms.channels.woocommerce.parcels import ORDERS, Parcels, order_address
from oms.channels.woocommerce.rest import PAGE, Rest, believing, fields
from oms.reading.fields import Fields

PRODUCTS = "wp-json/wc/v3/products"
OVERLAP = timedelta(minutes=5)
"""The shop's clock is not ours, and what it writes while it is asked may come too late for the answer."""


class WooCommerce:
    """One shop. A tracking number makes it send no mail; an order that is completed does, once."""

    can_tell_stock = True
    can_confirm = True
    mails_the_buyer = False
    most_levels = PAGE

    def __init__(self, access: Access) -> None:
        self._rest = Rest(access)
        self._parcels = Parcels(self._rest)

    def greet(self) -> str:
        """The shop tells its name to everybody, so the keys are tried on an order."""
        shop = fields(self._rest.ask("wp-json/"))
        self._rest.some(ORDERS, per_page=1)
        with believing():
            return shop.text("name") or "A shop without a name"

    def changed_orders(self, since: datetime) -> Iterator[FetchedOrder]:
        """What lies in the bin is not among them."""
        after = (since - OVERLAP).strftime("%Y-%m-%dT%H:%M:%S")
        for order in self._rest.all(ORDERS, modified_after=after, dates_are_gmt="true"):
            yield self._fetched(order)

    def order(self, external_id: str) -> FetchedOrder | None:
        try:
            return self._fetched(self._rest.ask(order_address(external_id)))
        except NoSuchThing:
            self._rest.some(ORDERS, per_page=1)  # an API that has moved away knows no order either
            return None

    def is_confirmed(self, sending: Sending) -> bool:
        return self._parcels.is_told(sending)

    def confirm(self, sending: Sending) -> str | None:
        return self._parcels.tell(sending)

    def listings(self) -> Iterator[ListedItem]:
        for told in self._rest.all(PRODUCTS):
            product = fields(told)
            with believing():
                more = f"{PRODUCTS}/{product.identifier('id')}/variations" if has_variations(product) else ""
            variations = [fields(one) for one in (self._rest.all(more) if more else ())]
            with believing():
                items = list(listed_items(product, variations))
            yield from items

    def set_stock(self, levels: Sequence[StockLevel]) -> list[Told]:
        """One call for the products, and one for the variations of each."""
        told = {level.key: Told(level.key, refusal) for level in levels if (refusal := refusal_of(level))}
        for shelf in shelves(level for level in levels if level.key not in told):
            told |= {one.key: one for one in self._set(shelf)}
        return [told[level.key] for level in levels]

    def _set(self, shelf: Shelf) -> list[Told]:
        try:
            answer = self._rest.tell("POST", f"wp-json/wc/v3/{shelf.address}", {"update": shelf.updates})
        except NoSuchThing:
            return shelf.all_gone()
        with believing():
            return shelf.judged(Fields(answer))

    def _fetched(self, told: Any) -> FetchedOrder:
        """With the units of its refunds, which an order itself does not tell."""
        order = fields(told)
        with believing():
            external_id, changed_at = order_id_of(order), order.utc("date_modified_gmt")
            if order.parts("refunds"):
                told = told | {"refunds": self._refunds(order_address(external_id), told["refunds"])}
        return FetchedOrder(external_id, json.dumps(told, default=str).encode(), changed_at)

    def _refunds(self, address: str, summed_up: list[dict[str, Any]]) -> list[dict[str, Any]]:
        told = (one for one in self._rest.all(f"{address}/refunds") if isinstance(one, dict))
        units = {str(one.get("id")): _units(one) for one in told}
        return [one | units.get(str(one.get("id")), {}) for one in summed_up]


def _units(refund: dict[str, Any]) -> dict[str, Any]:
    """What of a refund an order leaves out."""
    return {name: refund[name] for name in ("line_items", "date_created_gmt") if name in refund}
