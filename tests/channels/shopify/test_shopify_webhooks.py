"""What comes in by itself: who may say it, what it is called, what it comes to, and what is only kept."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oms.channels.events import Forged, Incoming, Unreadable
from tests.channels.shopify.messages import (
    HOOK,
    KEYS,
    SAMPLES,
    SECRET,
    item,
    order,
    read,
    refund,
    signed,
    taken,
)

BODY = json.dumps(order()).encode()
BOTH = {"webhook_secret": "shpss_two", "old_webhook_secret": SECRET}
TOPICS = ("order", "orders/updated", "orders/edited", "orders/delete", "refunds/create")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
NAMES = st.sampled_from([*order(), *item(), *refund()])


def refusal_of(topic: str, body: bytes) -> str:
    """Why the body cannot be read; empty where it can. Anything else that is raised fails the test."""
    HOOK.label(signed(body, x_shopify_topic=topic))
    try:
        HOOK.read(topic, body)
    except Unreadable as refusal:
        return str(refusal)
    return ""


def test_a_good_signature_is_believed() -> None:
    HOOK.verify(signed(BODY), KEYS)


def test_the_secret_before_counts_while_it_is_changed() -> None:
    HOOK.verify(signed(BODY), BOTH)
    HOOK.verify(signed(BODY, "shpss_two"), BOTH)


@pytest.mark.parametrize(
    ("incoming", "keys", "why"),
    [
        (signed(BODY), {"webhook_secret": "shpss_two"}, "wrong"),
        (signed(BODY, x_shopify_hmac_sha256=""), KEYS, "no signature"),
        (signed(BODY, x_shopify_hmac_sha256="ü"), KEYS, "wrong"),
        (Incoming("POST", "/", {}, {}, BODY), KEYS, "no signature"),
        (signed(BODY, ""), {}, "no webhook secret"),
        (signed(BODY, ""), {"webhook_secret": "", "old_webhook_secret": " "}, "no webhook secret"),
    ],
)
def test_nothing_else_is(incoming: Incoming, keys: dict[str, str], why: str) -> None:
    with pytest.raises(Forged, match=why) as forged:
        HOOK.verify(incoming, keys)
    assert SECRET not in str(forged.value)


def test_a_body_that_was_touched_is_not_believed() -> None:
    honest = signed(BODY)

    with pytest.raises(Forged, match="wrong"):
        HOOK.verify(Incoming("POST", "/", honest.headers, {}, BODY + b" "), KEYS)


def test_a_message_calls_itself_by_its_topic_its_delivery_and_its_order() -> None:
    label = HOOK.label(signed(BODY))

    assert (label.topic, label.delivery) == ("orders/updated", "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043")
    assert label.resource == "6120045871329"
    of_refund = signed(json.dumps(refund()).encode(), x_shopify_topic="refunds/create")
    assert HOOK.label(of_refund).resource == "6120045871329"
    assert HOOK.label(signed(b"nothing", x_shopify_topic="x" * 500)).resource == ""
    assert len(HOOK.label(signed(b"", x_shopify_topic="x" * 500)).topic) == 100


def test_nobody_is_greeted() -> None:
    assert HOOK.greeting(signed(BODY), KEYS) is None


@pytest.mark.parametrize(
    "topic",
    ["orders/create", "orders/updated", "orders/paid", "orders/cancelled", "orders/fulfilled", "order"],
)
def test_every_word_of_an_order_is_the_whole_order(topic: str) -> None:
    assert [one.draft.number for one in read(topic, order()).orders] == ["#1042"]


def test_a_deleted_order_is_gone_and_an_edited_one_is_asked_for() -> None:
    assert read("orders/delete", {"id": 6120045871329}).gone == ("6120045871329",)
    edited = {"order_edit": {"id": 1, "order_id": 6120045871329, "committed_at": "2026-11-21T09:00:00Z"}}
    assert read("orders/edited", edited).fetch == ("6120045871329",)


@pytest.mark.parametrize(
    ("topic", "told", "why"),
    [
        ("orders/create", order(id=820982911946154508, test=True), "test notification"),
        ("products/update", {"id": 1}, "“products/update” are not needed"),
        ("refunds/create", taken(1, "no_restock"), "No money went back"),
    ],
)
def test_what_is_not_needed_is_ignored_with_a_reason(topic: str, told: dict[str, Any], why: str) -> None:
    reading = read(topic, told)

    assert why in reading.ignored
    assert (reading.orders, reading.refunds, reading.fetch, reading.gone) == ((), (), (), ())


def test_an_id_beyond_what_a_browser_can_count_is_kept_to_the_last_figure() -> None:
    assert read("order", order(id=9007199254740993)).orders[0].draft.external_id == "9007199254740993"


@pytest.mark.parametrize(
    ("topic", "told", "why"),
    [
        ("orders/updated", order(line_items=[]), "The order has no lines"),
        ("orders/updated", order(id=None), "id is missing"),
        ("orders/updated", order(created_at=None), "created_at is missing"),
        ("orders/updated", order(created_at="yesterday"), "created_at: “yesterday” is not a date and time"),
        ("orders/updated", order(line_items=[item(quantity=None)]), r"line_items\[0\].quantity is missing"),
        ("orders/updated", order(line_items=[item(quantity=-1)]), "quantity is -1, which is no number"),
        ("orders/updated", order(line_items=[item(quantity=10**12)]), "no number of units"),
        (
            "orders/updated",
            order(line_items=[item(price="9000000000000", price_set=None, quantity=9000)]),
            r"line_items\[0\].price comes to more money than there can be",
        ),
        ("orders/updated", order(line_items={"a": 1}), "line_items is no list"),
        ("orders/updated", order(shipping_address="at home"), "shipping_address is no object"),
        ("refunds/create", refund(order_id=None), "order_id is missing"),
        ("orders/delete", {}, "id is missing"),
    ],
)
def test_what_cannot_be_believed_is_kept_with_the_reason(topic: str, told: dict[str, Any], why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read(topic, told)


@pytest.mark.parametrize("body", [b"", b"[]", b"7", b"null", b"\xff", b'{"id"', b"NaN", b"[" * 50_000])
def test_what_is_no_object_is_kept_with_the_reason(body: bytes) -> None:
    assert {refusal_of(topic, body)[:1] for topic in TOPICS} == {"S"}


@settings(max_examples=300, deadline=2000)
@given(topic=st.sampled_from(TOPICS), name=NAMES, told=ANYTHING, within=st.booleans())
def test_whatever_stands_in_a_field_the_message_is_read_or_refused(
    topic: str, name: str, told: Any, *, within: bool
) -> None:
    spoilt = refund() if topic.startswith("refunds") else order(refunds=[refund()])
    (spoilt["line_items"][0] if within and "line_items" in spoilt else spoilt)[name] = told

    refusal_of(topic, json.dumps(spoilt).encode("utf-8", "surrogatepass"))


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_message_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    whole = [path.read_bytes() for path in SAMPLES.glob("*.json")]
    for _ in range(100):
        body = bytearray(chance.choice(whole))
        for _ in range(chance.choice([1, 3])):
            at = chance.randrange(len(body))
            to = min(len(body), at + chance.choice([0, 1, 20]))
            body[at:to] = chance.choice([b"", b"-", b"null", b'"', b"{", b"[]", b"9" * 30, b"\\ud800"])
        refusal_of(chance.choice(TOPICS), bytes(body))
