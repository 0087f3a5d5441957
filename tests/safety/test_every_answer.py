"""Every answer, whatever it is about, tells the browser to load nothing from elsewhere and to keep nothing."""

from __future__ import annotations

import re

import pytest
from werkzeug.test import TestResponse

from oms.web.headers import FOR_EVER, HEADERS
from tests.lived_in import LivedIn
from tests.shop import Shop
from tests.visitors import Visitors, routes, strange

INLINE = re.compile(
    r"""<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=["']|javascript:|hx-on|hx-vals=["']js:"""
)
KEEPING = {"static", "catalog.picture", "desk.version"}


def lacking(answer: TestResponse) -> list[str]:
    """What the answer forgot to say."""
    return [name for name, value in HEADERS.items() if answer.headers.get(name) != value]


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_every_route_answers_with_the_headers(shop: Shop, lived: LivedIn, headers: dict[str, str]) -> None:
    wrong, kinds = [], set()
    for who in ("owner", "anonymous"):
        for route in routes(shop.app):
            browser = Visitors(shop).browser(who)
            ids = lived if route.method == "GET" else strange
            answer = browser.open(
                route.url(shop.app, ids), method=route.method, headers=headers, buffered=True
            )
            kinds.add(answer.mimetype)
            wrong += [(route.endpoint, name) for name in lacking(answer)]
            if route.endpoint not in KEEPING and answer.headers["Cache-Control"] != "no-store":
                wrong.append((route.endpoint, answer.headers["Cache-Control"]))
            if answer.mimetype == "text/html" and INLINE.search(answer.text):
                wrong.append((route.endpoint, INLINE.search(answer.text).group()))  # type: ignore[union-attr]
    assert wrong == []
    assert {"text/html", "application/pdf"} <= kinds


@pytest.mark.parametrize(
    ("path", "status", "kept"),
    [
        ("/static/css/app.css", 200, "no-cache"),
        ("/static/css/app.css?v=1", 200, FOR_EVER),
        ("/static/nothing.css?v=1", 404, "no-cache"),
        ("/static/../oms/settings.py", 404, "no-cache"),
        ("/static/%2e%2e/app.py", 404, "no-cache"),
        ("/static/css/", 404, "no-cache"),
        ("/nothing", 404, "no-store"),
        ("/sign-out", 405, "no-store"),
    ],
)
def test_files_and_what_is_none_too(shop: Shop, path: str, status: int, kept: str) -> None:
    answer = shop.client("Ada").get(path, buffered=True)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (status, kept)
    assert lacking(answer) == []


def test_a_page_is_not_shown_inside_of_another(shop: Shop) -> None:
    policy = shop.client().get("/sign-in").headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_nobody_is_sent_elsewhere_by_an_address(shop: Shop, lived: LivedIn) -> None:
    """By none of the words that name where to go on to."""
    ada, led = shop.client("Ada"), []
    for route in routes(shop.app):
        for elsewhere in ("//evil.example", "https://evil.example", "/\\evil.example", "\t//evil.example"):
            told = dict.fromkeys(("next", "back", "url", "return", "to"), elsewhere)
            url = route.url(shop.app, lived if route.method == "GET" else strange)
            answer = ada.open(
                url, method=route.method, query_string=told, data=told if route.method != "GET" else None
            )
            if route.endpoint in {"accounts.sign_out", "accounts.share"}:
                ada = shop.client("Ada")
            told_to = [
                answer.headers.get(name, "")
                for name in ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url")
            ]
            if any(
                re.match(r"[\s]*(?:https?:|//|/\\)", one) or "evil" in one.split("?")[0] for one in told_to
            ):
                led.append((route.endpoint, told_to))
            if answer.mimetype == "text/html" and re.search(
                r'(?:href|action)="(?:https?:)?[/\\]{2}evil', answer.text
            ):
                led.append((route.endpoint, "a link"))
    assert led == []
