from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask, g
from werkzeug.test import TestResponse

from oms.web.auth import needs, public
from oms.web.headers import HEADERS
from tests.shop import Shop


@pytest.fixture
def undeclared(app: Flask) -> Iterator[str]:
    """A route whose author forgot to say who may."""
    app.view_functions["forgotten"] = view = lambda: "secret"
    rule = app.url_rule_class("/forgotten", endpoint="forgotten", methods={"GET"})
    app.url_map.add(rule)
    yield "/forgotten"
    del app.view_functions["forgotten"]
    app.url_map._rules.remove(rule)
    app.url_map._rules_by_endpoint.pop("forgotten")
    app.url_map._matcher._root.static.pop("forgotten", None)
    del view


def test_a_route_that_says_nothing_is_refused_to_everybody(shop: Shop, undeclared: str) -> None:
    for name in (None, "Ada"):
        answer = shop.client(name).get(undeclared)
        assert (answer.status_code, "secret" in answer.text) == (500, False)


def test_needs_and_public_are_marks_that_the_route_test_reads() -> None:
    assert needs("orders.see")(lambda: None).permission == "orders.see"  # type: ignore[attr-defined]
    assert public(lambda: None).permission is None  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["Ben", "Cy", "Ada"])
def test_the_bare_address_leads_everyone_to_a_page_of_theirs(shop: Shop, name: str) -> None:
    answer = shop.client(name).get("/", follow_redirects=True)
    assert answer.status_code == 200
    assert answer.request.path != "/account"


def test_the_actor_carries_the_id_of_the_form(shop: Shop) -> None:
    with shop.client("Ada") as browser:
        browser.post("/account/tablet", data={"operation_id": "op-1"})
        assert (g.by.actor, g.by.operation_id) == (f"user:{shop.people['Ada']}", "op-1")


@pytest.mark.parametrize("told", ["delivery:7", "a/b", "a" * 65, "", "ä"])
def test_nobody_takes_an_id_that_the_worker_will_use(shop: Shop, told: str) -> None:
    answer = shop.client("Ada").post("/account/tablet", data={"operation_id": told})
    assert answer.status_code == 422 or not told


@pytest.mark.parametrize("name", [None, "Ada"])
def test_a_form_without_our_token_changes_nothing(shop: Shop, name: str | None) -> None:
    browser = shop.client(name)
    browser.careless = True
    assert browser.post("/sign-in", data={"email": "x", "password": "y"}).status_code in {400, 409}
    if name:
        assert browser.post("/account/tablet").status_code in {400, 409}
        assert browser.get("/account").status_code == 200


def test_a_token_of_somebody_else_is_not_ours(shop: Shop) -> None:
    stolen, browser = shop.client("Mo").form_token(), shop.client("Ada")
    with browser.session_transaction() as session:
        session["csrf_token"] = "a" * 40
    browser.careless = True
    assert browser.post("/account/tablet", data={"csrf_token": stolen}).status_code in {400, 409}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost:81"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_form_on_another_site_changes_nothing(shop: Shop, headers: dict[str, str]) -> None:
    browser = shop.client("Ada")
    assert browser.post("/account/tablet", headers=headers).status_code == 403
    assert browser.get("/account", headers=headers).status_code == 200
    own = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    assert browser.post("/account/tablet", headers=own).status_code == 303


def told(answer: TestResponse) -> dict[str, str | None]:
    return {name: answer.headers.get(name) for name in HEADERS}


def test_every_answer_carries_the_headers(shop: Shop) -> None:
    ada = shop.client("Ada")
    answers = [
        ada.get("/account"),
        ada.get("/people/999"),
        ada.get("/nowhere"),
        shop.client("Cy").get("/people"),
        shop.client().get("/people"),
        shop.client().post("/people"),
        ada.get("/account", headers={"HX-Request": "true"}),
    ]
    assert [answer.status_code for answer in answers] == [200, 404, 404, 403, 303, 303, 200]
    for answer in answers:
        assert told(answer) == HEADERS
        assert answer.headers["Cache-Control"] == "no-store"
        assert {"Cookie"} <= set(answer.vary)
        assert "Strict-Transport-Security" not in answer.headers


def test_the_policy_lets_no_inline_script_or_style_in() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_under_tls_the_cookie_is_host_only_and_secure(shop: Shop) -> None:
    answer = shop.client().get("/sign-in", base_url="https://shop.example")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-backroom=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


@pytest.mark.parametrize(
    ("base", "warned"),
    [
        ("http://192.168.1.20:8000", True),
        ("http://shop.local", True),
        ("http://localhost:8000", False),
        ("http://127.0.0.1", False),
        ("http://[::1]:8000", False),
        ("https://shop.example", False),
    ],
)
def test_plain_http_is_told_to_the_page(shop: Shop, base: str, warned: bool) -> None:
    with shop.app.test_request_context(base_url=base):
        context: dict[str, object] = {}
        shop.app.update_template_context(context)
    assert context["plain_http"] is warned
