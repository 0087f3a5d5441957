"""At the door, with a scanner: parcels onto the list, a wrong one stops everything, then the carrier goes."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from oms.shipping.tracking import set_tracking
from tests.chromium import SignIn
from tests.picking.floor import headline
from tests.shipping.parcels import code_of, manifest, on_the_list, order_of, pack, parcel_of, picked_order
from tests.shop import Shop


def scan(page: Page, code: str) -> None:
    """As a scanner does it: keys, then Enter."""
    page.keyboard.type(code)
    page.keyboard.press("Enter")


def test_parcels_onto_the_list_with_a_wrong_one_between(shop: Shop, open_as: SignIn) -> None:
    lamp, mug = parcel_of(shop), parcel_of(shop, "MUG")
    unsealed = pack(shop, picked_order(shop, ("LAMP", 1)), "LAMP", sealed=False)
    page = open_as("Ben", "/hand-over", width=820)
    page.get_by_label("Which carrier comes").fill("DHL")
    page.get_by_role("button", name="Start a list").click()
    expect(page.locator("[data-scan]")).to_be_focused()

    scan(page, code_of(shop, lamp))
    expect(page.get_by_text("1 parcel on the list")).to_be_visible()

    scan(page, code_of(shop, unsealed))
    stop = page.get_by_role("alertdialog")
    expect(stop).to_contain_text(f"Parcel {code_of(shop, unsealed)} is not sealed yet.")
    scan(page, code_of(shop, mug))  # while the red screen stands, nothing is taken
    expect(stop).to_be_visible()
    assert on_the_list(shop, 1) == 1

    stop.get_by_role("link", name="Go on").click()
    scan(page, code_of(shop, mug))
    expect(page.get_by_text("2 parcels on the list")).to_be_visible()
    page.get_by_role("button", name="Hand over 2 parcels").click()

    expect(page.get_by_text("Handed over", exact=False).first).to_be_visible()
    expect(page.get_by_role("button", name="Undo the hand-over")).to_be_visible()
    assert [headline(shop, order_of(shop, one)) for one in (lamp, mug)] == ["shipped", "shipped"]


def test_the_hand_over_is_taken_back_by_one_button(shop: Shop, open_as: SignIn) -> None:
    parcel_id = parcel_of(shop)
    page = open_as("Ben", f"/manifests/{manifest(shop, parcel_id)}")
    page.get_by_role("button", name="Hand over 1 parcel").click()

    page.get_by_role("button", name="Undo the hand-over").click()

    expect(page.get_by_role("button", name="Hand over 1 parcel")).to_be_visible()
    assert headline(shop, order_of(shop, parcel_id)) == "packed"


def test_a_number_is_recognised_while_it_is_typed(shop: Shop, open_as: SignIn) -> None:
    page = open_as("Ben", f"/parcels/{parcel_of(shop)}", width=360)

    page.get_by_label("Scan or type the number").press_sequentially("1ZBR00420377106259")

    expect(page.locator("#recognised")).to_contain_text("UPS")
    expect(page.locator("#recognised")).to_contain_text("Compare the number with the label")
    page.get_by_role("button", name="Keep the number").click()
    expect(page.get_by_role("alert")).to_contain_text("check digit")


def test_on_a_tablet_no_code_is_torn(shop: Shop, open_as: SignIn) -> None:
    tracked(shop, parcel_of(shop))
    on_lines = """one => {
        const all = document.createRange();
        all.selectNodeContents(one);
        return new Set(Array.from(all.getClientRects(), (part) => Math.round(part.top))).size;
    }"""

    page = open_as("Ben", "/hand-over", width=768)

    codes = page.locator("tbody .mono:not(:has(.mono))").all()
    assert len(codes) >= 3
    assert {code.inner_text(): code.evaluate(on_lines) for code in codes} == {
        code.inner_text(): 1 for code in codes
    }


def tracked(shop: Shop, parcel_id: int) -> None:
    with shop.inside():
        set_tracking(parcel_id, "CE471102865IE", None, by=shop.by())
