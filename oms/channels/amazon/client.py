"""The API of an Amazon account: its orders, what was sent, and how many are left."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from oms.channels.amazon.api import OTHERWISE, Api, believing
from oms.channels.amazon.orders import order_id_of
from oms.channels.amazon.parcels import package_of, refusal_of
from oms.channels.clients import Access, FetchedOrder, ListedItem, Sending, StockLevel, Told
from oms.channels.http import AskedTooOften, NoSuchThing
from oms.core.errors import Permanent, Unreachable, Waits
from oms.reading.fields import Fields

ORDERS = "orders/2026-01-01/orders"
LISTINGS = "listings/2021-08-01/items"
WHOLE = "BUYER,RECIPIENT,PROCEEDS,PROMOTION,CANCELLATION,FULFILLMENT,PACKAGES"
OWN_STOCK = "DEFAULT"
OVERLAP = timedelta(minutes=5)
"""What changed is told some minutes later."""
BETWEEN_SEARCHES = 180.0
"""Once in so many seconds, after some at once."""
SELDOM = "Amazon may be asked for changed orders only once in a few minutes."

NO_LISTING = "Amazon has no listing with the SKU “{}”."
NOT_SOLD_THERE = "This account does not sell on the marketplace {}. Look at its id."


class Amazon:
    """One account on one marketplace."""

    can_tell_stock = True
    can_confirm = True
    mails_the_buyer = False
    most_levels = 20

    def __init__(self, access: Access) -> None:
        self._api = Api(access)
        self._seller = access.keys.get("seller_id", "")
        self._marketplace = access.keys.get("marketplace_id", "")

    def greet(self) -> str:
        told = self._api.ask("sellers/v1/marketplaceParticipations")
        with believing():
            for one in Fields(told).parts("payload"):
                if one.part("marketplace").text("id") == self._marketplace:
                    name = one.part("marketplace").text("name") or self._marketplace
                    return " · ".join(filter(None, [one.text("storeName"), name]))
        raise Permanent(NOT_SOLD_THERE.format(self._marketplace))

    def changed_orders(self, since: datetime) -> Iterator[FetchedOrder]:
        """Those that Amazon sends itself are left out."""
        wanted = {
            "lastUpdatedAfter": (since - OVERLAP).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "marketplaceIds": self._marketplace,
            "fulfilledBy": "MERCHANT",
            "includedData": WHOLE,
        }
        try:
            yield from map(_fetched, self._api.all(ORDERS, "orders", "paginationToken", **wanted))
        except AskedTooOften as busy:
            raise Waits(SELDOM, busy.retry_after or BETWEEN_SEARCHES) from busy

    def order(self, external_id: str) -> FetchedOrder | None:
        found = self._order(external_id)
        return None if found is None else _fetched(found)

    def is_confirmed(self, sending: Sending) -> bool:
        """By our own number of the package, or by the carrier's."""
        found = self._order(sending.order_external_id)
        with believing():
            packages = [] if found is None else Fields(found).parts("packages")
            return any(_is(package, sending) for package in packages)

    def confirm(self, sending: Sending) -> str | None:
        if refusal := refusal_of(sending):
            raise Permanent(refusal)
        address = f"orders/v0/orders/{quote(sending.order_external_id, safe='')}/shipmentConfirmation"
        told = {"marketplaceId": self._marketplace, "packageDetail": package_of(sending)}
        self._api.tell("POST", address, told=told)
        return sending.key

    def listings(self) -> Iterator[ListedItem]:
        """What lies in Amazon's own warehouses is not ours to count."""
        wanted = {"marketplaceIds": self._marketplace, "includedData": "summaries,fulfillmentAvailability"}
        address = f"{LISTINGS}/{quote(self._seller, safe='')}"
        for item in self._api.all(address, "items", "pageToken", pageSize=20, **wanted):
            with believing():
                found = _listed(Fields(item))
            if found:
                yield found

    def set_stock(self, levels: Sequence[StockLevel]) -> list[Told]:
        """One call each; a listing that Amazon refuses stops no other."""
        return [self._set(level) for level in levels]

    def _set(self, level: StockLevel) -> Told:
        address = f"{LISTINGS}/{quote(self._seller, safe='')}/{quote(level.key, safe='')}"
        value = {"fulfillment_channel_code": OWN_STOCK, "quantity": level.quantity}
        patch = {"op": "merge", "path": "/attributes/fulfillment_availability", "value": [value]}
        told = {"productType": "PRODUCT", "patches": [patch]}
        try:
            answer = self._api.tell("PATCH", address, told=told, params={"marketplaceIds": self._marketplace})
        except NoSuchThing:
            return Told(level.key, NO_LISTING.format(level.key))
        with believing():
            return Told(level.key, _refusal(Fields(answer)))

    def _order(self, external_id: str) -> Any:
        try:
            told = self._api.ask(f"{ORDERS}/{quote(external_id, safe='')}", includedData=WHOLE)
        except NoSuchThing:
            return None
        if not isinstance(told, dict) or not told.get("order"):
            raise Unreachable(OTHERWISE.format("no order"))
        return told["order"]


def _is(package: Fields, sending: Sending) -> bool:
    number = package.text("trackingNumber")
    by_carrier = number is not None and number == sending.tracking_number
    return by_carrier or package.identifier("packageReferenceId") == sending.key


def _fetched(told: Any) -> FetchedOrder:
    with believing():
        order = Fields(told)
        return FetchedOrder(order_id_of(order), _as_told(told), order.utc("lastUpdatedTime"))


def _as_told(told: Any) -> bytes:
    return json.dumps(told, ensure_ascii=False, default=str).encode()


def _listed(item: Fields) -> ListedItem | None:
    """None where Amazon keeps the stock."""
    sku = item.identifier("sku") or item.refuse("sku", "is missing")
    stocks = item.parts("fulfillmentAvailability")
    ours = [one for one in stocks if one.text("fulfillmentChannelCode") == OWN_STOCK]
    if stocks and not ours:
        return None
    summary = (item.parts("summaries") or [Fields({})])[0]
    quantity = ours[0].whole("quantity") if ours else None
    return ListedItem(sku, sku, summary.text("itemName") or "", quantity, _remote(summary))


def _remote(summary: Fields) -> dict[str, Any]:
    return {"asin": summary.identifier("asin")}


def _refusal(answer: Fields) -> str | None:
    """None where it was taken, perhaps with warnings."""
    if answer.text("status") == "ACCEPTED":
        return None
    issues = [one.text("message") for one in answer.parts("issues") if one.text("severity") == "ERROR"]
    return " ".join(filter(None, issues))[:500] or "Amazon does not take this quantity, and does not say why."
