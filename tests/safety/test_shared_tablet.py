"""In a real browser: after one person has left, the next finds nothing of theirs, by whatever button."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from oms.accounts.choosing import choose_pin
from oms.accounts.hashing import hash_secret
from tests.chromium import SignIn
from tests.lived_in import LivedIn
from tests.shop import Shop

KEPT = "() => JSON.stringify([{...localStorage}, {...sessionStorage}]) + document.cookie"


@pytest.fixture
def order(shop: Shop) -> int:
    shop.receive("LAMP", 5)
    return shop.order(("LAMP", 2))


def nothing_is_shown(page: Page) -> None:
    """Neither the page before nor anything that the browser kept tells of the customer."""
    for _ in range(3):
        page.go_back(wait_until="load")
        assert "Pereira" not in page.content()
        assert "Pereira" not in page.evaluate(KEPT)


def test_after_signing_out_the_back_button_shows_no_customer(order: int, open_as: SignIn) -> None:
    page = open_as("Ada", "/account")
    page.goto(f"/orders/{order}")
    expect(page.get_by_text("Ana Pereira").first).to_be_visible()
    page.goto("/account")
    page.get_by_role("button", name="Sign out here").click()
    page.wait_for_url("**/sign-in")
    nothing_is_shown(page)


def test_after_a_lock_the_next_person_finds_the_pad(shop: Shop, open_as: SignIn) -> None:
    lived = LivedIn(shop, "Pereira")
    with shop.inside():
        choose_pin(shop.people["Ben"], hash_secret("8405"), by=shop.by())
    page = open_as("Mo", "/account", width=820)
    page.get_by_role("button", name="Make this the shared tablet").click()
    page.get_by_role("link", name="Ben").click()
    page.get_by_label("PIN").fill("8405")
    page.get_by_role("button", name="Start picking").click()
    page.wait_for_url("**/pick")
    page.goto(f"/parcels/{lived.ids['parcel_id']}")
    assert "Pereira" in page.content()
    page.goto("/pick")
    page.get_by_role("button", name="Lock the tablet").click()
    page.wait_for_url("**/who")
    nothing_is_shown(page)
    page.goto("/pick")
    assert "/who" in page.url
