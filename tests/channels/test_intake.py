"""What a channel tells by itself: believed by its signature, kept as it came, answered at once, and read afterwards."""

from __future__ import annotations

import io
import threading

import pytest
from sqlalchemy import select

from oms.channels.connections import Intake
from oms.channels.hook_views import LARGEST
from oms.core.db import db
from tests.channels.bringing import account, numbers, the_order
from tests.channels.hooks import (
    SECRET,
    Event,
    connected,
    events,
    outcomes,
    send,
    shopify,
    shopify_order,
    tell,
    work,
)
from tests.shop import Shop

CREATED = shopify("orders/create", shopify_order())


@pytest.fixture
def channel(shop: Shop) -> int:
    shop.receive("LAMP", 20)
    return connected(shop, is_on=False)


def test_an_event_is_kept_as_it_came_answered_and_then_read(shop: Shop, channel: int) -> None:
    answer = send(shop, channel, CREATED)

    assert (answer.status_code, answer.data) == (200, b"")
    (kept,) = events(shop)
    assert (kept.topic, kept.delivery, kept.resource) == ("orders/create", "event-1", "5550001001")
    assert (kept.outcome, kept.again, numbers(shop)) == (None, 0, [])
    with shop.inside():
        assert db.session.scalar(select(Intake.body)) == CREATED.body

    work(shop)

    (read,) = events(shop)
    assert (read.outcome, read.order_id) == ("new", the_order(shop).id)
    assert read.version is not None
    assert the_order(shop).headline == "ready"


def test_the_very_same_again_is_only_counted(shop: Shop, channel: int) -> None:
    for _ in range(3):
        tell(shop, channel, CREATED)

    (kept,) = events(shop)
    assert (kept.again, kept.outcome, numbers(shop)) == (2, "new", ["#1001"])


def test_ten_at_the_same_instant_make_one_order(shop: Shop, channel: int) -> None:
    answers: list[int] = []
    at_once = [
        threading.Thread(target=lambda: answers.append(send(shop, channel, CREATED).status_code))
        for _ in range(10)
    ]
    for thread in at_once:
        thread.start()
    for thread in at_once:
        thread.join()
    work(shop)

    assert answers == [200] * 10
    (kept,) = events(shop)
    assert (kept.again, numbers(shop)) == (9, ["#1001"])


def test_a_delivery_id_that_two_orders_share_loses_neither(shop: Shop, channel: int) -> None:
    second = shopify("orders/create", shopify_order(1002))

    tell(shop, channel, CREATED, second)

    assert sorted(numbers(shop)) == ["#1001", "#1002"]


def test_of_the_headers_nothing_secret_is_kept(shop: Shop, channel: int) -> None:
    told = CREATED.headers() | {"Authorization": "Bearer abc", "Cookie": "a=b", "X-Api-Key": "k"}
    send(shop, channel, CREATED, headers=told | {"User-Agent": "Shopify-Captain-Hook"})

    kept = events(shop)[0].headers
    assert kept is not None
    assert set(kept) == {"content-type", "user-agent", "x-shopify-topic", "x-shopify-webhook-id"}


def test_who_signs_with_another_secret_is_not_believed(
    shop: Shop, channel: int, caplog: pytest.LogCaptureFixture
) -> None:
    answer = send(shop, channel, CREATED, headers=CREATED.headers("guessed"))

    assert (answer.status_code, answer.json["error"]) == (401, "The signature is missing or wrong.")
    assert events(shop) == []
    assert f"channel:{channel} an event is not believed: the signature is wrong" in caplog.text
    assert not any(word in caplog.text for word in (SECRET, "guessed", "Ana", "Große"))


def test_a_body_with_one_bit_changed_is_not_believed(shop: Shop, channel: int) -> None:
    changed = bytearray(CREATED.body)
    changed[10] ^= 1

    assert send(shop, channel, CREATED, data=bytes(changed)).status_code == 401
    assert events(shop) == []


@pytest.mark.parametrize("told", ["before it comes", "while it comes"])
def test_what_is_too_long_is_refused_before_it_is_read(shop: Shop, channel: int, told: str) -> None:
    long = b"x" * (LARGEST + 1)
    if told == "before it comes":
        answer = send(shop, channel, CREATED, data=long)
    else:
        stream = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
        answer = send(
            shop, channel, CREATED, data=None, input_stream=io.BytesIO(long), environ_overrides=stream
        )

    assert answer.status_code == 413
    assert events(shop) == []


def test_nobody_listens_where_nothing_is_connected(shop: Shop) -> None:
    assert send(shop, account(shop), CREATED).status_code == 404
    assert send(shop, account(shop, "square", "till"), CREATED).status_code == 404
    assert send(shop, 999, CREATED).status_code == 404


def test_a_browser_finds_nothing_there(shop: Shop, channel: int) -> None:
    answer = shop.client("Ada").get(f"/hooks/{channel}")
    assert (answer.status_code, answer.mimetype) == (405, "application/json")


def test_what_is_of_no_use_is_kept_and_ignored(shop: Shop, channel: int) -> None:
    tell(shop, channel, shopify("products/update", {"id": 1}))

    assert outcomes(shop) == [
        ("products/update", "ignored", "Messages of the kind “products/update” are not needed here.")
    ]


def test_what_cannot_be_understood_is_kept_with_the_reason(shop: Shop, channel: int) -> None:
    tell(shop, channel, shopify("orders/create", {"id": 7, "line_items": "none"}))

    ((_, outcome, sentence),) = outcomes(shop)
    assert outcome == "refused"
    assert sentence is not None
    assert "line_items" in sentence
    assert numbers(shop) == []


def test_what_no_database_takes_is_kept_all_the_same(shop: Shop, channel: int) -> None:
    odd = Event("shopify", "orders/create", {"id": "\x00\ud800 7"}, "d" * 5000)

    tell(shop, channel, odd)

    assert [outcome for _, outcome, _ in outcomes(shop)] == ["refused"]


def test_the_ping_of_a_new_webhook_is_answered_and_not_kept(shop: Shop) -> None:
    woo = connected(shop, "woocommerce", is_on=False)

    answer = shop.app.test_client().post(f"/hooks/{woo}", data="webhook_id=12")

    assert answer.status_code == 200
    assert events(shop) == []
