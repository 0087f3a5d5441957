"""The API of an Etsy shop: its receipts, what was sent, and what it lists.

How many are left is not told: Etsy takes no listing without at least one, so the word that matters most, that there
are none left, cannot be said; and who changes a number has to write the whole listing anew with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import quote

from oms.channels.clients import Access, FetchedOrder, ListedItem, Sending, StockLevel, Told
from oms.channels.etsy.api import OTHERWISE, PAGE, Api, believing
from oms.channels.etsy.orders import changed_at, receipt_id_of
from oms.channels.etsy.products import offers_of
from oms.channels.http import NoSuchThing
from oms.core.errors import Unreachable
from oms.reading.fields import BadField, Fields

OVERLAP = 300
MOST_PAGES = 1000
NOT_TOLD = "Etsy's API cannot be told that none are left. Change the quantity at Etsy."
STATES = ("active", "sold_out")


class Etsy:
    """One shop. Each confirmation that Etsy takes sends the buyer a mail."""

    can_tell_stock = False
    can_confirm = True
    mails_the_buyer = True
    most_levels = PAGE

    def __init__(self, access: Access) -> None:
        self._api = Api(access)
        self._shop = f"shops/{quote(access.keys.get('shop_id', '').strip(), safe='')}"

    def greet(self) -> str:
        told = self._api.ask(self._shop)
        self._api.ask(f"{self._shop}/receipts", limit=1)
        with believing():
            return Fields(told).text("shop_name") or "A shop without a name"

    def changed_orders(self, since: datetime) -> Iterator[FetchedOrder]:
        """In the order in which they changed. A receipt that changes meanwhile moves to the end: so each page begins
        where the one before ended, and not so many further.
        """
        seconds, turned, seen = int(since.timestamp()) - OVERLAP, 0, set[tuple[str, datetime | None]]()
        for _ in range(MOST_PAGES):
            page = [_fetched(told) for told in self._receipts(seconds, turned)]
            for one in page:
                if (one.external_id, one.changed_at) not in seen:
                    seen.add((one.external_id, one.changed_at))
                    yield one
            if len(page) < PAGE:
                return
            last = page[-1].changed_at
            if last is None or int(last.timestamp()) <= seconds:
                turned += PAGE
            else:
                seconds, turned = int(last.timestamp()), 0
        raise Unreachable(OTHERWISE.format("its pages have no end"))

    def order(self, external_id: str) -> FetchedOrder | None:
        found = self._receipt(external_id)
        return None if found is None else _fetched(found)

    def is_confirmed(self, sending: Sending) -> bool:
        """By the number; of a parcel without one, whether the order counts as sent at all."""
        found = self._receipt(sending.order_external_id)
        if found is None:
            return False
        with believing():
            receipt = Fields(found)
            if not sending.tracking_number:
                return receipt.flag("is_shipped") is True
            return _shipment(receipt, sending.tracking_number) is not None

    def confirm(self, sending: Sending) -> str | None:
        """The whole receipt counts as sent with the first parcel, since it is told of no lines."""
        number = sending.tracking_number
        told = {"tracking_code": number, "carrier_name": sending.carrier} if number else {}
        address = f"{self._address(sending.order_external_id)}/tracking"
        answer = self._api.tell("POST", address, told={**told, "send_bcc": False})
        with suppress(BadField):
            shipment = _shipment(Fields(answer), number) if number else None
            return None if shipment is None else shipment.identifier("receipt_shipping_id")
        return None

    def listings(self) -> Iterator[ListedItem]:
        """What is sold out is listed too."""
        for state in STATES:
            turned, page = 0, [None] * PAGE
            while len(page) == PAGE:
                address = f"{self._shop}/listings"
                page = self._api.page(address, state=state, offset=turned, includes="Inventory")
                turned += PAGE
                for told in page:
                    yield from self._offers(told)

    def set_stock(self, levels: Sequence[StockLevel]) -> list[Told]:
        return [Told(level.key, NOT_TOLD) for level in levels]

    def _receipts(self, seconds: int, turned: int) -> list[Any]:
        return self._api.page(
            f"{self._shop}/receipts",
            min_last_modified=seconds,
            offset=turned,
            sort_on="updated",
            sort_order="asc",
        )

    def _receipt(self, receipt_id: str) -> Any:
        try:
            found = self._api.ask(self._address(receipt_id))
        except NoSuchThing:
            return None
        if not isinstance(found, dict):
            raise Unreachable(OTHERWISE.format("no receipt"))
        return found

    def _address(self, receipt_id: str) -> str:
        return f"{self._shop}/receipts/{quote(receipt_id, safe='')}"

    def _offers(self, told: Any) -> list[ListedItem]:
        """A listing comes with its inventory, or is asked for it."""
        with believing():
            listing = Fields(told)
            listing_id = listing.identifier("listing_id") or listing.refuse("listing_id", "is missing")
            inventory = listing.part("inventory")
        if "products" not in inventory:
            found = self._api.ask(f"listings/{quote(listing_id, safe='')}/inventory")
            with believing():
                inventory = Fields(found)
        with believing():
            return list(offers_of(listing_id, listing.text("title"), inventory))


def _fetched(told: Any) -> FetchedOrder:
    with believing():
        receipt = Fields(told)
        body = json.dumps(told, ensure_ascii=False, default=str).encode()
        return FetchedOrder(receipt_id_of(receipt), body, changed_at(receipt))


def _shipment(receipt: Fields, number: str) -> Fields | None:
    shipments = receipt.parts("shipments")
    return next((one for one in shipments if _bare(one.text("tracking_code")) == _bare(number)), None)


def _bare(number: str | None) -> str:
    return "".join(sign for sign in (number or "").upper() if sign.isalnum())
