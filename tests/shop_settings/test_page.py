"""The page of the settings: the owner changes, the manager looks, and nobody overwrites anybody."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import Browser
from tests.chromium import SignIn
from tests.shop import Shop
from tests.shop_settings.settings import FORM, change, kept

HTMX = {"HX-Request": "true"}


@pytest.fixture
def ada(shop: Shop) -> Browser:
    return shop.client("Ada")


def test_the_owner_saves_the_settings_and_may_take_it_back(shop: Shop, ada: Browser) -> None:
    assert "Papers and mails still lack the street and the town" in ada.get("/settings").text

    answer = ada.post("/settings", data=FORM | {"operation_id": "save-1"})

    assert (answer.status_code, answer.location) == (303, "/settings")
    page = ada.get("/settings").text
    assert "Saved." in page
    assert "still lack" not in page
    row = kept(shop)
    assert (row.city, row.working_days, row.paper, row.printer_dpi) == ("Köln", [1, 2, 3], "Letter", 300)
    assert not row.scan_each
    ada.post("/undo/save-1", data={"next": "/settings"})
    assert (kept(shop).city, kept(shop).scan_each) == ("", True)


def test_a_manager_looks_and_a_picker_does_not(shop: Shop) -> None:
    page = shop.client("Mo").get("/settings").text
    assert "<fieldset disabled>" in page
    assert ">Save<" not in page
    assert shop.client("Mo").post("/settings", data=FORM).status_code == 403
    assert shop.client("Ben").get("/settings").status_code == 403
    assert "/settings" not in shop.client("Ben").get("/stock").text


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"name": ""}, "Give the shop a name."),
        ({"email": "nobody"}, "Write it like hello@example.org."),
        ({"zone": "Mars/North"}, "Choose one of these."),
        ({"working_days": []}, "Choose at least one working day."),
        ({"cut_off": "25:00"}, "Write a time, such as 14:00."),
        ({"handling_days": "99"}, "Type a number from 0 to 60."),
        ({"version": "x"}, "Reload the page and try again."),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field(
    shop: Shop, ada: Browser, told: dict[str, object], sentence: str
) -> None:
    answer = ada.post("/settings", data=FORM | told)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert kept(shop).version == 1


def test_a_stale_form_shows_the_difference(shop: Shop, ada: Browser) -> None:
    change(shop, name="Polar")
    answer = ada.post("/settings", data=FORM, headers=HTMX)
    assert answer.status_code == 409
    assert re.search(r"Name</th><td>Polar</td><td>Nordlicht", answer.text)
    assert 'name="version" type="hidden" value="2"' in answer.text
    assert "<html" not in answer.text
    assert ada.post("/settings", data=FORM | {"version": "2"}).status_code == 303


def test_holidays_are_added_and_removed_on_the_page(shop: Shop, ada: Browser) -> None:
    del shop
    told = {"first": "2050-12-24", "last": "2050-12-26", "name": "Christmas"}
    assert ada.post("/settings/holidays", data=told).status_code == 303
    assert "Nothing leaves the shop on 3 more days." in ada.get("/settings").text
    assert ada.get("/settings").text.count("Dec 2050") == 3

    refused = ada.post("/settings/holidays", data=told, headers=HTMX)

    assert (refused.status_code, "is a holiday already" in refused.text) == (409, True)
    assert 'id="settings"' not in refused.text
    assert ada.post("/settings/holidays", data={"first": ""}).status_code == 422
    assert ada.post("/settings/holidays/2050-12-25/removal").status_code == 303
    assert ada.get("/settings").text.count("Dec 2050") == 2
    assert ada.post("/settings/holidays/2050-12-25/removal").status_code == 404
    assert ada.post("/settings/holidays/nothing/removal").status_code == 404


def test_in_a_browser_the_shop_is_set_up_and_a_mistake_is_said_in_place(shop: Shop, open_as: SignIn) -> None:
    page = open_as("Ada", "/settings", width=768)
    page.get_by_label("Monday").uncheck()
    page.get_by_label("Town").fill("Bremen")
    page.get_by_label("Name", exact=True).fill(" ")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Give the shop a name.")).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Nordlicht")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    assert (kept(shop).city, kept(shop).working_days) == ("Bremen", [2, 3, 4, 5])
    page.get_by_label("Closed on").fill("2050-12-24")
    page.get_by_label("What it is").fill("Christmas Eve")
    page.get_by_role("button", name="Close the shop on it").click()
    expect(page.locator("#holidays")).to_contain_text("Sat 24 Dec 2050")
    page.get_by_role("button", name="Remove Christmas Eve").click()
    expect(page.locator("#holidays")).to_contain_text("None ahead")
