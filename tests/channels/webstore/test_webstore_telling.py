"""A web store tells an order: it is taken in whatever is wrong with it, and the answer says what it waits for."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from oms.core.db import db
from oms.core.operations import Operation
from oms.orders.models import Contact, Order, Payment
from tests.channels.bringing import account, lines, the_order, told
from tests.channels.webstore.calling import Store, said
from tests.shop import Shop


@pytest.fixture
def store(shop: Shop) -> Store:
    shop.receive("LAMP", 3)
    return Store.open(shop)


def waits(answer: dict[str, object]) -> list[tuple[str, str | None]]:
    return [(one["reason"], one["line"]) for one in answer["waits_for"]]  # type: ignore[attr-defined]


def test_an_order_is_taken_in_and_promised_what_is_there(shop: Shop, store: Store) -> None:
    answer = store.post("/orders", said(("LAMP", 2)))

    assert (answer.status_code, answer.location) == (201, "/api/v1/orders/1001")
    assert answer.json == {
        "id": "1001",
        "outcome": "new",
        "number": "#1001",
        "headline": {"code": "ready", "text": "Ready to pick"},
        "promise_by": answer.json["promise_by"],
        "waits_for": [],
    }
    order = the_order(shop)
    assert (order.headline, order.came_from) == ("ready", f"channel:{store.channel_id}")
    assert order.promise_by.isoformat() == answer.json["promise_by"]
    assert lines(shop) == [("LAMP", 2, 0, 0)]


def test_it_is_the_channels_own_act(shop: Shop, store: Store) -> None:
    store.post("/orders", said(("LAMP", 1)))
    with shop.inside():
        query = select(Operation.by).where(Operation.verb == "webstore.take_order")
        assert db.session.scalars(query).all() == [f"channel:{store.channel_id}"]


def test_all_that_was_told_is_kept(shop: Shop, store: Store) -> None:
    line = {"id": "a", "sku": "LAMP", "quantity": 2, "title": "Lamp", "unit_price_minor": 2450}
    payment = {"amount_minor": 5390, "at": "2026-11-25T08:00:00Z", "method": "card", "reference": "p1"}
    store.post(
        "/orders",
        said(currency="EUR", total_minor=5390, shipping_minor=490, prices_include_tax=True)
        | {"lines": [line], "payment": payment, "note": "Ring\ntwice ", "service": "DHL\tExpress"},
    )
    with shop.inside():
        order = db.session.scalars(select(Order)).one()
        paid = db.session.scalars(select(Payment)).one()
        buyer = db.session.get_one(Contact, order.buyer_id)
        assert (order.total_minor, order.shipping_minor, order.currency, order.reconciles) == (
            5390,
            490,
            "EUR",
            True,
        )
        assert (order.note, order.service) == ("Ring\ntwice", "DHL Express")
        assert (paid.amount_minor, paid.reference, paid.at) == (5390, "p1", order.paid_at)
        assert buyer.email == "ana@example.org", "who pays is who it goes to, unless told otherwise"
    assert told(shop)["lines"][0]["line_total_minor"] == 4900  # type: ignore[index]


def test_what_is_short_is_promised_as_far_as_it_goes_and_waits(store: Store) -> None:
    answer = store.post("/orders", said(("LAMP", 5)))
    assert answer.status_code == 201
    assert answer.json["headline"]["code"] == "short"
    assert answer.json["waits_for"] == [{"reason": "short", "text": "2 missing from stock", "line": "1"}]


def test_what_nobody_knows_is_held_with_the_rest(store: Store) -> None:
    answer = store.post("/orders", said(("LAMP", 1), ("CANDLE", 4)))
    assert (answer.status_code, answer.json["headline"]["code"]) == (201, "needs_you")
    assert waits(answer.json) == [("unknown_item", "2")]


def test_an_unpaid_order_waits_for_its_money(store: Store) -> None:
    answer = store.post("/orders", said(("LAMP", 1), paid=False))
    assert (answer.json["headline"]["code"], waits(answer.json)) == ("unpaid", [("payment", None)])


@pytest.mark.parametrize("ship_to", [None, {}, {"name": "Ana", "line1": "Nowhere", "country": "ZZ"}])
def test_a_doubtful_address_holds_and_never_refuses(store: Store, ship_to: object) -> None:
    answer = store.post("/orders", said(("LAMP", 1), ship_to=ship_to))
    assert (answer.status_code, waits(answer.json)) == (201, [("address", None)])


def test_what_nobody_packs_needs_no_address(store: Store) -> None:
    line = {"id": "1", "sku": "VOUCHER", "quantity": 1, "requires_shipping": False}
    answer = store.post("/orders", said(ship_to=None) | {"lines": [line]})
    assert (answer.json["headline"]["code"], answer.json["waits_for"]) == ("closed", [])


def test_the_same_order_told_again_is_nothing_new(shop: Shop, store: Store) -> None:
    first = store.post("/orders", said(("LAMP", 2)))
    again = store.post("/orders", said(("LAMP", 2)))
    assert (again.status_code, again.json) == (200, first.json | {"outcome": "unchanged"})
    with shop.inside():
        assert db.session.scalar(select(func.count(Order.id))) == 1


def test_the_same_order_told_otherwise_is_changed(shop: Shop, store: Store) -> None:
    store.post("/orders", said(("LAMP", 1)))
    again = store.post("/orders", said(("LAMP", 3)))
    assert (again.status_code, again.json["outcome"]) == (200, "changed")
    assert lines(shop) == [("LAMP", 3, 0, 0)]


def test_two_stores_may_use_the_same_numbers(shop: Shop, store: Store) -> None:
    other = Store.open(shop, "anders.example")
    for one in (store, other):
        assert one.post("/orders", said(("LAMP", 1))).json["outcome"] == "new"


def test_totals_that_contradict_each_other_are_flagged_and_not_mended(shop: Shop, store: Store) -> None:
    line = {"id": "1", "sku": "LAMP", "quantity": 1, "total_minor": 4900}
    answer = store.post("/orders", said(currency="EUR", total_minor=4000) | {"lines": [line]})
    assert answer.status_code == 201
    assert (the_order(shop).reconciles, the_order(shop).total_minor) == (False, 4000)


def test_a_token_of_a_store_speaks_for_no_other_channel(shop: Shop, store: Store) -> None:
    account(shop)
    store.post("/orders", said(("LAMP", 1)))
    assert the_order(shop).came_from == f"channel:{store.channel_id}"
