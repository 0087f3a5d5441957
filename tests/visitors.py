"""Everyone who may knock at a route, and all routes that there are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from oms.accounts.choosing import choose_pin
from oms.accounts.hashing import hash_secret
from oms.accounts.people import add_person, disable_person
from tests.browser import Browser
from tests.shop import Shop

NOBODY = 999_999
WORDS = {"token", "filename", "name", "kind", "code", "key", "operation_id"}


@dataclass(frozen=True)
class Route:
    """One method of one address."""

    endpoint: str
    rule: Rule
    method: str

    def url(self, app: Flask, ids: Callable[[str], object]) -> str:
        values = {name: ids(name) for name in self.rule.arguments}
        with app.test_request_context():
            return str(app.url_map.bind("localhost").build(self.endpoint, values, self.method))


def routes(app: Flask) -> list[Route]:
    return [
        Route(rule.endpoint, rule, method)
        for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.endpoint)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def permission(app: Flask, route: Route) -> str | None:
    declared = app.view_functions[route.endpoint]
    assert hasattr(declared, "permission"), f"{route.endpoint} does not say who may"
    found: str | None = declared.permission
    return found


def for_machines(app: Flask, route: Route) -> bool:
    """Whether it answers programs: they have no session, and no form of ours to fill in."""
    return getattr(app.view_functions[route.endpoint], "for_machines", False)


def strange(name: str) -> object:
    """An id that nothing has, so that trying a route changes nothing."""
    return (
        "nothing" if name in {"token", "filename", "name", "kind", "code", "key", "operation_id"} else NOBODY
    )


def disabled(shop: Shop) -> Browser:
    with shop.inside():
        gone = add_person("Gone", "gone@example.org", "manager", by=shop.by())
        browser = shop.client()
        browser.sign_in(gone)
        disable_person(gone, by=shop.by())
    return browser


def locked_tablet(shop: Shop) -> Browser:
    browser = shop.client("Mo")
    browser.post("/account/tablet")
    return browser


def tablet(shop: Shop) -> Browser:
    with shop.inside():
        choose_pin(shop.people["Ben"], hash_secret("8405"), by=shop.by())
    browser = locked_tablet(shop)
    browser.post(f"/who/{shop.people['Ben']}", data={"pin": "8405"})
    return browser


OPENING: dict[str, Callable[[Shop], Browser]] = {
    "anonymous": lambda shop: shop.client(),
    "disabled": disabled,
    "locked tablet": locked_tablet,
    "tablet": tablet,
}


class Visitors:
    """A browser in the hands of each kind of visitor: a fresh one for whoever could end their own
    sign-in by trying a route."""

    people = {"viewer": "Cy", "picker": "Ben", "manager": "Mo", "owner": "Ada"}  # noqa: RUF012 — the cast

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.kept: dict[str, Browser] = {}

    def browser(self, who: str) -> Browser:
        if who in self.people:
            return self.shop.client(self.people[who])
        if who not in self.kept:
            self.kept[who] = OPENING[who](self.shop)
        return self.kept[who]

    def ask(
        self, who: str, route: Route, ids: Callable[[str], object] = strange, **headers: str
    ) -> TestResponse:
        url = route.url(self.shop.app, ids)
        return self.browser(who).open(url, method=route.method, headers=headers, buffered=True)


def refused(answer: TestResponse) -> str | None:
    """How the guard refuses, or None where it let the request through."""
    location = answer.location or ""
    if answer.status_code == 303 and location.split("?")[0] == "/sign-in":
        return "sign in"
    return "forbidden" if answer.status_code == 403 else None
