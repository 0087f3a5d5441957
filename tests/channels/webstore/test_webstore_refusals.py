"""What cannot be understood is refused by name, in one form, and nothing of it is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.test import TestResponse

from oms.channels.webstore import blueprint
from oms.core.db import db
from oms.core.errors import DiskFull
from oms.core.operations import Operation
from tests.channels.webstore.calling import ANA, Store, said
from tests.shop import Shop

WHOLE = "This has to be a whole number."
WRONG: dict[str, tuple[dict[str, Any], str, str]] = {
    "a field that nobody knows": ({"discount": 1}, "discount", "There is no such field."),
    "in a part too": ({"ship_to": ANA | {"street": "x"}}, "ship_to.street", "There is no such field."),
    "a field of ours": ({"headline": "shipped"}, "headline", "There is no such field."),
    "text for a number": ({"total_minor": "5"}, "total_minor", WHOLE),
    "true for a number": ({"total_minor": True}, "total_minor", WHOLE),
    "a fraction": ({"total_minor": 12.5}, "total_minor", WHOLE),
    "a fraction that is none": ({"total_minor": 12.0}, "total_minor", WHOLE),
    "a number for text": ({"number": 1001}, "number", "This has to be text."),
    "a number for a moment": ({"placed_at": 1764000000}, "placed_at", ""),
    "a moment without its zone": ({"placed_at": "2026-11-25T09:30:00"}, "placed_at", ""),
    "a day that never comes": ({"placed_at": "2026-02-30T09:30:00Z"}, "placed_at", "This day is not in the calendar."),
    "another century": ({"placed_at": "1926-11-25T09:30:00Z"}, "placed_at", ""),
    "less than nothing": ({"total_minor": -1}, "total_minor", "At least 0."),
    "too much": ({"total_minor": 10**12 + 1}, "total_minor", "At most 1000000000000."),
    "no lines": ({"lines": []}, "lines", "At least 1 of them."),
    "a zero byte": ({"note": "a\0b"}, "note", "This has to be text without zero bytes."),
    "too long": ({"note": "x" * 2001}, "note", "At most 2000 characters."),
    "an id with a slash": ({"id": "a/b"}, "id", "This has to be an id: up to 64 letters, digits and . _ : # -."),
    "a currency that is none": ({"currency": "QQQ"}, "currency", "This is no currency, such as EUR or JPY."),
    "an amount in no currency": ({"total_minor": 5}, "", "Amounts need a currency."),
    "a list for a part": ({"ship_to": []}, "ship_to", "This has to be an object."),
}  # fmt: skip
LINES: dict[str, tuple[Any, str]] = {
    "nothing of it": ({"quantity": 0}, "lines.0.quantity"),
    "too many of it": ({"quantity": 10**6 + 1}, "lines.0.quantity"),
    "a blank name": ({"sku": "  "}, "lines.0.sku"),
    "no name": ({"sku": None}, "lines.0.sku"),
    "one for true": ({"requires_shipping": 1}, "lines.0.requires_shipping"),
}


@pytest.fixture
def store(shop: Shop) -> Store:
    shop.receive("LAMP", 3)
    return Store.open(shop)


def is_refusal(answer: TestResponse, status: int) -> bool:
    told = answer.json
    return (
        answer.status_code == status
        and set(told) == {"error", "details"}
        and told["error"].endswith(".")
        and all(set(one) == {"where", "what"} for one in told["details"])
    )


def acts(shop: Shop) -> int:
    with shop.inside():
        query = select(func.count()).select_from(Operation).where(Operation.verb.like("webstore.take%"))
        return db.session.scalar(query) or 0


@pytest.mark.parametrize(("wrong", "where", "what"), WRONG.values(), ids=WRONG)
def test_a_field_that_is_wrong_is_named(shop: Shop, store: Store, wrong: Any, where: str, what: str) -> None:
    answer = store.post("/orders", said(("LAMP", 1)) | wrong)
    assert is_refusal(answer, 422)
    assert where in {one["where"] for one in answer.json["details"]}
    assert what in {"", *(one["what"] for one in answer.json["details"])}
    assert acts(shop) == 0


@pytest.mark.parametrize(("wrong", "where"), LINES.values(), ids=LINES)
def test_a_line_that_is_wrong_is_named(store: Store, wrong: Any, where: str) -> None:
    line = {"id": "1", "sku": "LAMP", "quantity": 1} | wrong
    answer = store.post("/orders", said() | {"lines": [line]})
    assert is_refusal(answer, 422)
    assert answer.json["details"][0]["where"] == where


def test_what_customers_are_called_is_not_repeated(store: Store) -> None:
    answer = store.post(
        "/orders", said(("LAMP", 1), ship_to=ANA | {"country": "Germany", "line1": "x" * 201})
    )
    assert is_refusal(answer, 422)
    assert "Germany" not in answer.text
    assert "Ana" not in answer.text


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[1,", b"\xff\xfe", b'{"id": "\\ud800"}', b"[" * 5000, b'{"total_minor": ' + b"9" * 5000 + b"}",
     b"\xef\xbb\xbf{}", json.dumps(said(("LAMP", 1))).encode("utf-16")],
    ids=range(9),
)  # fmt: skip
def test_what_is_no_json_is_refused(shop: Shop, store: Store, body: bytes) -> None:
    answer = store.post("/orders", data=body, content_type="application/json")
    assert is_refusal(answer, 400)
    assert acts(shop) == 0


@pytest.mark.parametrize(
    "body", [b"null", b"[]", b"1", b'"x"', b'{"total_minor": NaN}', b'{"total_minor": 1e400}']
)
def test_other_json_is_refused(store: Store, body: bytes) -> None:
    assert is_refusal(store.post("/orders", data=body, content_type="application/json"), 422)


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data", ""]
)
def test_other_languages_are_refused(store: Store, kind: str) -> None:
    assert is_refusal(store.post("/orders", data=b"{}", content_type=kind), 415)


@pytest.mark.parametrize("told", [True, False], ids=["of a length", "of no length"])
def test_more_than_anybody_has_to_say_is_refused(store: Store, told: bool) -> None:
    body = b'{"note": "' + b"x" * blueprint.MOST + b'"}'
    environ = {} if told else {"HTTP_TRANSFER_ENCODING": "chunked", "wsgi.input_terminated": True}
    answer = store.post("/orders", data=body, content_type="application/json", environ_overrides=environ)
    assert is_refusal(answer, 413)


@pytest.mark.parametrize(
    "asked", ["limit=0", "limit=101", "limit=x", "limit=1&limit=2", "after=a/b", "page=2"]
)
def test_a_question_that_is_wrong_is_refused(store: Store, asked: str) -> None:
    assert is_refusal(store.get(f"/orders?{asked}"), 422)


def test_where_nothing_is_the_answer_is_json_too(store: Store) -> None:
    for path in ("/nothing", "/orders/1/2/3", "/../v2/orders"):
        assert is_refusal(store.get(path), 404)
    refused = store.call("DELETE", "/orders/1001")
    assert is_refusal(refused, 405)
    assert refused.headers["Allow"] == "GET, HEAD, OPTIONS, PATCH"


@pytest.mark.parametrize(
    ("error", "status"), [(DiskFull(), 507), (ServiceUnavailable(), 503), (RuntimeError("Ana"), 500)]
)
def test_what_goes_wrong_here_is_told_in_the_same_form(
    shop: Shop, store: Store, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def fail(_secret: str) -> None:
        raise error

    monkeypatch.setattr(blueprint, "bearer_of", fail)
    monkeypatch.setitem(shop.app.config, "PROPAGATE_EXCEPTIONS", False)
    answer = store.get("/orders")
    assert is_refusal(answer, status)
    assert "Ana" not in answer.text
    assert ("Retry-After" in answer.headers) == (status == 503)
