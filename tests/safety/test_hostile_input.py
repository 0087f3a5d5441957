"""Whatever somebody sends to whatever address, nothing breaks: it is refused in a sentence, or it is done."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from werkzeug.routing import BuildError

from tests.browser import Browser
from tests.lived_in import LivedIn
from tests.safety.forms import LEAVING, Form, changing, forms_of
from tests.shop import Shop
from tests.visitors import WORDS, Route, routes

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
    "x" * 100_000,
    "\u202e\ufeff",
    "{{7*7}}%s%n",
    b"\xff\xfe",
    ["1", "2", "x"],
    [],
]
ASKED = "q after before newest show channel place site id copies verdict number parcel back next v".split()  # noqa: SIM905
LIKELY = {
    "quantity": "1", "counted": "1", "amount": "1.00", "name": "Box", "text": "Hello", "reason": "manual", "pin": "7319",
    "email": "x@example.org", "x": "1", "y": "1", "target": "A-10-1", "number": "1Z5R89390357567127", "first": "2026-12-24",
    "last": "2026-12-24", "price": "1.00", "sku_id": "1", "id": "1", "line1": "Way 1", "city": "Cork", "cut_off": "14:00",
    "at": "2026-11-24T10:00", "code": "LAMP", "weight_g": "900", "kind": "box", "length_mm": "100", "width_mm": "100",
    "height_mm": "100", "tare_g": "10", "aisles": "B", "levels": "2", "carrier": "DHL", "version": "1", "parcel": "1",
}  # fmt: skip
HIDDEN = {
    "channels.map_one": "sku_id quantity",
    "channels.start": "channel_id",
    "channels.upload": "channel_id",
    "documents.slips": "id",
    "floorplan.preview": "aisles first last levels",
    "orders.release": "reason",
    "packing.change": "version name kind length_mm width_mm height_mm tare_g",
    "packing.count": "code quantity parcel",
    "packing.remove": "sku_id quantity",
    "packing.seal": "packaging_id weight_g",
    "packing.take": "code parcel",
    "picking.count": "quantity code",
    "shipping.deliver": "at",
    "web.undo": "next",
}


@pytest.fixture
def lived(shop: Shop) -> LivedIn:
    return LivedIn(shop)


@pytest.fixture
def ada(shop: Shop) -> Browser:
    return shop.client("Ada")


def forms(shop: Shop, lived: LivedIn, browser: Browser) -> Iterator[tuple[Route, Form]]:
    """A form for every changing route: as a page shows it, filled in, or with the fields that a page would
    show at another time.
    """
    shown = forms_of(shop.app, browser, lived)
    for route in changing(shop.app):
        if route.endpoint in LEAVING | {"accounts.disable"}:
            continue
        form = shown.get(route.endpoint) or Form(route.url(shop.app, lived), "POST")
        names = [*form.fields, *HIDDEN.get(route.endpoint, "").split()]
        yield (
            route,
            Form(
                form.action, "POST", {name: form.fields.get(name) or LIKELY.get(name, "") for name in names}
            ),
        )


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
        if route.endpoint not in LEAVING
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
        asked = [dict.fromkeys(ASKED, wrong) for wrong in BAD if len(wrong) < 10_000]
        asked += [
            {name: wrong}
            for name in ("after", "before", "newest", "id")
            for wrong in (str(2**63), "²~x", "1~1")
        ]
        broken += [
            (route.endpoint, str(words)[:60])
            for words in asked
            if ada.get(f"{url}?{urlencode(words, doseq=True)}", buffered=True).status_code >= 500
        ]
    assert broken == []
