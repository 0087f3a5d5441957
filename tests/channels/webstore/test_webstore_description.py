"""The API describes itself, by the lines that it works by: to programs as OpenAPI, to people as a page."""

from __future__ import annotations

from typing import Any

import pytest

from oms.channels.webstore import examples
from tests.channels.webstore.calling import Store, said
from tests.channels.webstore.conforming import conform
from tests.channels.webstore.test_webstore_letting_in import CALLS, MAY
from tests.shop import Shop

EXAMPLES = 8


@pytest.fixture
def description(shop: Shop) -> Any:
    return shop.client().get("/api/v1/openapi.json").json


def operations(description: Any) -> dict[str, dict[str, Any]]:
    return {one["operationId"]: one for path in description["paths"].values() for one in path.values()}


def test_every_call_is_described_with_its_scope_and_its_refusals(description: Any) -> None:
    assert description["openapi"] == "3.1.0"
    found = operations(description)
    assert set(found) == set(CALLS)
    for name, told in found.items():
        ((scope,),) = [one["token"] for one in told["security"]]
        assert name in MAY[scope]
        assert {"200", "401", "403", "429", "503"} <= set(told["responses"])
        assert ("requestBody" in told) == (CALLS[name][0] != "GET")


def test_a_field_that_is_not_described_is_refused_and_the_description_says_so(description: Any) -> None:
    schemas = description["components"]["schemas"]
    assert {"Order", "Line", "Contact", "Taken", "ShownOrder", "Problem"} <= set(schemas)
    assert all(told["additionalProperties"] is False for told in schemas.values())
    assert schemas["Order"]["required"] == ["id", "placed_at", "lines"]


def test_its_examples_work(shop: Shop) -> None:
    shop.receive("LAMP", 9)
    store = Store.open(shop)
    told = store.post("/orders", examples.ORDER)
    assert (told.status_code, told.json["headline"]["code"]) == (201, "ready")
    assert store.patch("/orders/1001", examples.CHANGE).json["outcome"] == "changed"
    assert store.post("/orders/1001/payments", examples.PAYMENT).json["outcome"] == "unchanged"
    assert store.post("/orders/1001/refunds", examples.REFUND).json["outcome"] == "changed"
    assert store.post("/orders/1001/cancellation", examples.CANCELLATION).json["outcome"] == "changed"


def test_every_answer_is_as_described(shop: Shop, unpaced: None) -> None:
    shop.receive("LAMP", 50)
    store = Store.open(shop)
    store.post("/orders", said(("LAMP", 1)))
    seen = conform(store, EXAMPLES)
    assert {label for label, _ in seen} == {f"{method} /api/v1{path}" for method, path in PATHS}
    assert sum(seen.values()) >= 2 * EXAMPLES * len(CALLS) / 2


PATHS = {
    ("POST", "/orders"),
    ("GET", "/orders"),
    ("GET", "/orders/{order_id}"),
    ("PATCH", "/orders/{order_id}"),
    ("POST", "/orders/{order_id}/cancellation"),
    ("POST", "/orders/{order_id}/payments"),
    ("POST", "/orders/{order_id}/refunds"),
    ("GET", "/stock"),
    ("GET", "/stock/{name}"),
}


def test_the_page_for_people_says_the_same(shop: Shop, description: Any) -> None:
    page = shop.client().get("/api/v1/")
    assert page.status_code == 200
    for path, methods in description["paths"].items():
        assert path in page.text
        for told in methods.values():
            assert told["summary"] in page.text
    for name in description["components"]["schemas"]:
        assert f'id="{name}"' in page.text
    assert "curl -X POST http://localhost/api/v1/orders" in page.text
    assert shop.client().get("/api/v1").location == "http://localhost/api/v1/"
