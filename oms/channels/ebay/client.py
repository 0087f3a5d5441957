"""The API of an eBay account: its orders, what was sent, and how many are left."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from oms.channels.clients import Access, FetchedOrder, ListedItem, Sending, StockLevel, Told
from oms.channels.ebay.api import OTHERWISE, Api, believing, of_the_application, of_the_seller, words_of
from oms.channels.ebay.orders import changed_at, order_id_of
from oms.channels.ebay.parcels import fulfilment_of, has_parcel
from oms.channels.http import WHILE_SOMEBODY_WAITS, NoSuchThing
from oms.core.errors import Permanent, Unreachable
from oms.reading.fields import Fields

ORDERS = "sell/fulfillment/v1/order"
ITEMS = "sell/inventory/v1/inventory_item"
QUANTITIES = "sell/inventory/v1/bulk_update_price_quantity"
KEYS = "commerce/notification/v1/public_key"
PARCELS = "fulfillments"
PAGE = 100
OVERLAP = timedelta(minutes=5)
"""What changed may be told some minutes later."""

NO_ORDER = "eBay has no order {}."
NOT_THERE = "eBay has no item with the SKU “{}” that can be told by its API. Use the stock file for it."


class Ebay:
    """One seller's account. eBay can be asked whether it knows of a parcel, so none is told twice."""

    can_tell_stock = True
    can_confirm = True
    mails_the_buyer = False
    most_levels = 25

    def __init__(self, access: Access) -> None:
        self._access = access
        self._api: Api = of_the_seller(access)

    def greet(self) -> str:
        """The account is named in its orders."""
        page = self._api.get(ORDERS, limit=1)
        with believing():
            orders = Fields(page).parts("orders")
            seller = orders[0].text("sellerId") if orders else None
        return f"eBay seller {seller}" if seller else "An eBay account without orders so far"

    def changed_orders(self, since: datetime) -> Iterator[FetchedOrder]:
        after = (since - OVERLAP).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        changed = {"filter": f"lastmodifieddate:[{after}..]", "limit": PAGE}
        yield from map(self._fetched, self._api.all(ORDERS, "orders", **changed))

    def order(self, external_id: str) -> FetchedOrder | None:
        try:
            return self._fetched(self._api.get(_address(external_id)))
        except NoSuchThing:
            return None

    def is_confirmed(self, sending: Sending) -> bool:
        with believing():
            return has_parcel(Fields(self._parcels(sending.order_external_id)).parts(PARCELS), sending)

    def confirm(self, sending: Sending) -> str | None:
        """The lines are asked for first: in a file eBay may have told them by another id."""
        address = _address(sending.order_external_id)
        try:
            order = Fields(self._api.get(address))
            reply = self._api.ask(
                "POST", f"{address}/shipping_fulfillment", told=fulfilment_of(order, sending)
            )
        except NoSuchThing as no:
            raise Permanent(NO_ORDER.format(sending.order_external_id)) from no
        return reply.headers.get("Location", "").rstrip("/").rpartition("/")[2] or None

    def listings(self) -> Iterator[ListedItem]:
        """What was offered by the API or given over to it. The rest only its stock file knows."""
        for told in self._api.all(ITEMS, "inventoryItems", limit=PAGE):
            with believing():
                item = Fields(told)
                sku = item.identifier("sku") or item.refuse("sku", "is missing")
                left = item.part("availability").part("shipToLocationAvailability").whole("quantity")
                title = item.part("product").text("title") or ""
            yield ListedItem(sku, sku, title, left)

    def set_stock(self, levels: Sequence[StockLevel]) -> list[Told]:
        """Each is taken or refused by itself."""
        wanted = [
            {"sku": level.key, "shipToLocationAvailability": {"quantity": level.quantity}} for level in levels
        ]
        with believing():
            answer = Fields(self._api.ask("POST", QUANTITIES, told={"requests": wanted}).data)
            said = {one.identifier("sku"): one for one in answer.parts("responses")}
            return [_told(level, said.get(level.key)) for level in levels]

    def public_key(self, key_id: str) -> str:
        """By which a notification is signed. eBay waits meanwhile, so this may not take long."""
        api = of_the_application(self._access, WHILE_SOMEBODY_WAITS)
        return json.dumps(api.get(f"{KEYS}/{quote(key_id, safe='')}"), default=str)

    def _parcels(self, order_external_id: str) -> dict[str, Any]:
        """As eBay lists them."""
        try:
            told = self._api.get(f"{_address(order_external_id)}/shipping_fulfillment")
        except NoSuchThing:
            return {}
        return {PARCELS: told.get(PARCELS)} if isinstance(told, dict) else {}

    def _fetched(self, told: Any) -> FetchedOrder:
        """With its parcels where some of it has left: an order does not tell how many."""
        with believing():
            order = Fields(told)
            external_id, changed = order_id_of(order), changed_at(order)
            is_partly_sent = order.text("orderFulfillmentStatus") == "IN_PROGRESS"
        if is_partly_sent:
            told = told | self._parcels(external_id)
        return FetchedOrder(external_id, json.dumps(told, default=str).encode(), changed)


def _address(order_external_id: str) -> str:
    return f"{ORDERS}/{quote(order_external_id, safe='')}"


def _told(level: StockLevel, said: Fields | None) -> Told:
    status = said.whole("statusCode") if said else None
    if said is None or status is None or status >= 500:
        raise Unreachable(OTHERWISE.format(f"it does not say what became of {level.key}"))
    if status < 300:
        return Told(level.key)
    errors = [{"message": one.text("message")} for one in said.parts("errors")]
    return Told(level.key, words_of(errors) or NOT_THERE.format(level.key))
