"""A shelf is described, looked at, added, and its labels are asked for: in a real browser."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from tests.chromium import SignIn
from tests.floorplan.places import codes
from tests.shop import Shop


def test_shelves_are_looked_at_added_and_their_labels_printed(shop: Shop, open_as: SignIn) -> None:
    page = open_as("Mo", "/places")
    page.get_by_role("link", name="Add shelves").click()
    page.wait_for_url("**/shelving")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.get_by_label("Aisles").fill("B-C")
    page.get_by_label("Last bay").fill("4")
    page.get_by_label("Levels").fill("3")
    page.get_by_label("Levels").press("Tab")
    expect(page.locator("#preview")).to_contain_text("24 bins")
    expect(page.locator("#preview")).to_contain_text("B-01-1, B-01-2, B-01-3 … C-04-3")
    assert len(codes(shop)) == 3

    page.get_by_role("button", name="Add these bins").click()

    expect(page.get_by_role("status").filter(has_text="24 bins are there")).to_be_visible()
    assert len(codes(shop)) == 27
    page.get_by_role("searchbox", name="Search bins").fill("C-04")
    expect(page.locator("tr[data-row]")).to_have_count(3)
    expect(page.get_by_role("button", name="Print labels")).to_be_hidden()
    page.get_by_label("All on this page").check()
    expect(page.get_by_text("3 selected")).to_be_visible()
    page.get_by_label("Choose C-04-2").uncheck()
    with page.context.expect_event("request", lambda asked: "/bins/labels.pdf" in asked.url) as asked:
        page.get_by_role("button", name="Print labels").click()

    assert len(parse_qs(urlsplit(asked.value.url).query)["id"]) == 2
    paper = page.context.request.get(asked.value.url)
    assert (paper.status, paper.body()[:5]) == (200, b"%PDF-")


def test_adding_shelves_is_undone_where_it_is_said(shop: Shop, open_as: SignIn) -> None:
    page = open_as("Mo", f"/sites/{shop.site}/shelving", width=360)
    page.get_by_role("button", name="Add these bins").click()
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_role("status").filter(has_text="Undone.")).to_be_visible()
    assert codes(shop) == ["A-01-1", "A-02-1", "A-10-1"]
