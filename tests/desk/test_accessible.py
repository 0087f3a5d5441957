"""The pages of the desk for everybody: no violation of WCAG A or AA, by day and by night."""

from __future__ import annotations

import pytest

from oms.orders.drafts import ContactDraft
from oms.orders.editing import add_note
from tests.chromium import SignIn
from tests.looking import DESK, THEMES, faults_at
from tests.orders.seen import do, pack, pick, ship
from tests.shop import Shop

AT_A_DESK = [(DESK, theme) for theme in THEMES]
PATHS = (
    "/",
    "/?show=packed",
    "/?q=zoe",
    "/orders/1",
    "/orders/2",
    "/orders/3",
    "/orders/2/address",
    "/orders/2/promise",
    "/lines/1/why",
    "/orders/1/told",
)


@pytest.fixture
def lived_in(shop: Shop) -> Shop:
    """A parcel that has left, an address to check, an item that nobody knows, and one to pick."""
    shop.receive("LAMP", 5)
    pick(shop, shop.order(("LAMP", 2)), "A-01-1", "LAMP", "LAMP")
    ship(shop, pack(shop, 1, "LAMP"))
    shop.order(("LAMP", 1), ship_to=ContactDraft(name="Ana", line1="Große Straße", city="Köln", country="DE"))
    shop.order(("LAMP", 1), ("GIFT-WRAP", 1), paid=False)
    shop.order(("LAMP", 1))
    do(shop, add_note, 1, "Her sister collects it")
    return shop


def test_no_page_of_the_desk_shuts_anybody_out(lived_in: Shop, open_as: SignIn) -> None:
    page, found = open_as("Ada"), {}
    for path in PATHS:
        page.goto(path)
        found[path] = faults_at(page, AT_A_DESK)
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_the_bar_its_answer_and_an_open_menu_too(lived_in: Shop, open_as: SignIn) -> None:
    page = open_as("Ada")
    page.locator("[data-select-all]").check()
    assert faults_at(page, AT_A_DESK) == []

    page.click("text=Ship what is there")
    page.wait_for_selector("text=What became of each order")
    assert faults_at(page, AT_A_DESK) == []

    page.goto("/orders/4")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.click("summary:has-text('Cancel…')")
    assert faults_at(page, AT_A_DESK) == []
