"""The queue as a shopkeeper sees it."""

from __future__ import annotations

from tests.chromium import SignIn
from tests.shop import Shop


def test_an_order_is_seen_and_opened_by_keyboard(shop: Shop, open_as: SignIn) -> None:
    shop.receive("LAMP", 3)
    shop.order(("LAMP", 1))
    page = open_as("Ada")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/orders/*")
    assert "Everything is there" in page.inner_text("main")
