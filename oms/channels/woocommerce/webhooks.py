"""WooCommerce's webhooks: the signature, what they call themselves, and what they say.

Its delivery id is made of the webhook and the second: two orders of one second share it. It does not try again.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import html
from collections.abc import Iterator, Mapping
from contextlib import suppress

from oms.channels.events import Answer, Forged, Incoming, Label, Reading, Unreadable
from oms.channels.woocommerce.orders import order_id_of, read_order
from oms.reading.fields import BadField, Fields, read_json

OF_THE_API = "order"
DELETED = "order.deleted"
ORDERS = ("order.created", "order.updated", "order.restored", OF_THE_API)
ELSEWHERE = "Only orders are read here; “{}” is about something else."


class Webhooks:
    """What the rest of the channel's machinery asks; all of it is worked out from the request alone."""

    def greeting(self, incoming: Incoming, keys: Mapping[str, str]) -> Answer | None:
        """The ping of a webhook that was just saved has no topic and no signature, and wants exactly a 200."""
        del keys
        is_ping = "x-wc-webhook-topic" not in incoming.headers and incoming.body.startswith(b"webhook_id=")
        return Answer(200, "OK") if is_ping and incoming.body[11:].isdigit() else None

    def verify(self, incoming: Incoming, keys: Mapping[str, str]) -> None:
        """With the secret, or the one before it while the shop changes it. Without any, nothing is believed."""
        told = incoming.headers.get("x-wc-webhook-signature", "").encode()
        secrets = list(_secrets(keys))
        if not secrets:
            raise Forged("no webhook secret has been entered")
        good = [hmac.compare_digest(signature(incoming.body, secret).encode(), told) for secret in secrets]
        if not any(good):
            raise Forged("the signature is wrong" if told else "there is no signature")

    def label(self, incoming: Incoming) -> Label:
        """The delivery id alone would lose orders, so the order's id stands beside it."""
        headers = incoming.headers
        return Label(
            topic=headers.get("x-wc-webhook-topic", "")[:100],
            delivery=headers.get("x-wc-webhook-delivery-id", "")[:100],
            resource=_resource(incoming.body),
        )

    def read(self, topic: str, body: bytes) -> Reading:
        if topic != DELETED and topic not in ORDERS:
            return Reading(ignored=ELSEWHERE.format(topic))
        try:
            order = Fields(read_json(body))
            if topic == DELETED:
                return Reading(gone=(order_id_of(order),))
            return read_order(order, asks=topic != OF_THE_API)
        except BadField as problem:
            raise Unreadable(f"WooCommerce's message cannot be read: {problem}.") from problem


def signature(body: bytes, secret: str) -> str:
    """WordPress keeps secrets as they are written in HTML, and signs with what they say."""
    digest = hmac.new(html.unescape(secret).encode(), body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()


def _secrets(keys: Mapping[str, str]) -> Iterator[str]:
    for name in ("webhook_secret", "old_webhook_secret"):
        if secret := keys.get(name, "").strip():
            yield secret


def _resource(body: bytes) -> str:
    with suppress(BadField):
        return Fields(read_json(body)).identifier("id") or ""
    return ""
