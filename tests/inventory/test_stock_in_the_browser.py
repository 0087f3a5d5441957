"""Stock on a tablet, as somebody at the shelf does it: scan, type, see, take back."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.chromium import SignIn
from tests.inventory.shelf import held
from tests.shop import SKUS, Shop

TABLET = {"width": 820, "height": 1180}


def scan(page: Page, code: str) -> None:
    """As a scanner does: it types into what has the focus, and presses Enter."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def test_scan_a_bin_and_count_it(shop: Shop, open_as: SignIn) -> None:
    shop.receive("LAMP", 5)
    page = open_as("Ben", "/stock", **TABLET)

    scan(page, "A-01-1")
    page.wait_for_url("**/bins/*")
    page.get_by_label("Counted Desk Lamp · Brass in A-01-1").fill("4")
    page.keyboard.press("Enter")

    expect(page.get_by_text("4 counted in A-01-1: 1 fewer than the books said.")).to_be_visible()
    assert held(shop, "LAMP") == 4

    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator("tbody td.number").first).to_contain_text("5")
    assert held(shop, "LAMP") == 5


def test_scan_an_item_receive_it_and_take_that_back(shop: Shop, open_as: SignIn) -> None:
    page = open_as("Ben", "/stock", **TABLET)

    scan(page, SKUS["LAMP"][2] or "")
    page.wait_for_url("**/stock/*")
    page.get_by_text("goods came in").click()
    page.locator("#receive-place").fill("A-02-1")
    page.locator("#receive-quantity").fill("6")
    page.locator("#act-receive").get_by_role("button", name="Receive").click()

    expect(page.get_by_text("6 received into A-02-1.")).to_be_visible()
    assert held(shop, "LAMP", "A-02-1") == 6

    page.get_by_role("button", name="Undo").first.click()
    expect(page.get_by_text("Nowhere yet.")).to_be_visible()
    assert held(shop, "LAMP", "A-02-1") == 0
