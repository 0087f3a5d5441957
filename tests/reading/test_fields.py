"""What a message says, field by field: missing says nothing, nonsense is refused by the name of its field."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oms.reading.fields import BadField, Fields, read_json

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


def test_numbers_are_exact_and_ids_are_text() -> None:
    told = Fields(
        read_json(b'{"id": 820982911946154508, "sku": "00123", "price": 0.1, "qty": 2, "part": 2.0}')
    )

    assert (told.identifier("id"), told.identifier("sku")) == ("820982911946154508", "00123")
    assert (told.whole("qty"), told.whole("part")) == (2, 2)
    assert told.amount("price", "EUR") == 10


@pytest.mark.parametrize("nothing", [None, "", "missing"])
def test_what_is_not_told_is_none(nothing: Any) -> None:
    told = Fields({} if nothing == "missing" else {"x": nothing})

    assert (
        told.text("x") is told.identifier("x") is told.whole("x") is told.flag("x") is told.utc("x") is None
    )
    assert told.amount("x", "EUR") is None
    assert told.part("x").text("y") is None
    assert told.parts("x") == []


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("29.35", "USD", 2935),
        ("1.234", "KWD", 1234),
        ("1.2340", "KWD", 1234),
        ("1500.00", "JPY", 1500),
        ("-10.00", "EUR", -1000),
        (3, "EUR", 300),
        (Decimal("1E+1"), "EUR", 1000),
        ("0.005", "EUR", None),
        ("5.00", None, None),
    ],
)
def test_money_is_in_minor_units_and_unknown_where_it_cannot_be(
    amount: Any, currency: str | None, minor: int | None
) -> None:
    assert Fields({"x": amount}).amount("x", currency) == minor


def test_an_unknown_currency_is_none() -> None:
    assert [Fields({"x": told}).currency("x") for told in ("eur", "XYZ", "", None)] == [
        "EUR",
        None,
        None,
        None,
    ]


@pytest.mark.parametrize("told", ["2026-03-22T19:28:02", "2026-03-22 19:28:02Z", "2026-03-22T20:28:02+01:00"])
def test_a_moment_is_in_utc_where_it_does_not_say_otherwise(told: str) -> None:
    assert Fields({"x": told}).utc("x") == datetime(2026, 3, 22, 19, 28, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "reader", "why"),
    [
        ({"id": Decimal("1.5")}, "identifier", "not an id"),
        ({"id": [1]}, "identifier", "neither a text nor a number"),
        ({"id": "9" * 101}, "identifier", "more than 100 characters"),
        ({"id": True}, "text", "neither a text nor a number"),
        ({"id": "2.5"}, "whole", "2.5 is not a whole number"),
        ({"id": "1e9999999"}, "whole", "not a number"),
        ({"id": "22.03.2026"}, "utc", "is not a date and time"),
        ({"id": "2026-02-30T00:00:00"}, "utc", "not a date of the calendar"),
    ],
)
def test_what_cannot_be_believed_is_refused_by_name(told: dict[str, Any], reader: str, why: str) -> None:
    with pytest.raises(BadField, match=rf"^order\.id: .*{why}"):
        getattr(Fields(told, "order"), reader)("id")


def test_signs_that_databases_stumble_over_go() -> None:
    told = Fields(read_json(rb'{"name": "Ana\u0000 \ud800Silva"}'))

    assert (told.text("name") or "").encode() == "Ana \ufffdSilva".encode()


@pytest.mark.parametrize(
    "body", [b"", b"{", b"\xff", b"NaN", b'{"x": Infinity}', b"[" * 100_000, b"1" * 5000, b"\x00"]
)
def test_what_is_not_json_is_refused(body: bytes) -> None:
    with pytest.raises(BadField, match="is not JSON"):
        read_json(body)


def test_an_empty_object_of_php_is_one() -> None:
    assert Fields([]).text("x") is None
    with pytest.raises(BadField, match="the message is no object"):
        Fields([1])
    with pytest.raises(BadField, match="lines is no list"):
        Fields({"lines": {"0": {}}}).parts("lines")


@given(ANYTHING)
def test_anything_is_read_or_refused(told: Any) -> None:
    fields = Fields({"x": told})
    for reader in (fields.text, fields.identifier, fields.whole, fields.utc, fields.part, fields.parts):
        with contextlib.suppress(BadField):
            reader("x")
    with contextlib.suppress(BadField):
        fields.amount("x", "EUR")


def test_a_list_of_texts_is_read_or_refused_by_its_name() -> None:
    told = Fields({"ways": ["card", " ", 5], "way": "card", "bad": [{}]}, "order")

    assert told.texts("ways") == ["card", "5"]
    assert told.texts("none") == []
    with pytest.raises(BadField, match=r"^order\.way is no list"):
        told.texts("way")
    with pytest.raises(BadField, match=r"^order\.bad: it is neither"):
        told.texts("bad")
