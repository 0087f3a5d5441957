"""Etsy's webhooks: believed by their signature while they are fresh, and only as far as which order they name."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from oms.channels.etsy.webhooks import Webhooks, signature
from oms.channels.events import Forged, Incoming, Reading, Unreadable
from oms.core import clock

NOW = datetime(2026, 9, 3, 12, tzinfo=UTC)
KEYS = {"webhook_secret": "whsec_bm9ib2R5IGtub3dz"}
TOLD = {
    "event_type": "order.paid",
    "resource_url": "https://api.etsy.com/v3/application/shops/7001/receipts/3001",
    "shop_id": "7001",
}


def message(
    told: Any = TOLD, at: datetime = NOW, secret: str = KEYS["webhook_secret"], **headers: str
) -> Incoming:
    body, seconds = json.dumps(told).encode(), str(int(at.timestamp()))
    found = {
        "webhook-id": "msg_1",
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{signature('msg_1', seconds, body, secret)}",
    }
    return Incoming(
        "POST", "/hooks/etsy", found | {k.replace("_", "-"): v for k, v in headers.items()}, {}, body
    )


def verify(incoming: Incoming, keys: dict[str, str] = KEYS, now: datetime = NOW) -> None:
    with clock.travel(now):
        Webhooks().verify(incoming, keys)


def read(told: Any, topic: str = "order.paid") -> Reading:
    return Webhooks().read(topic, json.dumps(told).encode())


def test_a_payment_names_the_order_that_is_asked_for() -> None:
    verify(message())

    label = Webhooks().label(message())
    assert (label.topic, label.delivery, label.resource) == ("order.paid", "msg_1", "3001")
    assert read(TOLD).fetch == ("3001",)


def test_a_signature_is_the_one_that_anybody_can_work_out() -> None:
    assert signature("msg_1", "1788436800", b"{}", "whsec_bm9ib2R5IGtub3dz") == (
        "HKGj/SjS+6B6VCG6EC9JWHiOwPEZttZiZhBCuSM7TiE="
    )


@pytest.mark.parametrize("words", ["{}", "v1,{}", "v1,bm8= v1,{}"])
def test_a_signature_may_say_its_version_and_stand_beside_others(words: str) -> None:
    plain = message().headers["webhook-signature"].removeprefix("v1,")

    verify(message(webhook_signature=words.format(plain)))


def test_the_secret_before_is_believed_while_it_is_changed() -> None:
    verify(message(), {"webhook_secret": "whsec_b3RoZXI=", "old_webhook_secret": KEYS["webhook_secret"]})
    verify(message(secret="written plainly"), {"webhook_secret": "written plainly"})


@pytest.mark.parametrize(
    ("incoming", "reason"),
    [
        (message(secret="whsec_b3RoZXI="), "the signature is wrong"),
        (message(webhook_signature=""), "there is no signature"),
        (message(webhook_id="msg_2"), "the signature is wrong"),
        (message(webhook_timestamp="1788436801"), "the signature is wrong"),
        (message(webhook_timestamp=""), "the time of the signature is missing"),
        (message(webhook_timestamp="now"), "the time of the signature is missing"),
        (message(at=NOW - timedelta(seconds=301)), "the signature is too old"),
        (message(at=NOW + timedelta(seconds=301)), "the signature is too old"),
    ],
)
def test_nothing_else_is_believed(incoming: Incoming, reason: str) -> None:
    with pytest.raises(Forged, match=reason):
        verify(incoming)


def test_a_body_that_was_changed_on_the_way_is_not_believed() -> None:
    whole = message()

    for place in range(len(whole.body)):
        spoilt = bytearray(whole.body)
        spoilt[place] ^= 1
        with pytest.raises(Forged):
            verify(Incoming("POST", "", whole.headers, {}, bytes(spoilt)))


def test_without_a_secret_nothing_is_believed() -> None:
    with pytest.raises(Forged, match="no webhook secret"):
        verify(message(), {})


@pytest.mark.parametrize(
    "told",
    [
        TOLD,
        TOLD | {"event_type": "ORDER_PAID"},
        {"event_type": "ORDER_PAID", "event_id": "1", "data": {"resource_url": TOLD["resource_url"]}},
        {"event_type": "ORDER_PAID", "data": {"receipt_id": 3001}},
    ],
)
def test_both_ways_in_which_it_is_told_are_read(told: dict[str, Any]) -> None:
    assert read(told, told["event_type"]).fetch == ("3001",)


@pytest.mark.parametrize("topic", ["order.canceled", "order.shipped", "ORDER_DELIVERED"])
def test_what_else_happens_to_an_order_asks_for_it_too(topic: str) -> None:
    assert read(TOLD, topic).fetch == ("3001",)


def test_what_is_about_something_else_is_ignored_and_said() -> None:
    assert "“listing.updated” is about something else" in read(TOLD, "listing.updated").ignored


@pytest.mark.parametrize("told", [{}, [], "x", TOLD | {"resource_url": "https://evil.example.org/3001"}])
def test_what_names_no_order_is_kept_and_said(told: Any) -> None:
    with pytest.raises(Unreadable, match="Etsy's message cannot be read"):
        read(told)
    assert Webhooks().label(message(told)).resource == ""
