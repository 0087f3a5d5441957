"""The same Idempotency-Key is the same act: done once, and answered in the same words whatever happened since."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from oms import create_app
from oms.core.db import db
from oms.core.operations import Operation
from oms.orders.models import Order
from tests.channels.bringing import lines, the_order
from tests.channels.webstore.calling import Store, said
from tests.shop import Shop
from tests.shop import settings as make_settings

AT_ONCE = 6


@pytest.fixture
def store(shop: Shop) -> Store:
    shop.receive("LAMP", 3)
    return Store.open(shop)


def orders(shop: Shop) -> int:
    with shop.inside():
        return db.session.scalar(select(func.count(Order.id))) or 0


def test_the_same_key_with_the_same_words_is_answered_as_before(shop: Shop, store: Store) -> None:
    first = store.post("/orders", said(("LAMP", 5)), key="order-1001")
    shop.receive("LAMP", 9)
    again = store.post("/orders", said(("LAMP", 5)), key="order-1001")

    assert (again.status_code, again.text, again.location) == (201, first.text, first.location)
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert again.json["headline"]["code"] == "short", "although it is there by now"
    assert orders(shop) == 1


def test_the_same_key_with_other_words_is_refused_in_a_sentence(shop: Shop, store: Store) -> None:
    store.post("/orders", said(("LAMP", 1)), key="k")
    other = store.post("/orders", said(("LAMP", 2)), key="k")
    assert (other.status_code, other.json["details"]) == (409, [])
    assert other.json["error"] == "This Idempotency-Key was used for something else. Take a new one."
    assert lines(shop) == [("LAMP", 1, 0, 0)]


def test_the_same_key_at_another_address_is_refused_too(shop: Shop, store: Store) -> None:
    store.post("/orders", said(("LAMP", 1)), key="k")
    assert store.post("/orders/1001/cancellation", {}, key="k").status_code == 409
    assert the_order(shop).cancelled_at is None


def test_what_was_refused_did_not_use_its_key(store: Store) -> None:
    assert store.post("/orders", said(("LAMP", 0)), key="k").status_code == 422
    assert store.post("/orders/1001/payments", {}, key="k").status_code == 404
    assert store.post("/orders", said(("LAMP", 1)), key="k").status_code == 201


def test_each_token_has_keys_of_its_own(shop: Shop, store: Store) -> None:
    other = Store.of(shop, store.channel_id, ["orders:write"])
    store.post("/orders", said(("LAMP", 1)), key="k")
    assert other.post("/orders", said(("LAMP", 1), id_="1002"), key="k").status_code == 201


def test_a_key_outlives_a_restart(shop: Shop, store: Store, database: Any, tmp_path: Path) -> None:
    first = store.post("/orders", said(("LAMP", 1)), key="k")
    store.shop = Shop(create_app(make_settings(database.url, tmp_path)), shop.site)
    again = store.post("/orders", said(("LAMP", 1)), key="k")
    with store.shop.inside():
        db.engine.dispose()
    assert (again.text, again.headers["Idempotent-Replayed"]) == (first.text, "true")


def test_many_at_the_same_instant_are_one(shop: Shop, store: Store) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        tries = [pool.submit(store.post, "/orders", said(("LAMP", 2)), key="k") for _ in range(AT_ONCE)]
        answers = [one.result() for one in tries]
    assert {(one.status_code, one.text) for one in answers} == {(201, answers[0].text)}
    assert sum("Idempotent-Replayed" not in one.headers for one in answers) == 1
    assert orders(shop) == 1


def test_many_with_keys_of_their_own_are_one_order(shop: Shop, store: Store) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        tries = [pool.submit(store.post, "/orders", said(("LAMP", 2)), key=f"k{n}") for n in range(AT_ONCE)]
        outcomes = sorted(one.result().json["outcome"] for one in tries)
    assert outcomes == ["new"] + ["unchanged"] * (AT_ONCE - 1)
    assert orders(shop) == 1


def test_what_is_kept_of_an_act_names_nobody(shop: Shop, store: Store) -> None:
    store.post("/orders", said(("CANDLE", 1), note="for Ana"), key="the-key")
    with shop.inside():
        kept = db.session.scalars(select(Operation).where(Operation.verb == "webstore.take_order")).one()
        text = f"{kept.id} {kept.answer} {kept.memory}"
    assert not any(word in text for word in ("Ana", "Große", "50667", "the-key"))


@pytest.mark.parametrize("key", [None, "", "x" * 201, "a b", "é"])
def test_without_a_key_nothing_is_done(shop: Shop, store: Store, key: str | None) -> None:
    headers = {} if key is None else {"Idempotency-Key": key.encode().decode("latin-1")}
    answer = store.post("/orders", said(("LAMP", 1)), key=None, headers=headers)
    assert answer.status_code == 400
    assert answer.json["error"].startswith("Send an Idempotency-Key")
    assert orders(shop) == 0
