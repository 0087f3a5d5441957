"""Telling a WooCommerce shop what was sent: by its Shipment Tracking extension, or else by a note on the order."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from urllib.parse import quote

from oms.channels.clients import Sending
from oms.channels.http import NoSuchThing
from oms.channels.woocommerce.rest import Rest, believing, fields
from oms.reading.fields import Fields

ORDERS = "wp-json/wc/v3/orders"
TRACKING = "wp-json/wc-shipment-tracking/v3"
OTHER_CARRIER = "Custom provider"
"""In place of a carrier's word where the extension has none."""
SETTLED = {"completed", "cancelled", "refunded", "trash"}
"""From here on nobody but the shop changes what an order is."""

Json = dict[str, Any]


class Parcels:
    """What one shop was told of. Whatever it knows already is not told again."""

    def __init__(self, rest: Rest) -> None:
        self._rest = rest
        self._names: dict[str, str] | None = None

    def is_told(self, sending: Sending) -> bool:
        return self._known(sending) is not None and not self._is_to_complete(sending)

    def tell(self, sending: Sending) -> str | None:
        """The shop's own id of the number or the note. An order of which nothing is left is completed."""
        told = self._known(sending)
        if told is None:
            told = self._say(sending)
        if self._is_to_complete(sending):
            self._rest.tell("PUT", order_address(sending.order_external_id), {"status": "completed"})
        return told or None

    def _known(self, sending: Sending) -> str | None:
        numbers = self._numbers(sending) if sending.tracking_number else None
        with believing():
            for number in numbers or ():
                if number.text("tracking_number") == sending.tracking_number:
                    return number.identifier("tracking_id") or ""
            for note in map(Fields, self._rest.some(_notes(sending))):
                if _mark(sending) in (note.text("note") or ""):
                    return note.identifier("id") or ""
        return None

    def _numbers(self, sending: Sending) -> list[Fields] | None:
        """None where the extension is not installed."""
        try:
            found = self._rest.some(_trackings(sending))
        except NoSuchThing:
            return None
        with believing():
            return [Fields(one) for one in found]

    def _say(self, sending: Sending) -> str:
        tracking = tracking_of(sending, self._provider_names()) if sending.tracking_number else None
        if tracking is not None:
            with suppress(NoSuchThing):
                return _id(self._rest.tell("POST", _trackings(sending), tracking), "tracking_id")
        note = {"note": note_of(sending), "customer_note": False}
        return _id(self._rest.tell("POST", _notes(sending), note), "id")

    def _provider_names(self) -> dict[str, str]:
        """How this shop writes the carriers that it knows; empty where it does not say."""
        if self._names is None:
            try:
                groups = self._rest.ask(f"{TRACKING}/shipment-trackings/providers")
            except NoSuchThing:
                groups = {}
            told = groups.values() if isinstance(groups, dict) else ()
            self._names = {
                name.casefold(): name for group in told if isinstance(group, dict) for name in group
            }
        return self._names

    def _is_to_complete(self, sending: Sending) -> bool:
        if not sending.completes:
            return False
        order = fields(self._rest.ask(order_address(sending.order_external_id)))
        with believing():
            return order.text("status") not in SETTLED


def order_address(external_id: str) -> str:
    return f"{ORDERS}/{quote(external_id, safe='')}"


def tracking_of(sending: Sending, names: dict[str, str]) -> Json | None:
    """As the extension wants it: a carrier that the shop knows, else any with a link. None where neither is there.
    Of a shop that does not say which it knows, our word is taken to be its own.
    """
    if not names and sending.carrier != OTHER_CARRIER:
        names = {sending.carrier.casefold(): sending.carrier}
    number = sending.tracking_number or ""
    told = {"tracking_number": number, "date_shipped": sending.sent_at.strftime("%Y-%m-%d")}
    word = names.get(sending.carrier.casefold()) or names.get(sending.carrier_name.casefold())
    if word:
        return {"tracking_provider": word, **told}
    if not sending.tracking_url:
        return None
    link = sending.tracking_url.replace("%", "%%").replace(number, "%1$s")
    name = sending.carrier_name if sending.carrier == OTHER_CARRIER else sending.carrier
    return {"custom_tracking_provider": name, "custom_tracking_link": link, **told}


def note_of(sending: Sending) -> str:
    """For the people of the shop. The mark at its end tells one parcel from another."""
    carrier = f" with {sending.carrier_name}" if sending.carrier_name else ""
    number = f", tracking number {sending.tracking_number}" if sending.tracking_number else ""
    link = f", {sending.tracking_url}" if sending.tracking_url else ""
    return f"Sent{carrier}{number}{link} {_mark(sending)}"


def _mark(sending: Sending) -> str:
    return f"[{sending.key}]"


def _notes(sending: Sending) -> str:
    return f"{order_address(sending.order_external_id)}/notes"


def _trackings(sending: Sending) -> str:
    return f"{TRACKING}/orders/{quote(sending.order_external_id, safe='')}/shipment-trackings"


def _id(told: Any, name: str) -> str:
    with believing():
        return Fields(told).identifier(name) or ""
