"""Every page as a browser shows it, full of what hostile strangers wrote: nothing of that becomes a part of
the page, nothing is wider than the screen, and whoever cannot see or use a mouse can use it.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.chromium import SignIn
from tests.lived_in import LivedIn
from tests.looking import DESK, PHONE, TABLET, faults_at
from tests.shop import Shop
from tests.visitors import Route, for_machines, routes

HOSTILE = "\"'><b data-injected hx-get=/nowhere hx-trigger=load onclick=alert(1)>x</b><script>alert(1)</script>{{7*7}}"
LOOKS = [(DESK, "light"), (TABLET, "dark"), (PHONE, "light")]
NO_PAGE = (
    ".pdf",
    ".csv",
    "/download",
    "/picture",
    "/version",
    "/queue/rows",
    "/tracking/check",
    "/stock/suggestions",
)
BY_STRANGERS = {"accounts.sign_in", "accounts.set_up"}


def pages(shop: Shop) -> list[Route]:
    return [
        route
        for route in routes(shop.app)
        if route.method == "GET"
        and route.endpoint != "static"
        and not route.rule.rule.endswith(NO_PAGE)
        and route.endpoint not in BY_STRANGERS
        and not for_machines(shop.app, route)
    ]


@pytest.fixture
def hostile(shop: Shop) -> LivedIn:
    return LivedIn(shop, HOSTILE)


def test_every_page_can_be_used_by_everybody_and_by_no_intruder(
    shop: Shop, hostile: LivedIn, open_as: SignIn
) -> None:
    page = open_as("Ada", "/account")
    page.on("dialog", lambda dialog: dialog.dismiss() or wrong.append("a dialog opened"))
    wrong: list[Any] = []
    for route in pages(shop):
        answer = page.goto(route.url(shop.app, hostile))
        assert answer is not None
        if answer.status >= 500 or not answer.headers.get("content-type", "").startswith("text/html"):
            wrong.append((route.endpoint, answer.status))
            continue
        wrong += [(route.endpoint, fault) for fault in faults_at(page, LOOKS)]
    assert wrong == [], "\n".join(map(str, wrong))


def test_the_pages_of_strangers_too(shop: Shop, open_as: SignIn) -> None:
    page = open_as(None, "/sign-in")
    assert faults_at(page, LOOKS) == []
