"""eBay's notifications: signed with a key of eBay's own, thin, one for each line of an order, now and then twice.

The signature names the public key that belongs to it. That key is asked for once and kept.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key

from oms.channels.ebay.orders import read_order
from oms.channels.events import Answer, Forged, Incoming, KeyWanted, Label, Reading, Unreadable
from oms.reading.fields import BadField, Fields, read_json

OF_THE_API = "order"
CLOSED = "MARKETPLACE_ACCOUNT_DELETION"
FORGET = (
    "Somebody closed their account at eBay, which asks to forget them. Nothing was erased here: what the law wants "
    "kept stays, and only a person knows which orders those are."
)
ELSEWHERE = "Only what is about orders is read here; “{}” is about something else."

LONGEST_SIGNATURE = 4096
KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
ARMOUR = re.compile(r"-----(?:BEGIN|END) PUBLIC KEY-----")
DIGESTS = {"SHA1": hashes.SHA1, "SHA256": hashes.SHA256, "SHA384": hashes.SHA384, "SHA512": hashes.SHA512}


@dataclass(frozen=True, slots=True)
class Signature:
    key_id: str
    signed: bytes


class Notifications:
    """How eBay tells by itself what happened."""

    def greeting(self, incoming: Incoming, keys: Mapping[str, str]) -> Answer | None:
        """Before eBay tells anything, it wants to see that the address is ours: by a token that we agreed on."""
        code, token = incoming.args.get("challenge_code"), keys.get("verification_token", "")
        if incoming.method != "GET" or not code or not token:
            return None
        proof = hashlib.sha256(f"{code}{token}{incoming.url}".encode()).hexdigest()
        return Answer(200, json.dumps({"challengeResponse": proof}), "application/json")

    def verify(self, incoming: Incoming, keys: Mapping[str, str]) -> None:
        """Raises KeyWanted where it is signed with a key that is not among `keys`."""
        told = _signature(incoming.headers.get("x-ebay-signature", ""))
        wanted = KeyWanted(told.key_id)
        if wanted.name not in keys:
            raise wanted
        key, digest = _key(keys[wanted.name])
        try:
            key.verify(told.signed, incoming.body, ECDSA(digest()))
        except InvalidSignature as wrong:
            raise Forged("the signature is wrong") from wrong

    def label(self, incoming: Incoming) -> Label:
        try:
            told = Fields(read_json(incoming.body))
            topic = told.part("metadata").text("topic") or ""
            delivery = told.part("notification").text("notificationId") or ""
            return Label(topic, delivery, _order_in(told) or "")
        except BadField:
            return Label("")

    def read(self, topic: str, body: bytes) -> Reading:
        """Whatever names an order has it asked for; a notification says no more of it."""
        try:
            told = Fields(read_json(body))
            if topic == OF_THE_API:
                return Reading(orders=(read_order(told),))
            order_id = _order_in(told)
        except BadField as problem:
            raise Unreadable(f"eBay's message cannot be read: {problem}.") from problem
        if order_id:
            return Reading(fetch=(order_id,))
        return Reading(ignored=FORGET if topic == CLOSED else ELSEWHERE.format(topic))


def _order_in(told: Fields) -> str | None:
    return told.part("notification").part("data").part("order").identifier("orderId")


def _signature(header: str) -> Signature:
    """What stands in the header: JSON, in base64, with a signature that is base64 again."""
    if not header:
        raise Forged("there is no signature")
    if len(header) > LONGEST_SIGNATURE:
        raise Forged("the signature is too long to be one")
    try:
        told = json.loads(base64.b64decode(header, validate=True))
        key_id, signed = str(told["kid"]), base64.b64decode(told["signature"], validate=True)
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise Forged("the signature cannot be read") from problem
    if not KEY_ID.fullmatch(key_id):
        raise Forged("the signature names no key")
    return Signature(key_id, signed)


def _key(told: str) -> tuple[EllipticCurvePublicKey, Any]:
    """The public key as eBay's API gives it: its armour stands on one line, and its digest beside it."""
    try:
        answer = json.loads(told)
        key = load_der_public_key(base64.b64decode(ARMOUR.sub("", answer["key"])))
        digest = DIGESTS[str(answer.get("digest", "SHA1")).upper().replace("-", "")]
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise Forged("the public key that eBay gave cannot be read") from problem
    if not isinstance(key, EllipticCurvePublicKey):
        raise Forged("the public key that eBay gave is of another kind")
    return key, digest
