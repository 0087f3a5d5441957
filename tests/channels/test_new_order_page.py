"""An order typed in a real browser: by name, by SKU, and with a scanner that is faster than the server."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.channels.bringing import lines, numbers, the_order
from tests.chromium import SignIn, ready
from tests.shop import SKUS, Shop


@pytest.fixture
def page(shop: Shop, open_as: SignIn) -> Page:
    shop.receive("LAMP", 9)
    shop.receive("MUG", 1)
    return open_as("Ada", "/orders/new")


def items(page: Page) -> list[str]:
    return page.locator("[data-lines] [data-name]").all_inner_texts()


def test_a_caller_is_served(shop: Shop, page: Page) -> None:
    search = page.get_by_label("Find an item")
    search.press_sequentially("brass")
    expect(page.locator("[role=listbox] [role=option]")).to_contain_text("9 to sell")
    search.press("Enter")
    search.press_sequentially("MUG")
    expect(page.locator("[role=listbox] [role=option]")).to_contain_text("1 to sell")
    search.press("Enter")
    expect(page.locator("[data-lines] li")).to_have_count(2)
    page.get_by_label("How many").first.fill("3")
    page.get_by_label("Price of one").first.fill("12.50")
    for label, text in (
        ("Name", "Ana Pereira"),
        ("Street and number", "Große Straße 5"),
        ("Postcode", "50667"),
        ("Town", "Köln"),
        ("Country", "DE"),
    ):
        page.get_by_label(label, exact=True).fill(text)

    page.get_by_role("button", name="Take the order").click()

    page.wait_for_url(f"**/orders/{the_order(shop, 'B-0001').id}")
    assert lines(shop, "B-0001") == [("LAMP", 3, 0, 0), ("MUG", 1, 0, 0)]


def test_a_scanner_is_faster_than_the_server_and_still_right(shop: Shop, page: Page) -> None:
    page.get_by_label("Find an item").focus()
    for sku in ("LAMP", "MUG", "LAMP"):
        page.keyboard.type(SKUS[sku][2] or "", delay=0)
        page.keyboard.press("Enter")
        expect(page.get_by_label("Find an item")).to_have_value("")

    expect(page.locator("[data-lines] li")).to_have_count(2)
    assert items(page) == ["Desk Lamp · Brass", "Mug · Blue"]
    expect(page.get_by_label("How many").first).to_have_value("2")
    assert numbers(shop) == []  # Enter of a scanner sends no form


def test_a_scan_that_nobody_knows_is_said(page: Page) -> None:
    page.get_by_label("Find an item").focus()
    page.keyboard.type("999999")
    page.keyboard.press("Enter")

    expect(page.get_by_text("Nothing is called 999999")).to_be_visible()
    assert items(page) == []


def test_what_was_refused_stands_as_it_was_typed(shop: Shop, page: Page) -> None:
    page.get_by_label("Find an item").press_sequentially("brass")
    page.locator("[role=listbox] [role=option]").click()
    page.get_by_label("Price of one").fill("cheap")
    page.get_by_label("Name", exact=True).fill("Ana")

    page.get_by_role("button", name="Take the order").click()

    expect(page.get_by_text("Write a price like 12.50.")).to_be_visible()
    ready(page)
    assert items(page) == ["Desk Lamp · Brass"]
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ana")
    page.get_by_role("button", name="Remove").click()
    expect(page.locator("[data-lines] li")).to_have_count(0)
