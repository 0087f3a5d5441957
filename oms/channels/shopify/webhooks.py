"""What Shopify tells by itself: signed with the app's secret, named by a topic, the bare order in it."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping

from oms.channels.events import Answer, Forged, Incoming, Label, Reading, Unreadable
from oms.channels.shopify.orders import to_told
from oms.channels.shopify.refunds import to_refund
from oms.channels.shopify.values import bare, id_of
from oms.reading.fields import BadField, Fields, read_json

SECRETS = ("webhook_secret", "old_webhook_secret")
SIGNATURE = "x-shopify-hmac-sha256"
LONGEST = 100
SPECIMEN = "820982911946154508"
"""The order that “Send test notification” makes up."""


class ShopifyWebhook:
    """What the rest of the channel's machinery asks; all of it is worked out from the request alone."""

    def greeting(self, incoming: Incoming, keys: Mapping[str, str]) -> Answer | None:
        """Shopify neither asks nor greets."""

    def verify(self, incoming: Incoming, keys: Mapping[str, str]) -> None:
        """While the secret is being changed, Shopify signs with the old one for up to an hour."""
        given = incoming.headers.get(SIGNATURE, "").strip().encode()
        secrets = [secret for name in SECRETS if (secret := keys.get(name, "").strip())]
        if not secrets:
            raise Forged("no webhook secret has been entered")
        good = [hmac.compare_digest(given, signature(incoming.body, secret)) for secret in secrets]
        if not any(good):
            raise Forged("the signature is wrong" if given else "there is no signature")

    def label(self, incoming: Incoming) -> Label:
        told = incoming.headers
        topic = told.get("x-shopify-topic", "")[:LONGEST]
        return Label(topic, told.get("x-shopify-webhook-id", "")[:LONGEST], _resource(topic, incoming.body))

    def read(self, topic: str, body: bytes) -> Reading:
        reader = READERS.get(topic)
        if reader is None:
            return Reading(ignored=f"Messages of the kind “{topic}” are not needed here.")
        try:
            return reader(Fields(read_json(body)))
        except BadField as problem:
            raise Unreadable(f"Shopify's message cannot be read: {problem}.") from problem


def signature(body: bytes, secret: str) -> bytes:
    return base64.b64encode(hmac.new(secret.encode(), body, hashlib.sha256).digest())


def _resource(topic: str, body: bytes) -> str:
    """The id of the order, as far as the body can be read at all."""
    name = "order_id" if topic.startswith("refunds/") else "id"
    try:
        return bare(Fields(read_json(body)).identifier(name) or "")
    except BadField:
        return ""


def _order(order: Fields) -> Reading:
    if id_of(order) == SPECIMEN:
        return Reading(ignored="Shopify's test notification: it arrived well, and there is no such order.")
    return Reading(orders=(to_told(order),))


def _refund(refund: Fields) -> Reading:
    told = to_refund(refund)
    if told.amount_minor == 0 and not told.cancelled:
        return Reading(ignored="No money went back, and nothing was taken off the order.")
    return Reading(refunds=(told,))


def _edited(message: Fields) -> Reading:
    """It only says that the order was edited, and by how much: the order itself is asked for."""
    return Reading(fetch=(id_of(message.part("order_edit"), "order_id"),))


def _deleted(message: Fields) -> Reading:
    return Reading(gone=(id_of(message),))


READERS: dict[str, Callable[[Fields], Reading]] = {
    "order": _order,
    "orders/create": _order,
    "orders/updated": _order,
    "orders/paid": _order,
    "orders/cancelled": _order,
    "orders/fulfilled": _order,
    "orders/partially_fulfilled": _order,
    "orders/edited": _edited,
    "orders/delete": _deleted,
    "refunds/create": _refund,
}
