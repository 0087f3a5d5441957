"""The pages of a spreadsheet of products for everybody, at every width, by day and by night."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.catalog.bringing import LAMP, candle, keep, table, take, work
from tests.chromium import SignIn
from tests.looking import faults_at
from tests.shop import Shop


def test_the_pages_can_be_used_by_everybody(shop: Shop, open_as: SignIn) -> None:
    content = table(candle(Bin="A-01-1", Quantity=12), LAMP, candle(SKU="", Product="x" * 150))
    waiting, taken = keep(shop, content), take(shop, content)
    page = open_as("Mo", "/products")
    for path in ("/products/files", f"/products/files/{waiting}", f"/products/files/{taken}", "/stock/files"):
        page.goto(path)
        assert faults_at(page) == [], path
    page.goto(f"/stock/files/{taken}")
    assert faults_at(page) == []
    page.get_by_role("button", name="Book 2 counts").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    work(shop)
    expect(page.get_by_text("2 counted")).to_be_visible()
    assert faults_at(page) == []
