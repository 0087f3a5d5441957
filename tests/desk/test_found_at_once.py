"""What a shopkeeper looks for on a page is there: no second page hides it, no word needs explaining."""

from __future__ import annotations

import re

import pytest

from oms.channels.models import Channel
from oms.channels.taking_in import take_in
from oms.core.db import transaction
from oms.core.operations import By
from oms.orders.cancelling import cancel_order
from oms.packing.filling import open_parcel
from tests.chromium import SignIn
from tests.desk.reading import see, text
from tests.orders.seen import do, pack, pick, ship
from tests.shop import Shop


@pytest.fixture
def order(shop: Shop) -> int:
    shop.receive("LAMP", 2)
    return shop.order(("LAMP", 2))


def test_that_a_parcel_was_delivered_is_said_from_the_order_and_leads_back_to_it(
    shop: Shop, order: int
) -> None:
    pick(shop, order, "A-01-1", "LAMP", "LAMP")
    ship(shop, parcel := pack(shop, order, "LAMP", "LAMP"))
    link = re.search(
        r'href="(/parcels/\d+\?back=[^"]+)#delivered"[^>]*>It was delivered', see(shop, f"/orders/{order}")
    )
    assert link

    page = see(shop, link[1].replace("&amp;", "&"))
    assert f'name="back" value="/orders/{order}"' in page
    told = {"at": re.findall(r'name="at"[^>]*value="([^"]+)"', page)[0], "back": f"/orders/{order}"}
    answer = shop.client("Ada").post(f"/parcels/{parcel}/delivery", data=told)

    assert answer.location == f"/orders/{order}"
    words = text(see(shop, f"/orders/{order}"))
    assert "It was delivered." in words
    assert "It was delivered Print" not in words


def test_a_box_that_was_begun_for_an_order_that_is_over_is_not_shown(shop: Shop, order: int) -> None:
    pick(shop, order, "A-01-1", "LAMP", "LAMP")
    do(shop, open_parcel, order)
    assert "P0000001" in see(shop, f"/orders/{order}")

    do(shop, cancel_order, order, "asked")

    page = see(shop, f"/orders/{order}")
    assert "P0000001" not in page
    assert "They appear here when the order is packed." in text(page)


def test_an_amount_that_nobody_told_is_explained(shop: Shop) -> None:
    words = text(see(shop, f"/orders/{shop.order(('LAMP', 1))}"))

    assert "“–”: the channel’s report does not say what was paid, and nothing is guessed." in words


@pytest.fixture
def unknown(shop: Shop) -> int:
    with shop.inside(), transaction() as session:
        session.add(channel := Channel(kind="shopify", account="Nordlicht", site_id=shop.site))
        session.flush()
        number = channel.id
    draft = shop.draft(("GIFT-WRAP", 1))
    with shop.inside():
        return take_in(number, draft, by=By(f"channel:{number}"))[1]


def test_whoever_maps_an_item_can_type_at_once(shop: Shop, unknown: int, open_as: SignIn) -> None:
    page = open_as("Ada", f"/orders/{unknown}/unknown")

    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("lamp")
    page.locator(".suggest-list [role=option]").first.click()
    assert page.get_by_label("How many in one").input_value() == "1"


@pytest.mark.parametrize("width", [1440, 768])
def test_the_stock_is_proven_from_every_page(shop: Shop, open_as: SignIn, width: int) -> None:
    open_as("Ada", "/stock", width=width).click(".side-foot >> text=Prove the stock")


def test_on_a_phone_it_is_under_more(shop: Shop, open_as: SignIn) -> None:
    page = open_as("Ada", "/stock", width=360)
    page.click(".side-more summary")
    page.click(".side-more >> text=Prove the stock")
    page.wait_for_url("**/proof")


def test_the_days_of_the_week_stand_in_one_line_at_a_desk(shop: Shop, open_as: SignIn) -> None:
    where = "days => days.map((day) => Math.round(day.getBoundingClientRect().top))"
    page = open_as("Ada", "/settings")

    assert len(set(page.locator(".weekdays label").evaluate_all(where))) == 1
