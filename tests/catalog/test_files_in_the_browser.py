"""A shopkeeper's first afternoon: the spreadsheet goes in, products first and then what lies where."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.catalog.bringing import LAMP, candle, products, table, work
from tests.chromium import SignIn
from tests.inventory.shelf import held
from tests.shop import Shop

READY = "html[data-ready]"


def test_the_spreadsheet_goes_in(shop: Shop, open_as: SignIn, tmp_path: Path) -> None:
    file = tmp_path / "our products.csv"
    file.write_bytes(
        table(candle(Bin="A-01-1", Quantity=12), LAMP, candle(SKU="CAN-9", Bin="Z-1", Quantity=1))
    )
    page = open_as("Mo", "/products")

    page.get_by_role("link", name="By file").click()
    page.wait_for_url("**/products/files")
    page.wait_for_selector(READY, state="attached")
    page.get_by_label("Or choose it").set_input_files(file)
    expect(page.get_by_text("1 new item, 1 changed")).to_be_visible()
    expect(page.get_by_text("stands in row 2 already")).to_be_visible()
    page.get_by_role("button", name="Take in 2 items").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    work(shop)
    expect(page.get_by_text("Products taken in")).to_be_visible()
    assert "Beeswax Candle" in products(shop)

    page.get_by_role("link", name="Next: the stock in it").click()
    expect(page.get_by_text("2 counts differ from the books")).to_be_visible()
    page.get_by_role("button", name="Book 2 counts").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    work(shop)
    expect(page.get_by_text("2 counted")).to_be_visible()
    assert held(shop, "LAMP", "A-02-1") == 5

    page.get_by_role("row", name="LAMP").get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back", exact=True)).to_be_visible()
    assert held(shop, "LAMP", "A-02-1") == 0
