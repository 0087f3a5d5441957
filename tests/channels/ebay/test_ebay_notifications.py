"""eBay's notifications: believed by its key, which each names; thin, so the order that they name is asked for."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oms.channels.ebay.webhooks import CLOSED, FORGET, Notifications
from oms.channels.events import Forged, Incoming, KeyWanted, Unreadable

HOOK = Notifications()
ADDRESS = "https://shop.example.org/channels/hooks/3"
KEY_ID = "3d1f6a0c-8e52-4b7a-9c41-5f2e7d90ab13"
PUBLIC = (
    "-----BEGIN PUBLIC KEY-----MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAES373dMDiKFTEEvqROfiYu+tQCSXHTsoWms2vmeBwp7L55vQ"
    "trN0J6qV38NEjYt6C/JZwfzb9TefwkgFkK23M9A==-----END PUBLIC KEY-----"
)
KEYS = {f"public key {KEY_ID}": json.dumps({"key": PUBLIC, "algorithm": "ECDSA", "digest": "SHA1"})}
SIGNATURE = (
    "eyJhbGciOiAiZWNkc2EiLCAia2lkIjogIjNkMWY2YTBjLThlNTItNGI3YS05YzQxLTVmMmU3ZDkwYWIxMyIsICJzaWduYXR1cmUiOiAiTUVR"
    "Q0lDU2dKRWpuT2NIOW9yZWd0WHc5bGxyOSsrY1hkVXAxTVQ3YW0xaUwrVG1DQWlBUWFSLytjeE50T2I3SnhYZ0o5ZlFFNkkxL2FXSDJLL2Rk"
    "VFVnZ1NiSnhQUT09IiwgImRpZ2VzdCI6ICJTSEExIn0="
)
BODY = (
    b'{"metadata":{"topic":"ORDER_CONFIRMATION","schemaVersion":"1.0","deprecated":false},"notification":'
    b'{"notificationId":"0b7e1c52-0001_5d2a9f10-0001","eventDate":"2026-11-24T12:00:00.000Z","publishDate":'
    b'"2026-11-24T12:00:01.000Z","publishAttemptCount":1,"data":{"user":{"userId":"u1","username":"nordlicht"},'
    b'"order":{"orderId":"12-10001-20001","orderLineItems":[{"orderLineItemId":"10012345600001","listingId":'
    b'"110000000001","quantity":2}]}}}}'
)


def told(body: bytes = BODY, signature: str | None = SIGNATURE) -> Incoming:
    headers = {} if signature is None else {"x-ebay-signature": signature}
    return Incoming("POST", ADDRESS, headers, {}, body)


def header(**changes: Any) -> str:
    """The signature, with something else in its place."""
    whole = json.loads(base64.b64decode(SIGNATURE)) | changes
    return base64.b64encode(json.dumps(whole).encode()).decode()


def test_what_ebay_signed_is_believed() -> None:
    HOOK.verify(told(), KEYS)


def test_a_key_that_we_have_not_seen_is_wanted_by_its_name() -> None:
    with pytest.raises(KeyWanted) as wanted:
        HOOK.verify(told(), {})

    assert (wanted.value.key_id, wanted.value.name) == (KEY_ID, f"public key {KEY_ID}")


@pytest.mark.parametrize(
    ("body", "signature", "why"),
    [
        (BODY.replace(b'"quantity":2', b'"quantity":3'), SIGNATURE, "the signature is wrong"),
        (BODY + b" ", SIGNATURE, "the signature is wrong"),
        (BODY, header(signature=base64.b64encode(b"another").decode()), "the signature is wrong"),
        (BODY, header(signature=""), "the signature is wrong"),
        (BODY, None, "there is no signature"),
        (BODY, "not base64!", "cannot be read"),
        (BODY, base64.b64encode(b"[]").decode(), "cannot be read"),
        (BODY, base64.b64encode(b'{"kid": "x"}').decode(), "cannot be read"),
        (BODY, base64.b64encode(b"[" * 3000).decode(), "cannot be read"),
        (BODY, header(signature="%%"), "cannot be read"),
        (BODY, "A" * 5000, "too long"),
        (BODY, header(kid="../../admin"), "names no key"),
        (BODY, header(kid=""), "names no key"),
        (BODY, header(kid="x" * 65), "names no key"),
    ],
)
def test_what_is_not_signed_so_is_not_believed(body: bytes, signature: str | None, why: str) -> None:
    with pytest.raises(Forged, match=why):
        HOOK.verify(told(body, signature), KEYS)


@pytest.mark.parametrize(
    "shown",
    [
        "",
        "[]",
        "{}",
        '{"key": "x"}',
        json.dumps({"key": PUBLIC[:-40]}),
        json.dumps({"key": PUBLIC, "digest": "MD5"}),
    ],
)
def test_a_key_that_cannot_be_read_believes_nothing(shown: str) -> None:
    with pytest.raises(Forged, match="the public key that eBay gave cannot be read"):
        HOOK.verify(told(), {f"public key {KEY_ID}": shown})


@given(st.text(max_size=200))
def test_no_header_breaks_the_check(signature: str) -> None:
    with pytest.raises(Forged):
        HOOK.verify(told(signature=signature), KEYS)


def test_the_address_proves_itself_by_the_token() -> None:
    asked = Incoming("GET", ADDRESS, {}, {"challenge_code": "a1b2"}, b"")
    answer = HOOK.greeting(asked, {"verification_token": "of-ours"})

    assert answer is not None
    proof = hashlib.sha256(f"a1b2of-ours{ADDRESS}".encode()).hexdigest()
    assert (answer.status, answer.content_type) == (200, "application/json")
    assert json.loads(answer.body) == {"challengeResponse": proof}


@pytest.mark.parametrize(
    ("method", "args", "keys"),
    [
        ("GET", {}, {"verification_token": "x"}),
        ("GET", {"challenge_code": "a"}, {}),
        ("GET", {"challenge_code": "a"}, {"verification_token": ""}),
        ("POST", {"challenge_code": "a"}, {"verification_token": "x"}),
    ],
)
def test_nothing_else_is_greeted(method: str, args: dict[str, str], keys: dict[str, str]) -> None:
    assert HOOK.greeting(Incoming(method, ADDRESS, {}, args, BODY), keys) is None


def test_it_calls_itself_by_its_topic_its_id_and_its_order() -> None:
    label = HOOK.label(told())

    assert (label.topic, label.delivery) == ("ORDER_CONFIRMATION", "0b7e1c52-0001_5d2a9f10-0001")
    assert label.resource == "12-10001-20001"
    assert HOOK.label(told(b"no JSON")).topic == ""


def test_it_only_names_the_order_which_is_asked_for() -> None:
    reading = HOOK.read("ORDER_CONFIRMATION", BODY)

    assert (reading.fetch, reading.orders, reading.ignored) == (("12-10001-20001",), (), "")


def test_whatever_names_an_order_has_it_asked_for() -> None:
    assert HOOK.read("ORDER_SOMETHING_NEW", BODY).fetch == ("12-10001-20001",)


@pytest.mark.parametrize(
    ("topic", "ignored"),
    [
        (CLOSED, FORGET),
        ("FEEDBACK_LEFT", "Only what is about orders is read here; “FEEDBACK_LEFT” is about something else."),
    ],
)
def test_what_is_about_something_else_is_kept_with_the_reason(topic: str, ignored: str) -> None:
    body = json.dumps(
        {"metadata": {"topic": topic}, "notification": {"data": {"username": "someone"}}}
    ).encode()

    assert HOOK.read(topic, body).ignored == ignored


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[1]", b'{"notification": 7}', b'{"notification": {"data": []}}x']
)
def test_what_cannot_be_read_says_so(body: bytes) -> None:
    with pytest.raises(Unreadable, match=r"^eBay's message cannot be read: .*\.$"):
        HOOK.read("ORDER_CONFIRMATION", body)
