"""Every route against everyone: who may, that the token of a form is asked for, and that what changes
something can be undone or says why not."""

from __future__ import annotations

import pytest
from flask import Flask

from oms.accounts.roles import EVERY_PERMISSION, PERMISSIONS
from oms.core.operations import Final, Undoable
from oms.web.headers import CHANGING
from tests.shop import Shop
from tests.visitors import Visitors, for_machines, permission, refused, routes, strange

FLOOR = {"picking.do", "packing.do", "shipping.do", "stock.see", "stock.change", "papers.print", "undo.do"}
SEE = {"orders.see", "stock.see", "ledger.see", "undo.do"}
DESK = {
    "orders.change",
    "orders.cancel",
    "prices.see",
    "customers.see",
    "catalog.change",
    "places.change",
    "import.do",
    "export.do",
    "messages.send",
    "settings.see",
}
MAY: dict[str, set[str]] = {
    "anonymous": set(),
    "disabled": set(),
    "locked tablet": set(),
    "tablet": FLOOR,
    "viewer": {"account.own"} | SEE,
    "picker": {"account.own"} | FLOOR,
    "manager": {"account.own"} | SEE | FLOOR | DESK,
    "owner": {"account.own"} | SEE | FLOOR | DESK | {"people.manage", "settings.change"},
}
PUBLIC = {
    "static",
    "accounts.home",
    "accounts.sign_in",
    "accounts.sign_out",
    "accounts.set_up",
    "accounts.who",
    "accounts.pin_pad",
    "accounts.lock",
    "webstore.docs",
}
MACHINES = {
    "channels.hook",
    "channels.challenge",
    "webstore.tell",
    "webstore.change",
    "webstore.cancel",
    "webstore.pay",
    "webstore.refund",
    "webstore.order",
    "webstore.orders",
    "webstore.stock",
    "webstore.level",
    "webstore.description",
}


@pytest.fixture
def visitors(shop: Shop) -> Visitors:
    return Visitors(shop)


def test_the_roles_may_what_this_table_says() -> None:
    assert {role: set(allowed) for role, allowed in PERMISSIONS.items()} == {
        role: MAY[role] for role in ("viewer", "picker", "manager", "owner")
    }


def test_every_route_says_who_may_and_only_these_are_for_everybody(app: Flask) -> None:
    declared = {route.endpoint: permission(app, route) for route in routes(app)}
    machines = {route.endpoint for route in routes(app) if for_machines(app, route)}
    assert machines == MACHINES
    assert {endpoint for endpoint, needed in declared.items() if needed is None} - machines == PUBLIC
    assert {needed for needed in declared.values() if needed} <= EVERY_PERMISSION


@pytest.mark.parametrize("who", MAY)
def test_every_route_lets_in_whom_it_says(app: Flask, visitors: Visitors, who: str) -> None:
    wrong = []
    for route in routes(app):
        needed = permission(app, route)
        if needed is None or route.rule.rule == "/":
            continue
        answer = visitors.ask(who, route)
        expected = None if needed in MAY[who] else "forbidden" if MAY[who] else "sign in"
        if refused(answer) != expected:
            wrong.append(
                (route.endpoint, route.method, answer.status_code, f"should be {expected or 'let in'}")
            )
    assert wrong == []


@pytest.mark.parametrize("who", ["owner", "anonymous"])
def test_no_route_breaks_on_empty_input_and_unknown_things(app: Flask, visitors: Visitors, who: str) -> None:
    broken = []
    for route in routes(app):
        for headers in ({}, {"HX-Request": "true"}):
            answer = visitors.ask(who, route, **headers)
            if answer.status_code >= 500:
                broken.append((route.endpoint, route.method, headers, answer.status_code))
    assert broken == []


def test_htmx_is_sent_away_and_never_given_a_form_to_sign_in(app: Flask, visitors: Visitors) -> None:
    wrong = []
    for route in routes(app):
        if permission(app, route) is None:
            continue
        answer = visitors.ask("anonymous", route, **{"HX-Request": "true"})
        if (answer.status_code, answer.text) != (401, "") or "HX-Redirect" not in answer.headers:
            wrong.append((route.endpoint, route.method, answer.status_code))
    assert wrong == []


def test_every_form_needs_our_token(app: Flask, visitors: Visitors) -> None:
    wrong = []
    for route in routes(app):
        if route.method in CHANGING and not for_machines(app, route):
            browser = visitors.browser("owner")
            browser.careless = True
            answer = browser.open(route.url(app, strange), method=route.method)
            if answer.status_code != 400:
                wrong.append((route.endpoint, answer.status_code))
    assert wrong == []


def test_every_changing_route_can_be_undone_or_says_why_not(app: Flask) -> None:
    wrong = []
    for route in routes(app):
        view = app.view_functions[route.endpoint]
        if route.method not in CHANGING:
            continue
        verbs, reason = getattr(view, "verbs", ()), getattr(view, "no_undo", "")
        if not verbs and not reason.endswith("."):
            wrong.append((route.endpoint, "declares neither its verbs nor why it has no undo"))
        for verb in verbs:
            if isinstance(verb.policy, Undoable) and verb.inverse is None:
                wrong.append((route.endpoint, f"{verb.name} says it can be undone and has no inverse"))
            if isinstance(verb.policy, Final) and not verb.policy.reason.endswith("."):
                wrong.append((route.endpoint, f"{verb.name} is final without a sentence"))
    assert wrong == []
