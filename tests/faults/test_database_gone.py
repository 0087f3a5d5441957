"""The database does not answer: a page says so, looking like the product, and asks the database nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from oms import create_app
from oms.core.db import transaction
from oms.web.auth import ACTIVE, TOKEN
from tests.browser import Browser
from tests.faults.server import free_port
from tests.shop import Shop, settings


@pytest.fixture
def alone(tmp_path: Path) -> Flask:
    """The application, and where its database should be, nobody listens."""
    return create_app(settings(f"postgresql+psycopg://postgres@127.0.0.1:{free_port()}/shop", tmp_path))


@pytest.mark.parametrize("path", ["/", "/pick"])
def test_whoever_asks_is_told_to_try_again(alone: Flask, path: str) -> None:
    browser = Browser(alone)
    with browser.session_transaction() as session:
        session[TOKEN], session[ACTIVE] = "somebody", 1

    answer = browser.get(path)

    assert answer.status_code == 503
    assert "The database does not answer" in answer.text


def test_what_is_gone_in_the_middle_of_a_request_is_told_too(shop: Shop) -> None:
    """Who asks is known, but what the navigation counts is not there any more."""
    browser = shop.client("Ada")
    with shop.inside(), transaction() as session:
        session.execute(text("ALTER TABLE delivery RENAME TO elsewhere"))

    answer = browser.get("/messages")

    assert answer.status_code in {500, 503}
    assert "Nothing was saved" in answer.text


def test_a_form_that_was_sent_meanwhile_is_told_that_nothing_was_saved(alone: Flask) -> None:
    browser = Browser(alone)
    with browser.session_transaction() as session:
        session[TOKEN], session[ACTIVE] = "somebody", 1

    answer = browser.post("/orders/new", data={"kind": "phone"})

    assert answer.status_code == 503
    assert "Nothing was saved" in answer.text
