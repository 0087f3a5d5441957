"""Where the shop's names are set, a request for another name is answered with one sentence and nothing else."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.browser import Browser


@pytest.fixture
def browser(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Browser:
    monkeypatch.setitem(app.config, "TRUSTED_HOSTS", ["backroom.lan"])
    return Browser(app)


def test_the_shops_own_name_is_served_on_any_port(browser: Browser) -> None:
    for host in ("backroom.lan", "backroom.lan:8000"):
        assert browser.get("/sign-in", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("path", ["/sign-in", "/", "/nothing-here", "/static/css/app.css"])
@pytest.mark.parametrize("htmx", [{}, {"HX-Request": "true"}])
def test_another_name_is_refused(browser: Browser, path: str, htmx: dict[str, str]) -> None:
    answer = browser.get(path, headers={"Host": "elsewhere.example.com", **htmx})
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert answer.text == "This shop is not reached by that name."


def test_a_form_from_another_name_is_refused_too(browser: Browser) -> None:
    browser.careless = True
    headers = {"Host": "elsewhere.example.com", "Origin": "http://elsewhere.example.com"}
    assert browser.post("/sign-in", headers=headers).status_code == 400
