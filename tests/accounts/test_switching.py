from __future__ import annotations

from datetime import timedelta

import pytest

from oms.accounts.choosing import choose_pin
from oms.accounts.hashing import hash_secret, hash_token
from oms.accounts.people import disable_person
from oms.accounts.roles import FLOOR
from oms.accounts.signing_in import find_visitor
from oms.accounts.switching import share_tablet
from oms.core import clock
from oms.web.auth import TOKEN
from tests.browser import Browser
from tests.shop import Shop

PIN = "8405"


@pytest.fixture
def tablet(shop: Shop) -> Browser:
    """Mo signed it in and shared it; Ben has a PIN, and so has Mo."""
    browser = shop.client("Mo")
    with shop.inside():
        for name in ("Ben", "Mo"):
            choose_pin(shop.people[name], hash_secret(PIN), by=shop.by())
    assert browser.post("/account/tablet").location == "/who"
    return browser


def unlock(tablet: Browser, shop: Shop, name: str = "Ben", pin: str = PIN) -> int:
    return tablet.post(f"/who/{shop.people[name]}", data={"pin": pin}).status_code


def visitor(tablet: Browser, shop: Shop) -> object:
    with tablet.session_transaction() as session, shop.inside():
        return find_visitor(session[TOKEN], clock.now(), present=True)


def test_a_shared_tablet_may_nothing_until_somebody_gives_a_pin(tablet: Browser, shop: Shop) -> None:
    assert tablet.get("/account").location == "/sign-in?next=/account"
    assert tablet.get("/sign-in?next=/x").location == "/who?next=/x"
    page = tablet.get("/who").text
    assert "Ben" in page
    assert "Ada" not in page
    assert unlock(tablet, shop) == 303
    assert visitor(tablet, shop) is not None


def test_after_a_pin_it_may_only_what_the_floor_needs(tablet: Browser, shop: Shop) -> None:
    for name in ("Ben", "Mo"):
        unlock(tablet, shop, name)
        person = visitor(tablet, shop)
        assert person.id == shop.people[name]  # type: ignore[attr-defined]
        assert person.permissions == FLOOR  # type: ignore[attr-defined]
    assert tablet.get("/account").status_code == 403
    assert tablet.get("/people").status_code == 403


def test_a_wrong_pin_changes_nothing_and_a_few_of_them_wait(tablet: Browser, shop: Shop) -> None:
    answers = [unlock(tablet, shop, pin="9999") for _ in range(6)]
    assert answers == [422] * 5 + [429]
    assert unlock(tablet, shop) == 429
    assert visitor(tablet, shop) is None
    with clock.travel(clock.now() + timedelta(seconds=2)):
        assert unlock(tablet, shop) == 303


def test_all_pins_of_one_tablet_wait_together(tablet: Browser, shop: Shop) -> None:
    answers = [unlock(tablet, shop, name, "9999") for name in ("Ben", "Mo", "Cy", "Ada") * 3]
    assert answers == [422] * 10 + [429] * 2


def test_it_locks_after_five_idle_minutes(tablet: Browser, shop: Shop) -> None:
    unlock(tablet, shop)
    start = clock.now()
    for minutes in (4, 8, 12):
        with clock.travel(start + timedelta(minutes=minutes)):
            assert tablet.get("/account").status_code == 403
    with clock.travel(start + timedelta(minutes=17, seconds=1)):
        assert tablet.get("/account").status_code == 303
        assert unlock(tablet, shop) == 303
        assert tablet.get("/account").status_code == 403


def test_a_page_that_refreshes_itself_does_not_keep_it_open(tablet: Browser, shop: Shop) -> None:
    unlock(tablet, shop)
    start = clock.now()
    for minutes in (2, 4):
        with clock.travel(start + timedelta(minutes=minutes)):
            tablet.get("/account", headers={"HX-Request": "true"})
    with clock.travel(start + timedelta(minutes=6)):
        assert tablet.get("/account").status_code == 303


def test_somebody_else_takes_over_with_a_new_form_token(tablet: Browser, shop: Shop) -> None:
    unlock(tablet, shop)
    with tablet.session_transaction() as session:
        session["csrf_token"] = before = "b" * 40
    unlock(tablet, shop, "Mo")
    with tablet.session_transaction() as session:
        assert session.get("csrf_token") != before


def test_locking_forgets_the_pages(tablet: Browser, shop: Shop) -> None:
    unlock(tablet, shop)
    answer = tablet.post("/who/lock")
    assert (answer.location, answer.headers["Clear-Site-Data"]) == ("/who", '"cache"')
    assert visitor(tablet, shop) is None


def test_whoever_may_not_pick_or_is_disabled_cannot_take_over(tablet: Browser, shop: Shop) -> None:
    assert unlock(tablet, shop, "Cy") == 422
    unlock(tablet, shop)
    with shop.inside():
        disable_person(shop.people["Ben"], by=shop.by())
    assert visitor(tablet, shop) is None
    assert unlock(tablet, shop) == 422


def test_a_new_pin_locks_the_tablet(tablet: Browser, shop: Shop) -> None:
    unlock(tablet, shop)
    with shop.inside():
        choose_pin(shop.people["Ben"], hash_secret("7319"), by=shop.by())
    assert visitor(tablet, shop) is None
    assert unlock(tablet, shop, pin="7319") == 303


def test_signing_the_tablet_out_ends_it_for_everybody(tablet: Browser, shop: Shop) -> None:
    unlock(tablet, shop)
    tablet.post("/sign-out")
    assert tablet.get("/who").location == "/sign-in"
    assert unlock(tablet, shop) == 303
    assert tablet.get("/account").location == "/sign-in?next=/account"


def test_a_browser_that_is_no_tablet_has_no_pin_pad(shop: Shop) -> None:
    browser = shop.client("Mo")
    assert browser.get("/who").location == "/sign-in"
    assert browser.get(f"/who/{shop.people['Ben']}").location == "/sign-in"
    with shop.inside():
        share_tablet(hash_token("nobody's"), shop.people["Mo"], by=shop.by())
    assert browser.get("/account").status_code == 200
