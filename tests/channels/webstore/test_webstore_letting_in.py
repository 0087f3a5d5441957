"""Who gets in: a token that works, in the header, with the scope of the call. The table is the whole API."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from werkzeug.test import TestResponse

from oms.channels.webstore import blueprint
from oms.channels.webstore.calls import SCOPES
from oms.channels.webstore.models import ApiToken
from oms.channels.webstore.tokens import revoke_token
from oms.core import clock
from oms.core.db import Base, db
from oms.core.pacing import Paces
from tests.channels.webstore.calling import Store, said
from tests.core.standing_time import Time
from tests.shop import Shop
from tests.visitors import for_machines, routes

CALLS: dict[str, tuple[str, str, Any]] = {
    "tell": ("POST", "/orders", said(("LAMP", 1))),
    "change": ("PATCH", "/orders/1001", {"note": "x"}),
    "cancel": ("POST", "/orders/1001/cancellation", {}),
    "pay": ("POST", "/orders/1001/payments", {}),
    "refund": ("POST", "/orders/1001/refunds", {"reference": "r", "amount_minor": 1}),
    "order": ("GET", "/orders/1001", None),
    "orders": ("GET", "/orders", None),
    "stock": ("GET", "/stock", None),
    "level": ("GET", "/stock/LAMP", None),
}
MAY = {
    "orders:write": {"tell", "change", "cancel", "pay", "refund"},
    "orders:read": {"order", "orders"},
    "stock:read": {"stock", "level"},
}


@pytest.fixture
def store(shop: Shop) -> Store:
    return Store.open(shop)


def ask(store: Store, call: str, **told: Any) -> TestResponse:
    method, path, body = CALLS[call]
    return store.call(method, path, body, **told)


def test_the_table_is_the_whole_api(shop: Shop) -> None:
    ours = {one.endpoint for one in routes(shop.app) if one.endpoint.startswith("webstore.")}
    machines = {one.endpoint for one in routes(shop.app) if for_machines(shop.app, one)} & ours
    assert machines == {f"webstore.{call}" for call in CALLS} | {"webstore.description"}
    assert set(MAY) == set(SCOPES)


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_opens_its_calls_and_no_others(shop: Shop, scope: str) -> None:
    store = Store.open(shop, scopes=[scope])
    for call in CALLS:
        answer = ask(store, call)
        if call in MAY[scope]:
            assert answer.status_code not in {401, 403}, call
        else:
            needed = next(one for one, calls in MAY.items() if call in calls)
            assert answer.status_code == 403, call
            assert answer.json["error"] == f"This token may not do that: it lacks the scope {needed}."


@pytest.mark.parametrize(
    "shown",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer x",
        "Basic {}",
        "{}",
        "Bearer {}x",
        "Bearer {} {}",
        "Bearer " + "x" * 500,
    ],
)
def test_whoever_shows_no_token_that_works_learns_nothing(
    shop: Shop, store: Store, shown: str | None
) -> None:
    headers = {"Authorization": (shown or "").replace("{}", store.secret)}
    for call in CALLS:
        answer = ask(store, call, headers=headers)
        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "Bearer")
        assert answer.json == {"error": "A token that works is needed.", "details": []}


def test_a_token_in_the_address_is_no_token(shop: Shop, store: Store) -> None:
    for name in ("access_token", "token", "key", "authorization"):
        asked = {name: store.secret}
        assert store.get("/orders", headers={"Authorization": ""}, query_string=asked).status_code == 401
        assert store.get("/orders", query_string=asked).status_code == 422


def test_somebody_who_is_signed_in_gets_in_by_token_only(shop: Shop, store: Store) -> None:
    ada = shop.client("Ada")
    assert ada.get("/api/v1/orders").status_code == 401
    assert ada.get("/api/v1/orders", headers={"Authorization": f"bearer {store.secret}"}).status_code == 200


def test_a_revoked_token_is_none_from_that_moment(shop: Shop, store: Store) -> None:
    assert ask(store, "orders").status_code == 200
    with shop.inside():
        revoke_token(store.token_id, by=shop.by())
    assert ask(store, "orders").status_code == 401


def test_its_last_use_is_noted_now_and_then(shop: Shop, store: Store) -> None:
    def used() -> Any:
        with shop.inside():
            return db.session.get_one(ApiToken, store.token_id).used_at

    assert used() is None
    ask(store, "orders")
    first = used()
    assert first is not None
    ask(store, "orders")
    assert used() == first
    with clock.travel(clock.now() + timedelta(hours=2)):
        ask(store, "orders")
        assert used() - first > timedelta(hours=1)


def test_the_secret_is_kept_nowhere(shop: Shop, store: Store, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        ask(store, "tell")
        ask(store, "orders", headers={"Authorization": f"Bearer {store.secret}x"})
        ask(Store.of(shop, store.channel_id, ["stock:read"]), "tell")
    assert "nobody is let in at webstore.orders" in caplog.text
    assert "lacks the scope orders:write" in caplog.text
    with shop.inside():
        kept = [
            str(row)
            for table in Base.metadata.sorted_tables
            for row in db.session.execute(text(f'SELECT * FROM "{table.name}"'))
        ]
        assert db.session.scalars(select(ApiToken.hint)).first() == store.secret[-4:]
    for told in (caplog.text, *kept):
        assert store.secret[9:] not in told


@pytest.fixture
def time(shop: Shop) -> Iterator[Time]:
    before, time = shop.app.extensions["paces"], Time()
    shop.app.extensions["paces"] = Paces(time)
    yield time
    shop.app.extensions["paces"] = before


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> int:
    """Fewer than in a shop, where a store may tell all of its orders anew."""
    assert blueprint.CALLS.at_once >= 500
    monkeypatch.setattr(blueprint, "CALLS", replace(blueprint.CALLS, at_once=20))
    return 20


def test_a_program_that_runs_away_is_asked_to_wait_and_no_other(
    shop: Shop, store: Store, time: Time, at_once: int
) -> None:
    other = Store.of(shop, store.channel_id, tuple(SCOPES))
    assert {store.get("/stock/LAMP").status_code for _ in range(at_once)} == {200}
    refused = ask(store, "tell")
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    assert refused.json["error"].startswith("Too many calls. Wait ")
    assert other.get("/stock/LAMP").status_code == 200
    time.now += 1
    assert ask(store, "tell").status_code == 201
