"""A picker with a tablet: scans bin and item, and the screen says what comes next."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.chromium import SignIn
from tests.picking.floor import assert_proven, barcode, headline, in_bin, in_tote
from tests.shop import Shop


def begin(shop: Shop, open_as: SignIn, *lines: tuple[str, int]) -> Page:
    """Ben on the floor, in front of the first bin of an order."""
    shop.order(*lines)
    page = open_as("Ben", "/pick", width=820, height=1180)
    page.get_by_role("button", name="Pick", exact=True).click()
    page.wait_for_url("**/pick/runs/*")
    page.wait_for_selector("html[data-ready]", state="attached")
    return page


def scan(page: Page, code: str) -> None:
    """As a scanner does: letters into whatever has the focus, then Enter."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def test_bin_item_bin_item_and_the_tote_goes_to_the_bench(shop: Shop, open_as: SignIn) -> None:
    shop.receive("LAMP", 5)
    shop.receive("MUG", 3, "A-10-1")
    page = begin(shop, open_as, ("LAMP", 2), ("MUG", 1))

    expect(page.locator(".bin-code")).to_have_text("A-01-1")
    expect(page.locator(".pick-variant")).to_have_text("Brass")
    scan(page, "A-01-1")
    expect(page.locator(".scan-prompt")).to_have_text("Scan the item")
    for _ in range(2):
        scan(page, barcode("LAMP"))
    expect(page.locator(".bin-code")).to_have_text("A-10-1")
    scan(page, "A-10-1")
    scan(page, barcode("MUG"))

    expect(page.get_by_role("heading", name="All in the tote")).to_be_visible()
    assert headline(shop, 1) == "to_pack"
    assert_proven(shop)


def test_a_wrong_scan_stops_the_screen_until_somebody_taps(shop: Shop, open_as: SignIn) -> None:
    shop.receive("LAMP", 5)
    page = begin(shop, open_as, ("LAMP", 1))
    scan(page, "A-01-1")
    expect(page.locator(".scan-prompt")).to_have_text("Scan the item")

    scan(page, barcode("MUG"))
    stop = page.get_by_role("alertdialog")
    expect(stop).to_contain_text("Mug · Blue")
    expect(stop).to_contain_text("Desk Lamp · Brass")
    scan(page, barcode("LAMP"))
    expect(stop).to_be_visible()
    assert in_tote(shop, 1, "LAMP") == 0

    stop.get_by_text("Go on").click()
    scan(page, barcode("LAMP"))
    expect(page.get_by_role("heading", name="All in the tote")).to_be_visible()
    assert in_tote(shop, 1, "LAMP") == 1


def test_a_scan_that_comes_before_the_answer_is_not_lost(shop: Shop, open_as: SignIn) -> None:
    shop.receive("LAMP", 5)
    page = begin(shop, open_as, ("LAMP", 3))

    for code in ("A-01-1", *[barcode("LAMP")] * 3):
        scan(page, code)

    expect(page.get_by_role("heading", name="All in the tote")).to_be_visible()
    assert in_tote(shop, 1, "LAMP") == 3


def test_what_is_not_there_is_said_with_how_many_were_found(shop: Shop, open_as: SignIn) -> None:
    shop.receive("LAMP", 2)
    shop.receive("LAMP", 4, "A-10-1")
    page = begin(shop, open_as, ("LAMP", 2))
    scan(page, "A-01-1")
    expect(page.locator(".scan-prompt")).to_have_text("Scan the item")

    page.get_by_role("button", name="Not here").click()
    page.get_by_role("dialog").get_by_role("button", name="1", exact=True).click()

    expect(page.locator(".bin-code")).to_have_text("A-10-1")
    assert (in_tote(shop, 1, "LAMP"), in_bin(shop, "LAMP"), in_bin(shop, "LAMP", "A-10-1")) == (1, 0, 4)
    assert_proven(shop)


def test_the_last_scan_is_undone_and_then_the_one_before(shop: Shop, open_as: SignIn) -> None:
    shop.receive("LAMP", 5)
    page = begin(shop, open_as, ("LAMP", 2))
    expect(page.get_by_role("button", name="Undo last")).to_be_disabled()
    scan(page, "A-01-1")
    scan(page, barcode("LAMP"))
    expect(page.locator(".pick-count b")).to_have_text("1")

    page.get_by_role("button", name="Undo last").click()
    expect(page.locator(".pick-count b")).to_have_text("2")
    assert in_tote(shop, 1, "LAMP") == 0
    page.get_by_role("button", name="Undo last").click()
    expect(page.locator(".scan-prompt")).to_have_text("Scan bin A-01-1")


def test_goods_without_a_barcode_are_counted_into_the_tote(shop: Shop, open_as: SignIn) -> None:
    shop.receive("TWINE", 9)
    page = begin(shop, open_as, ("TWINE", 4))
    scan(page, "A-01-1")

    page.get_by_label("How many do you take?").fill("4")
    page.get_by_role("button", name="Take them").click()

    expect(page.get_by_role("heading", name="All in the tote")).to_be_visible()
    assert in_tote(shop, 1, "TWINE") == 4


def test_an_order_cancelled_on_the_way_says_so(shop: Shop, open_as: SignIn) -> None:
    from oms.orders.cancelling import cancel_order

    shop.receive("LAMP", 5)
    page = begin(shop, open_as, ("LAMP", 2))
    scan(page, "A-01-1")
    scan(page, barcode("LAMP"))
    expect(page.locator(".pick-count b")).to_have_text("1")
    with shop.inside():
        cancel_order(1, "changed their mind", by=shop.by("Mo"))

    scan(page, barcode("LAMP"))

    expect(page.locator("#run")).to_contain_text("was cancelled")
    expect(page.get_by_role("link", name="Put it back")).to_be_visible()
    assert in_tote(shop, 1, "LAMP") == 1
    assert_proven(shop)


def test_two_people_never_walk_for_one_tote(shop: Shop, open_as: SignIn) -> None:
    shop.receive("LAMP", 5)
    first = begin(shop, open_as, ("LAMP", 1))
    second = open_as("Mo", "/pick", width=820, height=1180)
    second.get_by_role("button", name="Take it over").click()
    expect(second.locator(".bin-code")).to_have_text("A-01-1")

    scan(first, "A-01-1")

    expect(first.get_by_role("alert")).to_contain_text("Mo is on this run")
    assert in_tote(shop, 1, "LAMP") == 0


def test_a_picker_sees_neither_prices_nor_people(shop: Shop, open_as: SignIn) -> None:
    shop.receive("LAMP", 5)
    page = begin(shop, open_as, ("LAMP", 1))

    for path in (page.url, "/pick"):
        page.goto(path)
        text = page.content()
        assert "Ana" not in text
        assert "ana@example.org" not in text
        assert "€" not in text
