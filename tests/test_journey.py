"""The journey of an order in one go: from a channel's file to a parcel handed over and a customer told."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from oms.inventory.proving import prove_stock
from tests.channels.bringing import account, order
from tests.channels.files import shopify, shopify_line
from tests.chromium import SignIn
from tests.notifications.conftest import post, settings_afterwards
from tests.notifications.post import PostOffice, work
from tests.picking.floor import barcode
from tests.shop import Shop

__all__ = ["post", "settings_afterwards"]
TRACKING = "1Z5R89390357567127"
FILE = shopify(
    order(Email="ana@example.org", Lineitem_sku="LAMP", Lineitem_quantity="2"),
    shopify_line(Lineitem_sku="OLD-MUG", Lineitem_quantity="1"),
)


def drop(page: Page, content: bytes, name: str) -> None:
    """As a person drops a file from another window."""
    script = """([text, name]) => {
        const data = new DataTransfer();
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: "text/csv" }));
        return data;
    }"""
    page.wait_for_selector("html[data-ready]", state="attached")
    data = page.evaluate_handle(script, [base64.b64encode(content).decode(), name])
    with page.expect_navigation():
        page.dispatch_event(".dropzone", "drop", {"dataTransfer": data})


def arrived(page: Page, address: str) -> None:
    page.wait_for_url(address)
    page.wait_for_selector("html[data-ready]", state="attached")


def scan(page: Page, code: str) -> None:
    page.keyboard.type(code)
    page.keyboard.press("Enter")


@pytest.fixture
def full(shop: Shop) -> Shop:
    """A shop with an account and goods; one mug lies where nobody will find it."""
    account(shop)
    shop.receive("LAMP", 5, "A-01-1")
    shop.receive("MUG", 1, "A-02-1")
    shop.receive("MUG", 3, "A-10-1")
    return shop


def test_from_a_file_to_the_carrier(full: Shop, open_as: SignIn, post: PostOffice, tmp_path: Path) -> None:
    desk = open_as("Mo", "/imports")
    import_the_file(full, desk)
    map_the_unknown_item(desk)
    work(full, minutes=6)
    assert post.mails[0].message["Subject"] == "We have your order #1001"

    floor = open_as("Ben", "/pick", width=820, height=1180)
    pick(floor)
    parcel = pack(floor)
    print_and_scan_the_papers(floor, parcel, tmp_path)
    hand_over(floor, parcel)

    work(full, minutes=6)
    shipped = post.mails[1]
    assert TRACKING in shipped.text
    assert shipped.to == ["ana@example.org"]

    desk.goto("/orders/1")
    expect(desk.get_by_role("region", name="Where it stands")).to_contain_text("Everything has left")
    with full.inside():
        assert prove_stock().holds

    desk.goto("/imports")
    drop(desk, FILE, "yesterday again.csv")
    work(full, minutes=0)
    expect(desk.locator("#import")).to_contain_text("Nothing new in this file")
    work(full, minutes=12)
    assert len(post.mails) == 2


def import_the_file(shop: Shop, desk: Page) -> None:
    drop(desk, FILE, "yesterday.csv")
    work(shop, minutes=0)
    expect(desk.locator("#import")).to_contain_text("1 new order")
    desk.get_by_role("button", name="Import 1 order").click()
    work(shop, minutes=0)
    expect(desk.locator("#import")).to_contain_text("1 order taken in")
    desk.get_by_role("link", name="See the orders").click()
    expect(desk.locator("[data-row]")).to_contain_text("Needs you: 1 unknown item")


def map_the_unknown_item(desk: Page) -> None:
    desk.get_by_role("link", name="Map the item").click()
    desk.get_by_role("link", name="Map the item").click()
    arrived(desk, "**/unknown")
    desk.get_by_role("combobox").fill("mug")
    desk.get_by_role("option", name="Mug").click()
    desk.get_by_role("button", name="Map it").click()
    expect(desk.locator("main")).to_contain_text("Everything is there")


def pick(floor: Page) -> None:
    """One wrong scan, one that is undone, and one mug that is not where it should be."""
    floor.reload()
    floor.get_by_role("button", name="Pick", exact=True).click()
    arrived(floor, "**/pick/runs/*")
    expect(floor.locator(".bin-code")).to_have_text("A-01-1")
    scan(floor, "A-01-1")
    expect(floor.locator(".scan-prompt")).to_have_text("Scan the item")
    scan(floor, barcode("MUG"))
    floor.get_by_role("alertdialog").get_by_text("Go on").click()

    for left in ("1", "2", "1"):
        if left == "2":
            floor.get_by_role("button", name="Undo last").click()
        else:
            scan(floor, barcode("LAMP"))
        expect(floor.locator(".pick-count b")).to_have_text(left)
    scan(floor, barcode("LAMP"))

    expect(floor.locator(".bin-code")).to_have_text("A-02-1")
    scan(floor, "A-02-1")
    expect(floor.locator(".scan-prompt")).to_have_text("Scan the item")
    floor.get_by_role("button", name="Not here").click()
    floor.get_by_role("dialog").get_by_role("button", name="None").click()
    expect(floor.locator(".bin-code")).to_have_text("A-10-1")
    scan(floor, "A-10-1")
    scan(floor, barcode("MUG"))
    expect(floor.get_by_role("heading", name="All in the tote")).to_be_visible()


def pack(floor: Page) -> str:
    """The code of the sealed parcel."""
    floor.get_by_role("link", name="Pack #1001").click()
    arrived(floor, "**/pack/orders/*")
    for code in ("LAMP", "LAMP", "MUG"):
        scan(floor, barcode(code))
    expect(floor.locator(".scan-prompt")).to_contain_text("Everything is in")
    floor.get_by_label("Weight in grams").fill("640")
    floor.get_by_role("button", name="Seal the parcel").click()
    expect(floor.get_by_text("Sealed", exact=True)).to_be_visible()
    floor.get_by_label("Scan the tracking number").fill(TRACKING)
    floor.get_by_role("button", name="Keep").click()
    expect(floor.locator("main")).to_contain_text(TRACKING)
    return floor.locator("h2 .mono").first.inner_text()


def print_and_scan_the_papers(floor: Page, parcel: str, folder: Path) -> None:
    """The slip and the label are one document; an independent reader finds every code on them."""
    address = floor.get_by_role("link", name="Print slip and label").get_attribute("href")
    printed = floor.request.get(address or "")
    assert printed.headers["content-type"] == "application/pdf"
    document = pypdfium2.PdfDocument(printed.body())
    found = ""
    for number, page in enumerate(document):
        file = folder / f"{number}.png"
        page.render(scale=203 / 72).to_pil().save(file)
        found += subprocess.run(["zbarimg", "-q", file], capture_output=True, text=True).stdout
    document.close()
    for code in (f"CODE-128:{parcel}", f"QR-Code:{parcel}", "CODE-128:#1001", f"CODE-128:{TRACKING}"):
        assert code in found


def hand_over(floor: Page, parcel: str) -> None:
    floor.goto("/hand-over")
    floor.get_by_label("Which carrier comes").fill("UPS")
    floor.get_by_role("button", name="Start a list").click()
    arrived(floor, "**/manifests/*")
    scan(floor, parcel)
    floor.get_by_role("button", name="Hand over 1 parcel").click()
    expect(floor.locator("#manifest")).to_contain_text("Handed over")
