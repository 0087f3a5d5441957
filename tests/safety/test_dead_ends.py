"""Nobody is offered what they may not do: every link and every form on a page leads to where its reader may go."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from tests.lived_in import LivedIn
from tests.safety.forms import Forms, showing
from tests.shop import Shop
from tests.test_routes import MAY
from tests.visitors import Visitors

LINK = re.compile(r'(?:href|src|hx-get|data-live-url|data-url)="(/[^"]*)"')


def needed(app: Flask, method: str, path: str) -> str | None:
    """The permission that this address asks for; None where it is for everybody. The bare address leads everyone
    to a page of theirs.
    """
    if path == "/":
        return None
    try:
        endpoint, _ = app.url_map.bind("localhost").match(
            path.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0], method=method
        )
    except HTTPException:
        return None
    found: str | None = app.view_functions[endpoint].permission  # type: ignore[attr-defined]
    return found


@pytest.mark.parametrize("who", ["viewer", "picker", "tablet", "manager"])
def test_no_page_offers_what_its_reader_may_not_do(shop: Shop, lived: LivedIn, who: str) -> None:
    browser, dead = Visitors(shop).browser(who), set()
    for route in showing(shop.app):
        url = route.url(shop.app, lived)
        answer = browser.get(url, buffered=True)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        asked = [(form.method, form.action) for form in Forms(url, answer.text).found if form.sends]
        asked += [("GET", link) for link in LINK.findall(answer.text)]
        for method, path in asked:
            permission = needed(shop.app, method, path)
            if permission is not None and permission not in MAY[who]:
                dead.add((route.endpoint, method, re.sub(r"\d+", "1", path)[:60], permission))
    assert sorted(dead) == []
