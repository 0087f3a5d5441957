"""Two people on one order: who saves second sees what the first wrote, and loses nothing of their own."""

from __future__ import annotations

import re

import pytest

from tests.chromium import SignIn
from tests.desk.reading import text
from tests.orders.seen import kept
from tests.shop import Shop

FIELDS = {
    "name": "Ana Pereira",
    "line1": "Am Markt 12",
    "city": "Nürnberg",
    "postcode": "90403",
    "country": "DE",
}


@pytest.fixture
def order(shop: Shop) -> int:
    shop.receive("LAMP", 1)
    return shop.order(("LAMP", 1))


def save(shop: Shop, what: str, person: str, fragment: bool = False, **form: str) -> tuple[int, str]:
    headers = {"HX-Request": "true"} if fragment else {}
    answer = shop.client(person).post(f"/orders/1/{what}", data=form, headers=headers)
    return answer.status_code, answer.get_data(as_text=True)


def value(page: str, name: str) -> str:
    found = re.search(rf'<input[^>]*\bname="{name}"[^>]*>', page)
    said = re.search(r'value="([^"]*)"', found[0]) if found else None
    return said[1] if said else ""


@pytest.mark.parametrize("fragment", [False, True], ids=["plain", "htmx"])
def test_a_stale_address_shows_the_difference_and_keeps_what_i_wrote(
    shop: Shop, order: int, fragment: bool
) -> None:
    save(shop, "address", "Mo", **FIELDS, version="1")

    status, page = save(shop, "address", "Ada", fragment, **FIELDS | {"city": "Fürth"}, version="1")

    assert status == 409
    assert ("<html" in page) != fragment
    assert "Somebody changed this order while you were looking at it." in text(page)
    assert "Town Nürnberg Fürth" in text(page)
    assert (value(page, "city"), value(page, "version")) == ("Fürth", "2")
    status, _ = save(shop, "address", "Ada", **FIELDS | {"city": "Fürth"}, version=value(page, "version"))
    assert (status, kept(shop, order).version) == (303, 3)


@pytest.mark.parametrize("fragment", [False, True], ids=["plain", "htmx"])
def test_a_stale_promise_shows_the_difference_in_the_shops_time(
    shop: Shop, order: int, fragment: bool
) -> None:
    save(shop, "promise", "Mo", promise_by="2026-12-24T12:00", version="1")

    status, page = save(shop, "promise", "Ada", fragment, promise_by="2026-12-20T09:00", version="1")

    assert status == 409
    assert "Leaves by Thu 24 Dec 2026 12:00 Sun 20 Dec 2026 09:00" in text(page)
    assert (value(page, "promise_by"), value(page, "version")) == ("2026-12-20T09:00", "2")
    assert kept(shop, order).promise_by.isoformat() == "2026-12-24T11:00:00+00:00"


@pytest.mark.parametrize(
    ("what", "form", "said"),
    [
        ("address", FIELDS | {"email": "not a mail"}, "This is no e-mail address."),
        ("promise", {"promise_by": "soon"}, "Write a day and a time."),
    ],
)
def test_wrong_input_is_said_beside_its_field(
    shop: Shop, order: int, what: str, form: dict[str, str], said: str
) -> None:
    status, page = save(shop, what, "Ada", True, **form, version="1")

    assert (status, said in text(page), "<html" in page) == (422, True, False)
    assert kept(shop, order).version == 1


@pytest.mark.parametrize("version", ["", "x", "-1", "1e9", "99999999999999999999"])
def test_a_version_that_nobody_wrote_saves_nothing(shop: Shop, order: int, version: str) -> None:
    assert save(shop, "address", "Ada", **FIELDS, version=version)[0] == 422
    assert kept(shop, order).version == 1


def test_in_the_browser_the_form_stays_with_the_difference_over_it(
    shop: Shop, order: int, open_as: SignIn
) -> None:
    ada, mo = open_as("Ada", f"/orders/{order}/address"), open_as("Mo", f"/orders/{order}/address")
    mo.fill("[name=city]", "Bonn")
    mo.click("text=Save the address")
    mo.wait_for_url(f"**/orders/{order}")

    ada.fill("[name=city]", "Fürth")
    ada.click("text=Save the address")
    ada.wait_for_selector("text=Somebody changed this order")

    assert ada.locator("tr", has_text="Town").inner_text().split() == ["Town", "Bonn", "Fürth"]
    assert ada.input_value("[name=city]") == "Fürth"
    ada.click("text=Save the address")
    ada.wait_for_url(f"**/orders/{order}")
    assert "Fürth" in ada.inner_text("address")
