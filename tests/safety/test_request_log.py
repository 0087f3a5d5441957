"""Each request leaves one line in the log, and a mistake of ours has a number that leads to its trace."""

from __future__ import annotations

import re

import pytest

from tests.browser import Browser
from tests.shop import Shop

LINE = re.compile(
    r"(?P<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) INFO oms\.web\.logs \[(?P<number>[\w.-]+)\] "
    r"(?P<method>[A-Z]+) (?P<route>\S+) (?P<status>\d{3}) (?P<spent>\d+) ms (?P<who>\S+)"
)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    """The lines of requests since the last time."""
    found = [LINE.fullmatch(line) for line in capsys.readouterr().err.splitlines() if "oms.web.logs" in line]
    return [one.groupdict() if one else {"what": "another kind of line"} for one in found]


def test_a_line_says_what_was_asked_by_whom_and_how_it_ended(
    shop: Shop, capsys: pytest.CaptureFixture[str]
) -> None:
    ada, order = shop.client("Ada"), shop.order(("LAMP", 1))
    capsys.readouterr()
    answers = [ada.get(f"/orders/{order}"), ada.post(f"/orders/{order}/notes"), shop.client().get("/people")]
    found = lines(capsys)
    told = [(one["method"], one["route"], one["status"], one["who"]) for one in found]
    who = f"user:{shop.people['Ada']}"
    assert told == [
        ("GET", "/orders/<int:order_id>", "200", who),
        ("POST", "/orders/<int:order_id>/notes", "422", who),
        ("GET", "/people", "303", "-"),
    ]
    assert [one["number"] for one in found] == [answer.headers["X-Request-ID"] for answer in answers]
    assert len({one["number"] for one in found}) == len(answers)


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/?q=Ana+Pereira", "/"),
        ("/set-up/Ana-Pereira", "/set-up/<token>"),
        ("/Ana-Pereira", "nowhere"),
        ("/sign-in?next=/people?q=Ana", "/sign-in"),
    ],
)
def test_it_tells_nothing_that_somebody_typed(
    shop: Shop, capsys: pytest.CaptureFixture[str], path: str, route: str
) -> None:
    ada = shop.client("Ada")
    capsys.readouterr()
    ada.get(path, headers={"Referer": "http://localhost/?q=Ana", "User-Agent": "Ana"})
    printed = capsys.readouterr().err
    assert f" GET {route} " in printed
    assert "Ana" not in printed


def test_what_a_browser_asks_by_itself_leaves_no_line(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    ada = shop.client("Ada")
    known = ada.get("/version").headers["ETag"]
    capsys.readouterr()
    assert ada.get("/version", headers={"If-None-Match": known}).status_code == 304
    ada.get("/static/css/app.css").close()
    assert lines(capsys) == []


def numbered(browser: Browser, told: str) -> str:
    return browser.get("/sign-in", headers={"X-Request-ID": told}).headers["X-Request-ID"]


def test_only_a_proxy_gives_a_request_its_number(shop: Shop, behind_a_proxy: Browser) -> None:
    assert numbered(shop.client(), "from-outside-1") != "from-outside-1"
    assert numbered(behind_a_proxy, "from-outside-1") == "from-outside-1"


@pytest.mark.parametrize("told", ["", "x" * 65, "a b", "[ERROR] all is lost", "é"])
def test_a_number_that_is_none_is_not_taken(behind_a_proxy: Browser, told: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{12}", numbered(behind_a_proxy, told))


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
def test_a_mistake_of_ours_is_quoted_by_the_number_of_its_trace(
    shop: Shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, htmx: bool
) -> None:
    def view() -> str:
        raise RuntimeError("a bug")

    view.permission = "account.own"  # type: ignore[attr-defined]
    monkeypatch.setitem(shop.app.view_functions, "accounts.account", view)
    answer = shop.client("Ada").get("/account", headers={"HX-Request": "true"} if htmx else {})
    number = answer.headers["X-Request-ID"]
    assert answer.status_code == 500
    assert number in answer.text
    printed = capsys.readouterr().err
    assert f"ERROR oms.web.errors [{number}] unexpected error\nTraceback" in printed
    assert f"[{number}] GET /account 500" in printed
