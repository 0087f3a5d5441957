"""The list of products: by name, page by page, and found by any word of name, variant, SKU, code or description."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from oms.catalog import queries
from oms.catalog.service import SkuDraft, add_product
from tests.browser import Browser
from tests.catalog.goods import found
from tests.chromium import SignIn
from tests.shop import Shop


@pytest.fixture
def mo(shop: Shop) -> Browser:
    with shop.inside():
        add_product("Café Müller", SkuDraft("CAFE_1", "Groß"), description="50% off", by=shop.by())
        add_product("Nothing yet", by=shop.by())
    return shop.client("Mo")


@pytest.mark.usefixtures("mo")
@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("", ["Café Müller", "Desk Lamp", "Garden Twine", "Merino Socks", "Mug", "Nothing yet"]),
        ("lamp desk", ["Desk Lamp"]),
        ("cafe muller gross", ["Café Müller"]),
        ("CAFÉ", ["Café Müller"]),
        ("cafe_", ["Café Müller"]),
        ("50%", ["Café Müller"]),
        ("%", ["Café Müller"]),
        ("nothing", ["Nothing yet"]),
        ("lamp mug", []),
    ],
)
def test_all_words_have_to_be_there_in_whatever_case_and_accent(
    shop: Shop, words: str, names: list[str]
) -> None:
    assert found(shop, words) == names


def listed(page: str) -> list[str]:
    return re.findall(r'href="/products/\d+">.*?<span>([^<]+)</span></a>', page)


def test_a_long_list_comes_page_by_page(mo: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "PAGE", 2)
    seen, url = [], "/products"
    while url:
        page = mo.get(url).text
        seen += listed(page)
        following = re.search(r'href="([^"]+)" rel="next"', page)
        url = following[1].replace("&amp;", "&") if following else ""
    assert seen == ["Café Müller", "Desk Lamp", "Garden Twine", "Merino Socks", "Mug", "Nothing yet"]


def test_nothing_found_says_where_it_looked(mo: Browser) -> None:
    assert "Search looks at names, variants" in mo.get("/products?q=zebra").text
    assert mo.get("/products/999").status_code == 404
    assert mo.get("/skus/999").status_code == 404


def test_in_a_browser_a_product_is_found_while_it_is_typed(mo: Browser, open_as: SignIn) -> None:
    del mo
    page = open_as("Mo", "/products", width=360)
    page.get_by_role("searchbox", name="Search products").fill("groß")
    expect(page.locator("#products")).to_contain_text("Café Müller")
    expect(page.locator("#products tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Café Müller").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Café Müller")
