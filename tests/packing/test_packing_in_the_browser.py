"""A packer with a scanner: the tote, item after item, the box, the papers, the next order."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from oms.core.db import db
from oms.orders.cancelling import cancel_order
from oms.shipping.models import Shipment
from tests.chromium import SignIn
from tests.packing.bench import box, inside, parcel, parcels, picked, tote_of, weighs
from tests.picking.floor import assert_proven, barcode, headline
from tests.shop import Shop

Bench = Callable[[int], Page]


@pytest.fixture
def at_bench(open_as: SignIn) -> Bench:
    """Ben with a tablet, in front of an order."""
    return lambda order: open_as("Ben", f"/pack/orders/{order}", width=820, height=1180)


def scan(page: Page, code: str) -> None:
    """As a scanner does: letters into whatever has the focus, then Enter."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def figure(page: Page, name: str) -> object:
    return page.locator(".pack-list > li", has_text=name).locator(".pack-figure")


def test_from_the_tote_to_the_sealed_parcel_with_its_number(shop: Shop, open_as: SignIn) -> None:
    weighs(shop, LAMP=1450, MUG=340)
    box(shop, "Box M", 260)
    order = picked(shop, ("LAMP", 2), ("MUG", 1))
    following = picked(shop, ("MUG", 1))
    page = open_as("Ben", "/pack", width=820, height=1180)

    scan(page, tote_of(shop, order).barcode or "")
    page.wait_for_url(f"**/pack/orders/{order}")
    expect(page.locator("#code")).to_be_focused()
    for item in ("LAMP", "LAMP", "MUG"):
        scan(page, barcode(item))
    expect(page.locator(".scan-prompt")).to_have_text("Everything is in: seal the parcel")
    expect(page.locator(".pack-list > li[data-done]")).to_have_count(2)
    page.get_by_text("Box M").click()
    expect(page.get_by_label("Weight in grams")).to_have_value("3500")
    page.get_by_role("button", name="Seal the parcel").click()

    expect(page.get_by_role("link", name="Print slip and label")).to_be_visible()
    (only,) = parcels(shop, order)
    assert parcel(shop, only).weight_g == 3500
    expect(page.locator("#number")).to_be_focused()
    scan(page, "1Z999AA10123456784")
    expect(page.get_by_label("Tracking number", exact=True)).to_contain_text("1Z999AA10123456784")
    with shop.inside():
        assert db.session.get_one(Shipment, only).tracking_number == "1Z999AA10123456784"
    page.get_by_role("link", name="Next: #2042").click()
    page.wait_for_url(f"**/pack/orders/{following}")
    assert_proven(shop)


def test_the_bench_is_as_dark_and_big_after_a_scan_as_by_its_address(shop: Shop, open_as: SignIn) -> None:
    order = picked(shop, ("LAMP", 1))
    page = open_as("Ben", "/pack", width=820, height=1180)

    scan(page, tote_of(shop, order).barcode or "")
    page.wait_for_url(f"**/pack/orders/{order}")

    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("body")).to_have_class("floor")


def test_a_wrong_item_stops_the_screen_until_somebody_taps(shop: Shop, at_bench: Bench) -> None:
    page = at_bench(picked(shop, ("LAMP", 1)))
    scan(page, barcode("MUG"))
    stop = page.get_by_role("alertdialog")
    expect(stop).to_contain_text("Mug · Blue")
    expect(stop).to_contain_text("Desk Lamp · Brass")

    scan(page, barcode("LAMP"))
    expect(stop).to_be_visible()
    assert parcels(shop, 1) == []

    stop.get_by_role("button").or_(stop.get_by_role("link")).click()
    scan(page, barcode("LAMP"))
    expect(figure(page, "Desk Lamp")).to_have_text("1 of 1")


def test_one_order_in_two_parcels_each_sealed(shop: Shop, at_bench: Bench) -> None:
    order = picked(shop, ("LAMP", 1), ("MUG", 1))
    page = at_bench(order)
    scan(page, barcode("LAMP"))
    expect(figure(page, "Desk Lamp")).to_have_text("1 of 1")
    page.get_by_role("button", name="Another parcel").click()
    page.wait_for_url("**?parcel=*")
    scan(page, barcode("MUG"))
    expect(figure(page, "Mug")).to_have_text("1 of 1")
    page.get_by_label("Weight in grams").fill("400")
    page.get_by_role("button", name="Seal the parcel").click()
    page.get_by_role("link", name="Pack the rest").click()
    page.get_by_role("button", name="Seal the parcel").click()

    expect(page.get_by_role("link", name="Hand over")).to_be_visible()
    first, second = parcels(shop, order)
    assert (inside(shop, first, "LAMP"), inside(shop, second, "MUG")) == (1, 1)
    assert (parcel(shop, first).weight_g, parcel(shop, second).weight_g) == (None, 400)
    assert headline(shop, order) == "packed"
    assert_proven(shop)


def test_the_last_scan_a_seal_and_an_opened_parcel_are_undone(shop: Shop, at_bench: Bench) -> None:
    order = picked(shop, ("LAMP", 2))
    page = at_bench(order)
    for _ in range(2):
        scan(page, barcode("LAMP"))
    expect(figure(page, "Desk Lamp")).to_have_text("2 of 2")
    page.get_by_role("button", name="Undo last").click()
    expect(figure(page, "Desk Lamp")).to_have_text("1 of 2")
    page.get_by_role("button", name="Take out").click()
    expect(figure(page, "Desk Lamp")).to_have_text("0 of 2")
    for _ in range(2):
        scan(page, barcode("LAMP"))
    expect(figure(page, "Desk Lamp")).to_have_text("2 of 2")

    page.get_by_role("button", name="Seal the parcel").click()
    expect(page.locator(".said")).to_contain_text("Sealed.")
    page.locator(".said").get_by_role("button", name="Undo").click()
    page.wait_for_url(f"**/pack/orders/{order}?parcel=*")
    assert parcel(shop, parcels(shop, order)[0]).sealed_at is None
    page.get_by_role("button", name="Seal the parcel").click()
    page.get_by_role("button", name="Open again").click()
    expect(page.locator(".said")).to_contain_text("The parcel is open again.")
    assert headline(shop, order) == "to_pack"


def test_goods_without_a_barcode_are_counted_in(shop: Shop, at_bench: Bench) -> None:
    order = picked(shop, ("TWINE", 5))
    page = at_bench(order)
    page.get_by_label("No barcode").fill("2")
    page.get_by_role("button", name="Put in").click()
    expect(figure(page, "Garden Twine")).to_have_text("2 of 5")
    page.get_by_role("button", name="Put in").click()
    expect(figure(page, "Garden Twine")).to_have_text("5 of 5")
    assert_proven(shop)


def test_a_weight_that_somebody_wrote_stays_when_the_box_changes(shop: Shop, at_bench: Bench) -> None:
    weighs(shop, LAMP=1450)
    box(shop, "Box S", 110)
    page = at_bench(picked(shop, ("LAMP", 1)))
    scan(page, barcode("LAMP"))
    weight = page.get_by_label("Weight in grams")
    expect(weight).to_have_value("1450")
    page.get_by_text("Box S").click()
    expect(weight).to_have_value("1560")
    weight.fill("1600")
    page.get_by_text("or as it is").click()
    expect(weight).to_have_value("1600")


def test_an_order_cancelled_meanwhile_is_told_at_the_next_scan(shop: Shop, at_bench: Bench) -> None:
    order = picked(shop, ("LAMP", 1))
    page = at_bench(order)
    with shop.inside():
        cancel_order(order, "changed their mind", by=shop.by())

    scan(page, barcode("LAMP"))
    page.get_by_role("link", name="Put it back").click()
    page.wait_for_url("**/put-back")
    expect(page.locator("main")).to_contain_text("Desk Lamp")


def test_the_code_of_a_tote_is_no_tracking_number(shop: Shop, at_bench: Bench) -> None:
    order = picked(shop, ("LAMP", 1))
    page = at_bench(order)
    scan(page, barcode("LAMP"))
    page.get_by_role("button", name="Seal the parcel").click()
    expect(page.locator("#number")).to_be_focused()

    scan(page, tote_of(shop, order).barcode or "")
    expect(page.get_by_role("alert")).to_contain_text("not a tracking number")
    expect(page.locator("#number")).to_have_value("")
    expect(page.locator("#number")).to_be_focused()
