"""Etsy's webhooks, for apps that Etsy has approved as commercial: thin, so that the order has to be asked for.

They are signed over `id.timestamp.body` and are too old after five minutes. What is published of the rest differs
from what users report: both names of an event, both places of the order's address, and a signature with and
without its version are read.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress

from oms.channels.etsy.orders import read_order
from oms.channels.events import Answer, Forged, Incoming, Label, Reading, Unreadable
from oms.core import clock
from oms.reading.fields import BadField, Fields, read_json

OF_THE_API = "order"
EVENT = re.compile(r"order[._](paid|cancell?ed|shipped|delivered)", re.IGNORECASE)
RECEIPT = re.compile(r"/receipts/([0-9]{1,20})(?:[/?#]|$)")
TOLERANCE = 300
PREFIX, VERSION = "whsec_", "v1,"
ELSEWHERE = "Only orders are read here; “{}” is about something else."
NAMELESS = "the message names no order"


class Webhooks:
    """Nothing in a message is believed but which order to ask for."""

    def greeting(self, incoming: Incoming, keys: Mapping[str, str]) -> Answer | None:
        del incoming, keys
        return None

    def verify(self, incoming: Incoming, keys: Mapping[str, str]) -> None:
        """With the secret, or the one before it while the shop changes it. Without any, nothing is believed."""
        secrets = list(_secrets(keys))
        if not secrets:
            raise Forged("no webhook secret has been entered")
        told_at = incoming.headers.get("webhook-timestamp", "")
        if not re.fullmatch(r"[0-9]{1,12}", told_at):
            raise Forged("the time of the signature is missing")
        told = _signatures(incoming.headers.get("webhook-signature", ""))
        message_id = incoming.headers.get("webhook-id", "")
        wanted = [signature(message_id, told_at, incoming.body, secret) for secret in secrets]
        good = [hmac.compare_digest(one.encode(), other.encode()) for one in wanted for other in told]
        if not any(good):
            raise Forged("the signature is wrong" if told else "there is no signature")
        if abs(clock.now().timestamp() - int(told_at)) > TOLERANCE:
            raise Forged("the signature is too old")

    def label(self, incoming: Incoming) -> Label:
        topic = resource = ""
        with suppress(BadField):
            told = Fields(read_json(incoming.body))
            topic, resource = (told.text("event_type") or "")[:100], _receipt(told) or ""
        return Label(topic, incoming.headers.get("webhook-id", "")[:100], resource)

    def read(self, topic: str, body: bytes) -> Reading:
        try:
            told = Fields(read_json(body))
            if topic == OF_THE_API:
                return read_order(told)
            if not EVENT.fullmatch(topic):
                return Reading(ignored=ELSEWHERE.format(topic))
            receipt = _receipt(told)
        except BadField as problem:
            raise Unreadable(f"Etsy's message cannot be read: {problem}.") from problem
        if receipt is None:
            raise Unreadable(f"Etsy's message cannot be read: {NAMELESS}.")
        return Reading(fetch=(receipt,))


def signature(message_id: str, told_at: str, body: bytes, secret: str) -> str:
    signed = f"{message_id}.{told_at}.".encode() + body
    return base64.b64encode(hmac.new(_key(secret), signed, hashlib.sha256).digest()).decode()


def _key(secret: str) -> bytes:
    """The bytes of the secret; as it stands where it is not written in base64."""
    words = secret.removeprefix(PREFIX)
    try:
        return base64.b64decode(words, validate=True)
    except binascii.Error:
        return words.encode()


def _secrets(keys: Mapping[str, str]) -> Iterator[str]:
    for name in ("webhook_secret", "old_webhook_secret"):
        if secret := keys.get(name, "").strip():
            yield secret


def _signatures(header: str) -> list[str]:
    """Several stand side by side while a secret is changed."""
    return [one.removeprefix(VERSION) for one in header.split()]


def _receipt(told: Fields) -> str | None:
    """Out of the address of the order, whose other parts are not believed, or told by its id."""
    for place in (told, told.part("data")):
        if found := RECEIPT.search(place.text("resource_url") or ""):
            return found[1]
        if told_id := place.identifier("receipt_id"):
            return told_id
    return None
