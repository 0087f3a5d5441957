"""Whatever somebody sends to whatever address, nothing breaks: it is refused in a sentence, or it is done."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from werkzeug.routing import BuildError

from tests.browser import Browser
from tests.lived_in import LivedIn
from tests.safety.forms import LEAVING, Form, changing, forms
from tests.shop import Shop
from tests.visitors import WORDS, for_machines, routes

DIGITS = "9" * 5000
WORST = ["a\x00b", str(2**63), DIGITS, "Infinity", "0001-01-01T00:00"]
BAD = [
    *WORST,
    "",
    "-1",
    "NaN",
    "²",
    "１２",
    "9999-12-31T23:59",
    "x" * 20_000,
    "\u202e{{7*7}}%s%n",
    b"\xff\xfe",
    ["1", "2", "x"],
    [],
]
ASKED = "q after before newest show channel place site id copies verdict number parcel back next v".split()  # noqa: SIM905


@pytest.fixture
def ada(shop: Shop) -> Browser:
    return shop.client("Ada")


def send(browser: Browser, form: Form, told: dict[str, object]) -> int:
    kind = "application/x-www-form-urlencoded"
    answer = browser.post(form.action, data=urlencode(told, doseq=True), content_type=kind, buffered=True)
    assert form.action.startswith("/who") or not (answer.location or "").startswith("/sign-in"), form.action
    return answer.status_code


def test_no_form_breaks_on_what_is_typed_into_one_field(shop: Shop, lived: LivedIn, ada: Browser) -> None:
    broken = [
        (route.endpoint, name, wrong[:30])
        for route, form in forms(shop, lived, ada)
        for name in form.fields
        for wrong in WORST
        if send(ada, form, form.fields | {name: wrong}) >= 500
    ]
    assert broken == []


def test_no_form_breaks_where_everything_is_wrong(shop: Shop, lived: LivedIn, ada: Browser) -> None:
    broken = [
        (route.endpoint, str(wrong)[:30])
        for route, form in forms(shop, lived, ada)
        for wrong in BAD
        if send(ada, form, dict.fromkeys(form.fields, wrong)) >= 500
    ]
    assert broken == []


@pytest.mark.parametrize(
    "content", ['{"name": 1, "quantity": [1], "code": null, "pin": 8405, "id": {}}', "[]", "1", "{"]
)
def test_what_is_no_form_is_refused(shop: Shop, ada: Browser, lived: LivedIn, content: str) -> None:
    told = [
        (route.endpoint, answer.status_code)
        for route in changing(shop.app)
        if route.endpoint not in LEAVING and not for_machines(shop.app, route)
        for answer in [ada.post(route.url(shop.app, lived), data=content, content_type="application/json")]
        if answer.status_code != 415
    ]
    assert told == []


ADDRESSES = {
    "zero": 0,
    "too wide for the database": 2**63,
    "too long for Python": 10**4200,
    "a zero byte": "a\x00b",
    "a digit that is none": "²",
    "long": "x" * 3000,
    "a path": "../../etc/passwd",
}


@pytest.mark.parametrize("wrong", ADDRESSES.values(), ids=ADDRESSES)
def test_no_address_breaks(shop: Shop, wrong: int | str) -> None:
    broken = []
    for route in routes(shop.app):
        ids = {
            name: wrong
            for name in route.rule.arguments
            if (name in WORDS | {"day", "figure"}) == isinstance(wrong, str)
        }
        try:
            url = route.url(shop.app, lambda name, ids=ids: ids.get(name, 1))  # type: ignore[misc]
        except (BuildError, ValueError):
            continue
        if ids and shop.client("Ada").open(url, method=route.method, buffered=True).status_code >= 500:
            broken.append((route.endpoint, route.method))
    assert broken == []


def test_no_question_breaks(shop: Shop, lived: LivedIn, ada: Browser) -> None:
    broken = []
    for route in routes(shop.app):
        if route.method != "GET" or route.endpoint == "static" or route.rule.rule.endswith(".pdf"):
            continue
        url = route.url(shop.app, lived)
        asked = [dict.fromkeys(ASKED, wrong) for wrong in (*WORST, "²~x", "1~1", "-1", ["1", "x"])]
        asked += [{name: str(2**63)} for name in ("after", "before", "newest", "id")]
        broken += [
            (route.endpoint, str(words)[:60])
            for words in asked
            if ada.get(f"{url}?{urlencode(words, doseq=True)}", buffered=True).status_code >= 500
        ]
    assert broken == []
