from __future__ import annotations

from datetime import timedelta

import pytest

from oms.accounts.choosing import change_password
from oms.accounts.hashing import hash_secret, hash_token
from oms.accounts.inviting import invite_owner, invite_person
from oms.accounts.models import User
from oms.accounts.signing_in import IDLE, LONGEST
from oms.core import clock
from oms.core.db import db, transaction
from oms.core.operations import By
from oms.web.auth import TOKEN, safe_path
from tests.browser import Browser
from tests.shop import PASSWORD, Shop

ADA = {"email": "ada@example.org", "password": PASSWORD}
OPEN_PAGE = "/account"


@pytest.fixture
def ada(shop: Shop) -> Browser:
    """Ada's browser before she signs in."""
    with shop.inside():
        change_password(shop.people["Ada"], hash_secret(PASSWORD), by=shop.by())
    return shop.client()


def carried(browser: Browser) -> str:
    with browser.session_transaction() as session:
        return str(session[TOKEN])


def test_signing_in_leads_to_where_the_person_wanted_to_go(ada: Browser) -> None:
    asked = ada.get("/people?x=1")
    assert (asked.status_code, asked.location) == (303, "/sign-in?next=/people?x%3D1")
    answer = ada.post(asked.location, data=ADA)
    assert (answer.status_code, answer.location) == (303, "/people?x=1")
    assert ada.get("/people").status_code == 200


def test_wrong_and_empty_input_stay_on_the_page(ada: Browser) -> None:
    wrong = ada.post("/sign-in", data=ADA | {"password": "nonsense"})
    assert wrong.status_code == 422
    assert "do not belong together" in wrong.text
    assert "nonsense" not in wrong.text
    assert ada.post("/sign-in", data={}).status_code == 422
    assert ada.get(OPEN_PAGE).status_code == 303


def test_too_many_tries_are_a_page_that_says_how_long_to_wait(ada: Browser) -> None:
    for _ in range(5):
        ada.post("/sign-in", data=ADA | {"password": "nonsense"})
    answer = ada.post("/sign-in", data=ADA)
    assert answer.status_code == 429
    assert "Wait" in answer.text


def test_a_browser_carries_a_new_token_after_signing_in(ada: Browser, shop: Shop) -> None:
    before = ada.sign_in(shop.people["Ben"])
    ada.post("/sign-in", data=ADA)
    assert carried(ada) != before
    stranger = shop.client()
    with stranger.session_transaction() as session:
        session[TOKEN] = before
    assert stranger.get(OPEN_PAGE).status_code == 303


def test_signing_out_ends_the_token_and_forgets_the_pages(shop: Shop) -> None:
    browser = shop.client("Ada")
    token = carried(browser)
    answer = browser.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert browser.get(OPEN_PAGE).status_code == 303
    thief = shop.client()
    with thief.session_transaction() as session:
        session[TOKEN] = token
    assert thief.get(OPEN_PAGE).status_code == 303


def test_a_token_is_kept_only_as_a_hash(shop: Shop) -> None:
    token = carried(shop.client("Ada"))
    with shop.inside():
        assert token not in str(db.session.execute(db.text("SELECT * FROM sign_in")).all())
        assert hash_token(token) in str(db.session.execute(db.text("SELECT * FROM sign_in")).all())


@pytest.mark.parametrize(
    ("every", "until"), [(IDLE, IDLE), (timedelta(hours=11), LONGEST)], ids=["idle", "used every day"]
)
def test_a_sign_in_ends_by_itself(shop: Shop, every: timedelta, until: timedelta) -> None:
    browser, start = shop.client("Ada"), clock.now()
    passed = every
    while passed < until:
        with clock.travel(start + passed):
            assert browser.get(OPEN_PAGE).status_code == 200
        passed += every
    with clock.travel(start + until + timedelta(minutes=1)):
        assert browser.get(OPEN_PAGE).status_code == 303


def test_a_page_that_refreshes_itself_is_nobody_being_there(shop: Shop) -> None:
    browser, start = shop.client("Ada"), clock.now()
    for hour in (5, 11):
        with clock.travel(start + timedelta(hours=hour)):
            browser.get(OPEN_PAGE, headers={"HX-Request": "true"})
    with clock.travel(start + timedelta(hours=13)):
        assert browser.get(OPEN_PAGE).status_code == 303


def test_a_changed_password_signs_out_everywhere_else(ada: Browser, shop: Shop) -> None:
    here, there = shop.client("Ada"), shop.client("Ada")
    wrong = here.post("/account/password", data={"present": "not it", "password": "tin roof rusted"})
    assert wrong.status_code == 422
    weak = here.post("/account/password", data={"present": PASSWORD, "password": "password123"})
    assert "everybody tries first" in weak.text
    right = here.post("/account/password", data={"present": PASSWORD, "password": "tin roof rusted"})
    assert right.status_code == 303
    assert here.get(OPEN_PAGE).status_code == 200
    assert there.get(OPEN_PAGE).status_code == 303
    assert ada.post("/sign-in", data=ADA).status_code == 422
    assert ada.post("/sign-in", data=ADA | {"password": "tin roof rusted"}).status_code == 303


def test_a_disabled_person_is_out_at_the_next_click(shop: Shop) -> None:
    browser = shop.client("Ben")
    assert browser.get(OPEN_PAGE).status_code == 200
    with shop.inside(), transaction() as session:
        session.get_one(User, shop.people["Ben"]).disabled_at = clock.now()
    assert browser.get(OPEN_PAGE).status_code == 303


def test_htmx_is_sent_to_sign_in_as_a_whole_page(shop: Shop) -> None:
    asking = {"HX-Request": "true", "HX-Current-URL": "http://localhost/people?page=2"}
    answer = shop.client().get("/account", headers=asking)
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/people?page%3D2"
    assert answer.text == ""


def test_the_first_owner_is_made_by_the_link_from_the_console(app: object) -> None:
    browser = Browser(app, app.response_class)  # type: ignore[attr-defined]
    with app.app_context():  # type: ignore[attr-defined]
        invite_owner(hash_token("link"), by=By("console"))
    page = browser.get("/set-up/link")
    assert (page.status_code, "This shop is yours" in page.text) == (200, True)
    weak = {"name": "Ada", "email": "ada@example.org", "password": "ada20261"}
    assert browser.post("/set-up/link", data=weak).status_code == 422
    answer = browser.post("/set-up/link", data=weak | {"password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, "/home")
    assert browser.get("/people").status_code == 200
    assert browser.get("/set-up/link").status_code == 404


def test_somebody_invited_only_chooses_a_password(shop: Shop) -> None:
    with shop.inside():
        invite_person(shop.people["Ben"], hash_token("link"), by=shop.by())
    browser = shop.client()
    assert "Welcome, Ben" in browser.get("/set-up/link").text
    assert browser.post("/set-up/link", data={"password": PASSWORD}).status_code == 303
    assert browser.get("/people").status_code == 403


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "evil", "", "/\t/evil",
     "/a\r\nSet-Cookie: x=1", "\\\\evil", "/" + "a" * 2001, " /x", "///evil", "/%0a\x00"],
)  # fmt: skip
def test_nobody_is_sent_elsewhere_after_signing_in(elsewhere: str) -> None:
    assert safe_path(elsewhere) is None


@pytest.mark.parametrize("here", ["/", "/orders", "/orders?next=https://x", "/a//b", "/ä#x"])
def test_a_path_of_ours_is_kept(here: str) -> None:
    assert safe_path(here) == here
