"""Every page as a browser shows it, full of what hostile strangers wrote: nothing of that becomes a part of
the page, nothing is wider than the screen, and whoever cannot see or use a mouse can use it.
"""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.chromium import SignIn
from tests.lived_in import LivedIn
from tests.shop import Shop
from tests.visitors import Route, routes

HOSTILE = "\"'><b data-injected hx-get=/nowhere hx-trigger=load onclick=alert(1)>x</b><script>alert(1)</script>{{7*7}}"
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NO_PAGE = (".pdf", ".csv", "/picture", "/version", "/queue/rows", "/tracking/check", "/stock/suggestions")
BY_STRANGERS = {"accounts.sign_in", "accounts.set_up"}


def pages(shop: Shop) -> list[Route]:
    return [
        route
        for route in routes(shop.app)
        if route.method == "GET"
        and route.endpoint != "static"
        and not route.rule.rule.endswith(NO_PAGE)
        and route.endpoint not in BY_STRANGERS
    ]


@pytest.fixture
def lived(shop: Shop) -> LivedIn:
    return LivedIn(shop, HOSTILE)


def faults(page: Page) -> list[str]:
    """What is wrong with the page that is shown."""
    found = []
    if page.locator("[data-injected], script:not([src])").count():
        found.append("the words of a stranger became a part of the page")
    if "49" in page.title():
        found.append("the words of a stranger were taken for a template")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if wide > 0:
        found.append(f"{wide} px wider than the screen")
    options: dict[str, Any] = {"resultTypes": ["violations"], "runOnly": LEVELS}
    for violation in Axe().run(page, options=options).response["violations"]:
        found += [f"{violation['id']}: {node['html'][:160]}" for node in violation["nodes"][:3]]
    return found


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (768, "dark"), (360, "light")])
def test_every_page_can_be_used_by_everybody_and_by_no_intruder(
    shop: Shop, lived: LivedIn, open_as: SignIn, width: int, theme: str
) -> None:
    page = open_as("Ada", "/account", width=width)
    page.context.add_cookies([{"name": "theme", "value": theme, "url": page.url}])
    page.on("dialog", lambda dialog: dialog.dismiss() or wrong.append("a dialog opened"))
    wrong: list[Any] = []
    for route in pages(shop):
        answer = page.goto(route.url(shop.app, lived))
        assert answer is not None
        status = answer.status
        if status >= 500 or not answer.headers.get("content-type", "").startswith("text/html"):
            wrong.append((route.endpoint, status))
            continue
        page.wait_for_selector("html[data-ready]", state="attached")
        wrong += [(route.endpoint, fault) for fault in faults(page)]
    assert wrong == [], "\n".join(map(str, wrong))


def test_the_pages_of_strangers_too(shop: Shop, open_as: SignIn) -> None:
    page = open_as(None, "/sign-in")
    assert faults(page) == []
    page.set_viewport_size({"width": 360, "height": 780})
    assert faults(page) == []
