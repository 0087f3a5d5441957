"""What a web store says later of an order: changed, paid, refunded, cancelled. Late words hold, they do not break."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from oms.core.db import db
from oms.orders.models import Contact, Payment
from tests.channels.bringing import available, holds, lines, the_order, told
from tests.channels.webstore.calling import ANA, Store, said
from tests.channels.working import closed_parcel, parcel
from tests.shop import Shop


@pytest.fixture
def store(shop: Shop) -> Store:
    shop.receive("LAMP", 5)
    shop.receive("MUG", 5)
    store = Store.open(shop)
    store.post("/orders", said(("LAMP", 2), ("MUG", 1), currency="EUR", total_minor=5000))
    return store


def line(quantity: int, id_: str = "1", sku: str = "LAMP", **more: Any) -> dict[str, Any]:
    return {"id": id_, "sku": sku, "quantity": quantity, **more}


def payments(shop: Shop) -> list[tuple[str, int | None]]:
    query = select(Payment.kind, Payment.amount_minor).order_by(Payment.id)
    with shop.inside():
        return [(kind, amount) for kind, amount in db.session.execute(query)]


def test_more_fewer_new_and_removed_lines(shop: Shop, store: Store) -> None:
    more = [line(3), line(2, "3", "SOCK-GRN-39")]
    answer = store.patch("/orders/1001", {"lines": more, "removed": ["2"]})

    assert (answer.status_code, answer.json["outcome"]) == (200, "changed")
    assert [one["reason"] for one in answer.json["waits_for"]] == ["short"]
    assert lines(shop) == [("LAMP", 3, 0, 0), ("MUG", 1, 1, 0), ("SOCK-GRN-39", 2, 0, 0)]
    assert store.patch("/orders/1001", {"lines": [line(1)]}).json["outcome"] == "changed"
    assert lines(shop)[0] == ("LAMP", 3, 2, 0)
    assert (available(shop, "LAMP"), available(shop, "MUG")) == (4, 5)


def test_what_is_left_out_stays_as_it_was(shop: Shop, store: Store) -> None:
    store.patch("/orders/1001", {"lines": [line(2, title="Brass lamp", requires_shipping=False)]})
    store.patch("/orders/1001", {"lines": [line(1)], "note": "Ring twice"})
    kept = told(shop)
    assert (kept["note"], kept["total_minor"], kept["ship_to"]["city"]) == ("Ring twice", 5000, "Köln")  # type: ignore[index]
    lamp, mug = kept["lines"]  # type: ignore[misc]
    assert (lamp["title"], lamp["requires_shipping"], mug["quantity"]) == ("Brass lamp", False, 1)


def test_another_address(shop: Shop, store: Store) -> None:
    answer = store.patch("/orders/1001", {"ship_to": ANA | {"line1": "Kleine Gasse 9"}})
    assert answer.json["outcome"] == "changed"
    contact_id = the_order(shop).ship_to_id
    with shop.inside():
        assert db.session.get_one(Contact, contact_id).line1 == "Kleine Gasse 9"


def test_an_older_word_overwrites_nothing_newer(store: Store, shop: Shop) -> None:
    store.patch("/orders/1001", {"note": "newer", "changed_at": "2026-11-25T11:00:00Z"})
    late = store.patch("/orders/1001", {"note": "older", "changed_at": "2025-01-01T10:00:00Z"})
    assert (late.json["outcome"], told(shop)["note"]) == ("unchanged", "newer")


def test_a_clock_over_there_that_is_ahead_makes_nothing_old(store: Store, shop: Shop) -> None:
    store.patch("/orders/1001", {"note": "from the future", "changed_at": "2099-01-01T00:00:00Z"})
    assert store.patch("/orders/1001", {"note": "now"}).json["outcome"] == "changed"
    assert told(shop)["note"] == "now"


def test_a_line_that_was_taken_out_does_not_come_back_by_its_old_id(store: Store) -> None:
    store.patch("/orders/1001", {"removed": ["2"]})
    back = store.patch("/orders/1001", {"lines": [line(1, "2", "MUG")]})
    assert (back.status_code, back.json["details"][0]["where"]) == (422, "lines.0.id")
    assert store.patch("/orders/1001", {"lines": [line(1, "2b", "MUG")]}).status_code == 200


def test_a_cancelled_order_gives_back_what_it_was_promised(shop: Shop, store: Store) -> None:
    answer = store.post("/orders/1001/cancellation", {})
    assert (answer.json["headline"]["code"], answer.json["waits_for"]) == ("cancelled", [])
    assert available(shop, "LAMP") == 5
    again = store.post("/orders/1001/cancellation", {"at": "2026-11-25T12:00:00Z"})
    assert (again.status_code, again.json["outcome"]) == (200, "unchanged")


def test_a_cancellation_that_comes_too_late_asks_a_person(shop: Shop, store: Store) -> None:
    closed_parcel(shop, "LAMP", "LAMP", "MUG")
    answer = store.post("/orders/1001/cancellation", {})
    assert (answer.status_code, answer.json["headline"]["code"]) == (200, "needs_you")
    assert [one["reason"] for one in answer.json["waits_for"]] == ["manual"]
    assert the_order(shop).cancelled_at is None
    assert "The channel cancelled this order." in holds(shop)[0][1]


def test_fewer_than_lie_in_a_parcel_asks_a_person(shop: Shop, store: Store) -> None:
    parcel(shop, "LAMP", "LAMP", "MUG")
    answer = store.patch("/orders/1001", {"lines": [line(1)]})
    assert answer.json["waits_for"] == [{"reason": "manual", "text": "On hold", "line": None}]
    assert "1 fewer" in holds(shop)[0][1]


def test_a_payment_opens_the_gate_and_is_counted_once(shop: Shop, store: Store) -> None:
    store.post("/orders", said(("LAMP", 1), id_="1002", paid=False, currency="EUR", total_minor=4900))
    paid = {"amount_minor": 4900, "reference": "bank-7", "method": "bank transfer"}

    answer = store.post("/orders/1002/payments", paid)

    assert (answer.json["outcome"], answer.json["headline"]["code"]) == ("changed", "ready")
    assert store.post("/orders/1002/payments", paid).json["outcome"] == "unchanged"
    other = store.post("/orders/1002/payments", paid | {"reference": "bank-8"})
    assert (other.status_code, other.json["error"]) == (
        409,
        "This order is paid already. Nothing was counted twice.",
    )
    assert payments(shop) == [("charge", None), ("charge", 4900)]


def test_a_refund_is_money_only_and_counted_once(shop: Shop, store: Store) -> None:
    before = available(shop, "LAMP")
    refund = {"reference": "r1", "amount_minor": 1000}
    assert store.post("/orders/1001/refunds", refund).json["outcome"] == "changed"
    assert store.post("/orders/1001/refunds", refund).json["outcome"] == "unchanged"
    store.post("/orders/1001/refunds", {"reference": "r2", "amount_minor": 500})
    assert payments(shop)[1:] == [("refund", 1000), ("refund", 500)]
    assert available(shop, "LAMP") == before
    assert the_order(shop).headline == "ready"


def test_more_than_came_asks_a_person(shop: Shop, store: Store) -> None:
    answer = store.post("/orders/1001/refunds", {"reference": "r1", "amount_minor": 5001})
    assert [one["reason"] for one in answer.json["waits_for"]] == ["manual"]
    assert "more than the customer paid" in holds(shop)[0][1]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "", {"note": "x"}),
        ("POST", "/cancellation", {}),
        ("POST", "/payments", {}),
        ("POST", "/refunds", {"reference": "r", "amount_minor": 1}),
    ],
)
def test_an_order_that_was_never_told_is_missing(
    shop: Shop, store: Store, method: str, path: str, body: dict[str, object]
) -> None:
    for order_id in ("9999", "a%20b", "%00"):
        answer = store.call(method, f"/orders/{order_id}{path}", body)
        assert (answer.status_code, answer.json["details"]) == (404, [])
    other = Store.open(shop, "anders.example")
    assert other.call(method, f"/orders/1001{path}", body).status_code == 404, "of another store"
