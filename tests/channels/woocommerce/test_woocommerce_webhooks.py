"""What comes in by itself: who may say it, what it is called, and what is only kept."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from oms.channels.events import Answer, Forged, Incoming, Reading, Unreadable
from oms.channels.woocommerce.webhooks import Webhooks
from tests.channels.woocommerce.messages import KEYS, SECRET, item, order, read, signed

BODY = json.dumps(order()).encode()
PING = Incoming("POST", "/", {"content-type": "application/x-www-form-urlencoded"}, {}, b"webhook_id=5")
HOOK = Webhooks()


def refusal_of(body: bytes) -> str:
    """Why the body cannot be read; empty where it can."""
    try:
        HOOK.read("order.updated", body)
    except Unreadable as refusal:
        return str(refusal)
    return ""


def test_a_good_signature_is_believed() -> None:
    HOOK.verify(signed(BODY), KEYS)


def test_a_secret_is_what_its_html_says() -> None:
    HOOK.verify(signed(BODY), {"webhook_secret": "s3cret &amp; &lt;more&gt;"})


def test_the_secret_before_counts_while_it_is_changed() -> None:
    HOOK.verify(signed(BODY), {"webhook_secret": "another", "old_webhook_secret": SECRET})
    HOOK.verify(signed(BODY, "another"), {"webhook_secret": "another", "old_webhook_secret": SECRET})


@pytest.mark.parametrize(
    ("incoming", "keys"),
    [
        (signed(BODY), {"webhook_secret": "another"}),
        (signed(BODY, x_wc_webhook_signature=""), KEYS),
        (signed(BODY, x_wc_webhook_signature="ü"), KEYS),
        (signed(BODY, ""), {}),
        (signed(BODY, ""), {"webhook_secret": "", "old_webhook_secret": " "}),
        (PING, KEYS),
    ],
)
def test_anything_else_is_forged(incoming: Incoming, keys: dict[str, str]) -> None:
    with pytest.raises(Forged) as forged:
        HOOK.verify(incoming, keys)

    assert SECRET not in str(forged.value)


def test_every_byte_of_the_body_is_signed() -> None:
    good = signed(BODY)
    for at in range(0, len(BODY), 97):
        spoilt = BODY[:at] + bytes([BODY[at] ^ 1]) + BODY[at + 1 :]
        with pytest.raises(Forged):
            HOOK.verify(Incoming("POST", good.url, good.headers, {}, spoilt), KEYS)


def test_the_ping_of_a_new_webhook_is_answered_with_exactly_200_whatever_the_keys_are() -> None:
    assert HOOK.greeting(PING, {}) == HOOK.greeting(PING, KEYS) == Answer(200, "OK")


@pytest.mark.parametrize(
    "incoming",
    [
        signed(BODY),
        signed(b"webhook_id=5"),
        Incoming("POST", "/", {}, {}, BODY),
        Incoming("POST", "/", {}, {}, b"webhook_id=5&order=7"),
        Incoming("POST", "/", {}, {}, b"webhook_id="),
    ],
)
def test_nothing_else_is_a_greeting(incoming: Incoming) -> None:
    assert HOOK.greeting(incoming, KEYS) is None


def test_two_orders_of_one_second_share_their_delivery_id_and_are_still_two() -> None:
    labels = {HOOK.label(signed(json.dumps(order(id=number)).encode())) for number in (8120, 8121)}

    assert {label.delivery for label in labels} == {"d41d8cd98f"}
    assert {label.resource for label in labels} == {"8120", "8121"}


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"id": [1]}', b'{"id": null}'])
def test_a_body_that_names_no_order_has_a_label_too(body: bytes) -> None:
    assert HOOK.label(signed(body)).resource == ""


@pytest.mark.parametrize("topic", ["order.created", "order.updated", "order.restored", "order"])
def test_topics_of_orders_are_read(topic: str) -> None:
    assert [told.draft.external_id for told in read(topic).orders] == ["8120"]


def test_a_deleted_order_is_told_by_its_id_alone() -> None:
    assert HOOK.read("order.deleted", b'{"id":123}') == Reading(gone=("123",))


@pytest.mark.parametrize("topic", ["product.updated", "customer.created", "action.woocommerce_add", ""])
def test_what_is_about_something_else_is_ignored(topic: str) -> None:
    assert f"“{topic}” is about something else" in HOOK.read(topic, b"not even JSON").ignored


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"id": None}, "id is missing"),
        ({"status": None}, "status is missing"),
        ({"date_created_gmt": None}, "date_created_gmt is missing"),
        ({"date_created_gmt": "21/11/2026"}, "is not a date and time"),
        ({"line_items": {}}, ""),
        ({"line_items": "none"}, "line_items is no list"),
        ({"line_items": [item(quantity="0.5")]}, "line_items[0].quantity: 0.5 is not a whole number"),
        ({"line_items": [item(quantity=-1)]}, "line_items[0].quantity is not a number of units"),
        ({"line_items": [item(quantity=10**9)]}, "line_items[0].quantity is not a number of units"),
        ({"line_items": [item(id=None)]}, "line_items[0].id is missing"),
        ({"total": "12,50"}, "total: “12,50” is not a number that we can read"),
        ({"total": "9" * 17}, "more money than there can be"),
        ({"billing": "Ana"}, "billing is no object"),
    ],
)
def test_what_cannot_be_understood_is_refused_with_the_reason(changes: dict[str, Any], sentence: str) -> None:
    if not sentence:
        assert read(**changes).orders[0].only_known
        return
    with pytest.raises(Unreadable) as refusal:
        read(**changes)

    assert sentence in str(refusal.value)
    assert str(refusal.value).endswith(".")


@pytest.mark.parametrize("body", [b"", b"null", b"[1]", b'"x"', b"\xff\xfe", b"[" * 99_999, b"webhook_id=5"])
def test_what_is_no_order_at_all_is_refused(body: bytes) -> None:
    for topic in ("order.updated", "order.deleted"):
        with pytest.raises(Unreadable):
            HOOK.read(topic, body)


@pytest.mark.parametrize("seed", range(5))
def test_a_damaged_message_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(100):
        spoilt = bytearray(BODY)
        for _ in range(chance.choice([1, 1, 3])):
            at = chance.randrange(len(spoilt))
            spoilt[at : at + chance.choice([0, 1, 1, 40])] = chance.choice(
                [
                    b"",
                    b"null",
                    b"[]",
                    b"{}",
                    b'"',
                    b"1e999999999",
                    b"-",
                    b"\\ud800",
                    b"\0",
                    chance.randbytes(1),
                ]
            )
        refusal = refusal_of(bytes(spoilt))
        assert not refusal or refusal.startswith("WooCommerce's message cannot be read: ")


def test_a_field_of_any_kind_is_read_or_refused() -> None:
    strange = [None, True, 0, -1, 10**30, "", "x", "1e99", [], {}, [None], [[]], {"x": 1}, [{"id": 1}]]
    for body in (order(), item()):
        for name in body:
            for value in strange:
                changes = {name: value} if "status" in body else {"line_items": [item(**{name: value})]}
                refusal = refusal_of(json.dumps(order(**changes)).encode())
                assert not refusal or name in refusal
