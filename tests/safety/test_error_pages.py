"""Whatever goes wrong is told in a sentence, on a page that looks like the product and leads back to work."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from werkzeug.exceptions import (
    BadRequest,
    Forbidden,
    MethodNotAllowed,
    NotFound,
    RequestEntityTooLarge,
    ServiceUnavailable,
    TooManyRequests,
    UnsupportedMediaType,
)

from oms.core.errors import DiskFull, Refused, WrongInput
from oms.web.errors import EXPIRED
from tests.chromium import SignIn
from tests.looking import faults
from tests.shop import Shop

WRONG: dict[int, Exception] = {
    400: BadRequest(),
    403: Forbidden(),
    404: NotFound(),
    405: MethodNotAllowed(),
    409: Refused("The parcel has left already."),
    413: RequestEntityTooLarge(),
    415: UnsupportedMediaType(),
    422: WrongInput("Say how many, as a number."),
    429: TooManyRequests(),
    500: RuntimeError("a bug with ana@example.org in it"),
    503: ServiceUnavailable(),
    507: DiskFull(),
}
Break = Callable[[Exception], None]


@pytest.fixture
def break_account(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Break:
    """Let the page of one's own account fail in this way."""

    def break_it(error: Exception) -> None:
        def view() -> str:
            raise error

        view.permission = "account.own"  # type: ignore[attr-defined]
        monkeypatch.setitem(shop.app.view_functions, "accounts.account", view)
        monkeypatch.setitem(shop.app.config, "PROPAGATE_EXCEPTIONS", False)

    return break_it


@pytest.mark.parametrize("status", WRONG)
def test_every_error_is_a_page_of_the_product(shop: Shop, break_account: Break, status: int) -> None:
    break_account(WRONG[status])
    answer = shop.client("Ada").get("/account")
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    assert 'aria-label="Main"' in answer.text
    assert '<p class="big" role="alert">' in answer.text
    assert f'<p class="error-code">{status}</p>' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ana@example" not in answer.text


@pytest.mark.parametrize("status", WRONG)
def test_htmx_is_told_one_sentence_and_the_page_stays_as_it_is(
    shop: Shop, break_account: Break, status: int
) -> None:
    break_account(WRONG[status])
    answer = shop.client("Ada").get("/account", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.mimetype) == (status, "text/plain")
    assert answer.headers["HX-Reswap"] == "none"
    assert answer.text.endswith(".")
    assert answer.text in answer.headers["HX-Trigger"]
    assert "ana@example" not in answer.text


def test_no_page_says_the_same_thing_twice(shop: Shop, break_account: Break) -> None:
    ada = shop.client("Ada")
    for error in WRONG.values():
        break_account(error)
        lines = [line.strip() for line in ada.get("/account").text.splitlines()]
        said = [
            line.partition(">")[2].partition("<")[0]
            for line in lines
            if line.startswith(("<h1>", '<p class="big', '<p class="muted'))
        ]
        sentences = [
            one.strip(" .") for line in said for one in line.replace(";", ".").split(".") if one.strip()
        ]
        assert len(sentences) == len({one.casefold() for one in sentences}), said


@pytest.mark.parametrize(
    ("method", "path"), [("get", "/nowhere"), ("get", "/sign-out"), ("post", "/nowhere")]
)
def test_an_address_that_is_none_keeps_the_navigation(shop: Shop, method: str, path: str) -> None:
    answer = getattr(shop.client("Ada"), method)(path)
    assert answer.status_code in {404, 405}
    assert 'aria-label="Main"' in answer.text
    assert 'aria-label="Main"' not in getattr(shop.client(), method)(path).text


def test_what_is_too_large_is_refused_before_it_is_read(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(shop.app.config, "MAX_CONTENT_LENGTH", 1000)
    for headers in ({}, {"HX-Request": "true"}):
        data = {"file": (BytesIO(b"x" * 2000), "orders.csv")}
        answer = shop.client("Mo").post("/imports", data=data, headers=headers)
        assert answer.status_code == 413
        assert "larger than" in answer.text


@pytest.mark.parametrize("stale", ["", "nonsense", "IjAi.aaaaaa.bbbb"])
def test_a_page_that_was_open_for_too_long_says_so(shop: Shop, stale: str) -> None:
    ada = shop.client("Ada")
    ada.careless = True
    page = ada.post("/people", data={"name": "Pip", "csrf_token": stale})
    assert (page.status_code, EXPIRED in page.text, 'aria-label="Main"' in page.text) == (400, True, True)
    toast = ada.post("/people", headers={"HX-Request": "true", "X-CSRFToken": stale})
    assert (toast.status_code, toast.text, toast.headers["HX-Reswap"]) == (400, EXPIRED, "none")
    assert "Pip" not in ada.get("/people").text


def test_back_leads_to_the_page_before_and_never_elsewhere(shop: Shop) -> None:
    ada = shop.client("Ada")

    def back(came_from: str) -> str:
        text = ada.get("/nowhere", headers={"Referer": came_from}).text
        return text.partition('data-size="big" href="')[2].partition('"')[0]

    assert back("http://localhost/people") == "/people"
    assert back("http://localhost/?show=late&amp;q=x") == "/?show=late&amp;amp;q=x"
    for elsewhere in ("https://evil.example/x", "http://localhost//evil.example", "http://localhost/\\evil"):
        assert back(elsewhere) == "/"
    assert back("http://localhost/nowhere") == "/"


def test_error_pages_can_be_used_by_everybody(shop: Shop, break_account: Break, open_as: SignIn) -> None:
    page = open_as("Ada", "/people", width=360)
    wrong = []
    for status in (403, 422, 503, 507):
        break_account(WRONG[status])
        page.goto("/account")
        wrong += [(status, fault) for fault in faults(page)]
    assert wrong == []
