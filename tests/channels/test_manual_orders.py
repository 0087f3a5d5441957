"""Orders that somebody takes by phone or at the counter."""

from __future__ import annotations

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from oms.channels.manual import take_manual_order
from oms.core.errors import WrongInput
from oms.core.undoing import undo_operation
from oms.orders.drafts import ContactDraft
from tests.channels.bringing import available, holds, lines, numbers, the_order, wanted
from tests.picking.floor import assert_proven
from tests.shop import ANA, Shop

TYPED = {
    "kind": "phone",
    "name": "Ana Pereira",
    "line1": "Große Straße 5",
    "postcode": "50667",
    "city": "Köln",
    "country": "de",
    "paid": "y",
}


def call(shop: Shop, *items: tuple[str, int, int | None], customer: ContactDraft = ANA, **told: Any) -> str:
    by, kind = shop.by(), told.pop("kind", "phone")
    asked = tuple((shop.skus[sku], quantity, price) for sku, quantity, price in items)
    with shop.inside():
        take_manual_order(kind, shop.site, customer, asked, **{"paid": True} | told, by=by)
    return by.operation_id


def post(shop: Shop, **changes: Any) -> TestResponse:
    told = TYPED | {"sku_id": str(shop.skus["LAMP"]), "quantity": "2", "price": "12.50"} | changes
    return shop.client("Ada").post("/orders/new", data=told)


def test_a_call_becomes_an_order_that_is_promised_its_goods(shop: Shop) -> None:
    shop.receive("LAMP", 3)

    call(shop, ("LAMP", 2, 1250), note="Ring twice")

    order = the_order(shop, "B-0001")
    assert (order.headline, order.total_minor, order.currency, order.note) == (
        "ready",
        2500,
        "EUR",
        "Ring twice",
    )
    assert (lines(shop, "B-0001"), available(shop, "LAMP")) == ([("LAMP", 2, 0, 0)], 1)
    assert_proven(shop)


def test_a_price_that_nobody_said_is_unknown(shop: Shop) -> None:
    call(shop, ("LAMP", 1, 1250), ("MUG", 1, None))

    assert the_order(shop, "B-0001").total_minor is None


def test_by_phone_an_address_is_needed_and_at_the_counter_not(shop: Shop) -> None:
    nobody = ContactDraft()

    call(shop, ("LAMP", 1, None), customer=nobody)
    call(shop, ("LAMP", 1, None), customer=nobody, kind="counter")

    assert [reason for reason, _ in holds(shop, "B-0001")] == ["address"]
    assert holds(shop, "B-0002") == []


def test_unpaid_it_waits_for_the_money(shop: Shop) -> None:
    call(shop, ("LAMP", 1, 1250), paid=False)

    assert the_order(shop, "B-0001").headline == "unpaid"


def test_undo_cancels_it_and_gives_the_goods_back(shop: Shop) -> None:
    shop.receive("LAMP", 3)
    operation_id = call(shop, ("LAMP", 2, None))

    with shop.inside():
        undo_operation(operation_id, by=shop.by())

    assert (the_order(shop, "B-0001").headline, available(shop, "LAMP")) == ("cancelled", 3)
    assert_proven(shop)


def test_an_order_wants_at_least_one_of_an_item_that_there_is(shop: Shop) -> None:
    for items in ((), (("LAMP", 0, None),)):
        with pytest.raises(WrongInput):
            call(shop, *items)
    with shop.inside(), pytest.raises(WrongInput):
        take_manual_order("phone", shop.site, ANA, ((999_999, 1, None),), paid=True, by=shop.by())

    assert numbers(shop) == []


def test_the_form_takes_the_order_and_shows_it(shop: Shop) -> None:
    answer = post(shop)

    assert (answer.status_code, answer.location) == (303, f"/orders/{the_order(shop, 'B-0001').id}")
    assert the_order(shop, "B-0001").total_minor == 2500


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"sku_id": []}, "Add at least one item."),
        ({"quantity": "0"}, "How many has to be a whole number from 1 on."),
        ({"quantity": "²"}, "How many has to be a whole number from 1 on."),
        ({"price": "a lot"}, "Write a price like 12.50."),
        ({"price": "-5"}, "A price is not below zero."),
        ({"price": "1.234567"}, "Write a price like 12.50."),
        ({"price": "9" * 30}, "Write a price like 12.50."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    shop: Shop, changes: dict[str, Any], sentence: str
) -> None:
    answer = post(shop, **changes)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Große Straße 5" in answer.text
    assert changes.get("sku_id") == [] or "Desk Lamp" in answer.text
    assert numbers(shop) == []


def test_the_country_of_the_shop_is_there_already(shop: Shop) -> None:
    field = re.search(r'<input[^>]*name="country"[^>]*>', shop.client("Ada").get("/orders/new").text)

    assert field
    assert 'value="DE"' in field[0]


def test_a_wrong_address_is_said_beside_its_field(shop: Shop) -> None:
    answer = post(shop, country="Germany", email="nobody")

    assert answer.status_code == 422
    assert "Desk Lamp" in answer.text
    assert wanted(shop, "LAMP") == (0, 0)


def test_the_same_form_sent_twice_makes_one_order(shop: Shop) -> None:
    for _ in range(2):
        assert post(shop, operation_id="a" * 32).status_code == 303

    assert numbers(shop) == ["B-0001"]
