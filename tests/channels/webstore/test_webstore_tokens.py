"""The owner makes tokens for the programs of a web store: each is shown once, and can be revoked by itself."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from werkzeug.test import TestResponse

from oms.channels.webstore.models import ApiToken
from oms.core.db import db
from oms.core.undoing import undo_operation
from tests.browser import Browser
from tests.channels.bringing import account
from tests.channels.webstore.calling import Store
from tests.chromium import SignIn
from tests.looking import DESK, PHONE, TABLET, faults_at
from tests.shop import Shop

SECRET = re.compile(r'value="(backroom_[\w-]{43})"')
ALL = {"orders_write": "y", "orders_read": "y", "stock_read": "y"}


@pytest.fixture
def path(shop: Shop) -> str:
    return f"/channels/{account(shop, 'webstore')}/tokens"


@pytest.fixture
def ada(shop: Shop) -> Browser:
    return shop.client("Ada")


def tokens(shop: Shop) -> list[ApiToken]:
    with shop.inside():
        return list(db.session.scalars(select(ApiToken).order_by(ApiToken.id)))


def works(shop: Shop, secret: str) -> bool:
    return Store(shop, 0, secret, 0).get("/orders").status_code == 200


def secret_of(page: TestResponse) -> str:
    found = SECRET.search(page.text)
    assert found is not None
    return found[1]


def test_a_token_is_made_shown_once_and_works(shop: Shop, ada: Browser, path: str) -> None:
    made = ada.post(path, data={"name": "Checkout", **ALL})

    secret = secret_of(made)
    assert made.headers["Cache-Control"] == "no-store"
    assert works(shop, secret)
    (token,) = tokens(shop)
    assert (token.name, token.hint, token.made_by) == ("Checkout", secret[-4:], f"user:{shop.people['Ada']}")
    assert token.scopes == ["orders:write", "orders:read", "stock:read"]
    later = ada.get(path).text
    assert secret not in later
    assert f"…{secret[-4:]}" in later
    assert "Checkout" in ada.get(path.removesuffix("/tokens")).text, "on the page of the account too"


def test_no_two_are_alike(ada: Browser, path: str) -> None:
    assert len({secret_of(ada.post(path, data={"name": "x", **ALL})) for _ in range(5)}) == 5


def test_the_same_form_twice_makes_one_token_and_says_so(shop: Shop, ada: Browser, path: str) -> None:
    form = {"name": "Checkout", **ALL, "operation_id": "one-click"}
    ada.post(path, data=form)
    again = ada.post(path, data=form)
    assert (again.status_code, SECRET.search(again.text)) == (409, None)
    assert "This token was made already, and is shown only once." in again.text
    assert len(tokens(shop)) == 1


@pytest.mark.parametrize("form", [{"name": "", **ALL}, {"name": "x"}, {"name": "x" * 81, **ALL}])
def test_a_token_has_a_name_and_something_that_it_may(
    shop: Shop, ada: Browser, path: str, form: dict[str, str]
) -> None:
    assert ada.post(path, data=form).status_code == 422
    assert tokens(shop) == []


def test_a_revoked_token_stays_revoked(shop: Shop, ada: Browser, path: str) -> None:
    secret = secret_of(ada.post(path, data={"name": "Checkout", **ALL}))
    revocation = f"/tokens/{tokens(shop)[0].id}/revocation"
    assert ada.post(revocation).location == path
    assert not works(shop, secret)
    again = ada.post(revocation)
    assert (again.status_code, "was revoked already" in again.text) == (409, True)
    assert "revoked" in ada.get(path).text


def test_making_one_can_be_taken_back(shop: Shop, ada: Browser, path: str) -> None:
    secret = secret_of(ada.post(path, data={"name": "Checkout", **ALL, "operation_id": "made"}))
    with shop.inside():
        undo_operation("made", by=shop.by())
    assert not works(shop, secret)


def test_only_the_owner_makes_and_revokes(shop: Shop, path: str) -> None:
    mo = shop.client("Mo")
    assert mo.get(path).status_code == 200
    assert mo.post(path, data={"name": "x", **ALL}).status_code == 403
    assert mo.post("/tokens/1/revocation").status_code == 403
    assert tokens(shop) == []


def test_everybody_can_use_the_page(shop: Shop, open_as: SignIn, path: str) -> None:
    page = open_as("Ada", path)
    page.get_by_label("Which program will use it").fill("Checkout")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_label("The token")).to_have_value(re.compile("backroom_.{43}"))
    assert faults_at(page, [(DESK, "light"), (TABLET, "dark"), (PHONE, "light")]) == []


def test_only_a_web_store_has_tokens(shop: Shop, ada: Browser) -> None:
    shopify = account(shop)
    assert ada.get(f"/channels/{shopify}/tokens").status_code == 404
    assert ada.post(f"/channels/{shopify}/tokens", data={"name": "x", **ALL}).status_code == 404
    assert "Its programs" not in ada.get(f"/channels/{shopify}").text


def test_an_account_with_tokens_is_in_use(shop: Shop, ada: Browser) -> None:
    ada.post("/channels", data={"kind": "webstore", "account": "new", "operation_id": "added"})
    (row,) = [one for one in (1, 2, 3) if ada.get(f"/channels/{one}/tokens").status_code == 200]
    ada.post(f"/channels/{row}/tokens", data={"name": "x", **ALL})
    assert ada.post("/undo/added").status_code == 409
