"""Files dropped in a real browser: looked at, imported, refused with the reason."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from oms.channels.importing import start_import
from oms.channels.models import ImportFile
from oms.core.db import db
from oms.core.delivering import deliver_due
from tests.channels.bringing import account, bring, numbers, order, read, the_order
from tests.channels.files import UNSHIPPED, amazon, amazon_item, shopify
from tests.chromium import SignIn
from tests.shop import Shop

DROP = """([zone, files]) => {
  const moved = new DataTransfer();
  for (const [name, bytes] of files) moved.items.add(new File([new Uint8Array(bytes)], name));
  for (const kind of ["dragenter", "dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(kind, { dataTransfer: moved, bubbles: true, cancelable: true }));
  }
}"""


def drop(page: Page, **files: bytes) -> None:
    """Drop files, named `orders_csv` for orders.csv, on the page's zone."""
    told = [[name.replace("_", "."), list(content)] for name, content in files.items()]
    page.evaluate(f"told => ({DROP})([document.querySelector('.dropzone'), told])", told)


def work(shop: Shop) -> None:
    with shop.inside():
        while deliver_due():
            pass


def test_a_dropped_file_is_looked_at_and_then_imported(shop: Shop, open_as: SignIn) -> None:
    account(shop)
    shop.receive("LAMP", 9)
    page = open_as("Ada", "/imports")

    drop(page, orders_csv=shopify(order(1001), order(1002), order(1003, Lineitem_quantity="many")))
    page.wait_for_url("**/imports/*")
    expect(page.get_by_text("Reading the file")).to_be_visible()
    work(shop)
    expect(page.get_by_text("2 new orders")).to_be_visible()
    expect(page.get_by_text("“many” is not a whole number of units")).to_be_visible()
    assert numbers(shop) == []

    page.get_by_role("button", name="Import 2 orders").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    work(shop)
    expect(page.get_by_text("2 orders taken in")).to_be_visible()

    page.get_by_role("link", name="#1001").click()
    page.wait_for_url(f"**/orders/{the_order(shop).id}")


def test_the_rows_can_be_looked_at_by_what_happens_to_them(shop: Shop, open_as: SignIn) -> None:
    account(shop)
    import_id = read(shop, shopify(order(1001), order(1002, Lineitem_quantity="many")))
    page = open_as("Ada", f"/imports/{import_id}")

    page.get_by_role("link", name="1 Refused").click()

    expect(page.get_by_role("row")).to_have_count(2)
    expect(page.get_by_role("rowheader", name="#1002")).to_be_visible()


def test_two_files_at_once_are_both_read(shop: Shop, open_as: SignIn) -> None:
    account(shop)
    account(shop, "amazon")
    page = open_as("Ada", "/imports")

    drop(
        page,
        shopify_csv=shopify(order()),
        amazon_txt=amazon(amazon_item(), columns=UNSHIPPED),
    )
    expect(page.get_by_role("link", name="shopify.csv")).to_be_visible()
    work(shop)

    expect(page.get_by_text("Waits for you")).to_have_count(2)
    expect(page.get_by_role("cell", name="Amazon Unshipped Orders report")).to_be_visible()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (shopify(order())[:-40], "is cut off"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "This is a binary file"),
        (b"PK\x03\x04" + bytes(40), "ZIP archive"),
        (b"order id,buyer\n1,Ana\n", "The nearest is"),
        (shopify(order(), columns=("Name", "Created at", "Lineitem quantity")), "missing columns: Financial"),
        (b'"', "missing columns"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    shop: Shop, open_as: SignIn, content: bytes, sentence: str
) -> None:
    account(shop)
    page = open_as("Ada", "/imports")

    drop(page, orders_csv=content)
    page.wait_for_url("**/imports/*")
    work(shop)

    expect(page.get_by_role("alert").get_by_text(sentence)).to_be_visible()
    expect(page.get_by_text("Nothing was changed.")).to_be_visible()
    assert numbers(shop) == []


def test_a_huge_file_is_not_even_sent(shop: Shop, open_as: SignIn) -> None:
    page = open_as("Ada", "/imports")

    page.evaluate("document.querySelector('.dropzone').dataset.most = 10")
    page.evaluate(f"({DROP})([document.querySelector('.dropzone'), [['huge.csv', 2_000_000]]])")

    expect(page.get_by_role("alert")).to_contain_text("huge.csv has 2 MB")
    assert page.url.endswith("/imports")
    with shop.inside():
        assert db.session.scalars(select(ImportFile.id)).all() == []


def test_two_tabs_start_it_once(shop: Shop, open_as: SignIn) -> None:
    account(shop)
    import_id = read(shop, shopify(order()))
    page = open_as("Ada", f"/imports/{import_id}")
    with shop.inside():
        start_import(import_id, by=shop.by("Mo"))

    page.get_by_role("button", name="Import 1 order").click()

    expect(page.get_by_text("This import was started already.")).to_be_visible()
    work(shop)
    expect(page.get_by_text("1 order taken in")).to_be_visible()
    assert numbers(shop) == ["#1001"]


def test_a_double_click_starts_it_once(shop: Shop, open_as: SignIn) -> None:
    account(shop)
    import_id = read(shop, shopify(order()))
    page = open_as("Ada", f"/imports/{import_id}")

    page.get_by_role("button", name="Import 1 order").dblclick()
    expect(page.get_by_role("progressbar")).to_be_visible()
    work(shop)

    expect(page.get_by_text("1 order taken in")).to_be_visible()
    assert numbers(shop) == ["#1001"]


def test_a_refused_file_is_read_again_for_the_account_that_it_is_of(shop: Shop, open_as: SignIn) -> None:
    account(shop)
    account(shop, name="outlet")
    page = open_as("Ada", f"/imports/{read(shop, shopify(order()))}")

    page.get_by_label("Or read it again as a file of").select_option(label="Shopify · outlet")
    page.get_by_role("button", name="Read it again").click()
    expect(page.get_by_text("Reading the file")).to_be_visible()
    work(shop)

    expect(page.get_by_text("1 new order")).to_be_visible()


def test_an_unknown_item_is_mapped_from_its_order(shop: Shop, open_as: SignIn) -> None:
    account(shop)
    shop.receive("LAMP", 9)
    bring(shop, order(1001, Lineitem_sku="LMP-2PACK"), order(1002, Lineitem_sku="LMP-2PACK"))
    page = open_as("Ada", f"/orders/{the_order(shop).id}/unknown")
    expect(page.get_by_text("2 orders wait for it")).to_be_visible()

    page.get_by_label("It is").press_sequentially("desk")
    page.get_by_role("option", name="Desk Lamp").click()
    page.get_by_label("How many in one").fill("2")
    page.get_by_role("button", name="Map it").click()

    page.wait_for_url(f"**/orders/{the_order(shop).id}")
    assert [the_order(shop, number).headline for number in ("#1001", "#1002")] == ["ready", "ready"]
