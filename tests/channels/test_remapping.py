"""A name of a channel gets another meaning: from now on, and for what waits; what was promised stays."""

from __future__ import annotations

import re

import pytest

from oms.channels.listings import map_listing
from oms.channels.models import Listing
from oms.channels.remapping import meaning, remap_listing
from oms.core.db import db
from oms.core.errors import Refused, Stale, WrongInput
from oms.core.operations import By
from oms.core.undoing import undo_operation
from oms.orders.placing import Part
from tests.channels.bringing import account, bring, order, wanted
from tests.chromium import SignIn
from tests.desk.reading import text
from tests.picking.floor import assert_proven
from tests.shop import Shop

BOX = {"Lineitem_sku": "BOX", "Lineitem_name": "A box", "Lineitem_quantity": "1"}
LAMP, TWO_MUGS = ("LAMP", 1), ("MUG", 2)


@pytest.fixture
def channel(shop: Shop) -> int:
    """A channel whose BOX is a lamp."""
    shop.receive("LAMP", 10)
    shop.receive("MUG", 10)
    channel = account(shop)
    with shop.inside():
        map_listing(channel, "BOX", parts(shop, LAMP), by=shop.by())
    return channel


def parts(shop: Shop, *said: tuple[str, int]) -> tuple[Part, ...]:
    return tuple(Part(shop.skus[sku], per) for sku, per in said)


def say(shop: Shop, seen: tuple[str, int], new: tuple[str, int]) -> By:
    by = shop.by()
    with shop.inside():
        remap_listing(1, parts(shop, seen), parts(shop, new), by=by)
    return by


def test_orders_from_now_on_get_the_new_items_and_those_before_keep_theirs(shop: Shop, channel: int) -> None:
    bring(shop, order(1001, **BOX))

    say(shop, LAMP, TWO_MUGS)
    bring(shop, order(1002, **BOX))

    assert (wanted(shop, "LAMP"), wanted(shop, "MUG")) == ((1, 1), (2, 2))
    assert_proven(shop)


def test_what_is_chosen_twice_counts_as_often(shop: Shop, channel: int) -> None:
    with shop.inside():
        remap_listing(1, parts(shop, LAMP), parts(shop, LAMP, TWO_MUGS, ("LAMP", 2)), by=shop.by())
        assert meaning(db.session.get_one(Listing, 1)) == parts(shop, ("LAMP", 3), TWO_MUGS)


def test_it_can_be_undone_until_it_is_changed_again(shop: Shop, channel: int) -> None:
    first = say(shop, LAMP, TWO_MUGS)
    second = say(shop, TWO_MUGS, ("MUG", 3))
    with shop.inside(), pytest.raises(Refused, match="changed again"):
        undo_operation(first.operation_id, by=shop.by())

    for by in (second, first):
        with shop.inside():
            undo_operation(by.operation_id, by=shop.by())
    bring(shop, order(1001, **BOX))

    assert wanted(shop, "LAMP") == (1, 1)


def test_two_people_are_told_of_each_other(shop: Shop, channel: int) -> None:
    say(shop, LAMP, TWO_MUGS)

    with pytest.raises(Stale) as stale:
        say(shop, LAMP, ("MUG", 1))
    assert stale.value.changes == [("It is", "2 × Mug · Blue", "1 × Mug · Blue")]


def test_it_means_something_that_we_have(shop: Shop, channel: int) -> None:
    with shop.inside(), pytest.raises(WrongInput, match="Choose what it is"):
        remap_listing(1, parts(shop, LAMP), (), by=shop.by())
    with shop.inside(), pytest.raises(WrongInput, match="no such item"):
        remap_listing(1, parts(shop, LAMP), (Part(999),), by=shop.by())


def test_the_list_of_names_leads_to_the_change_and_says_its_effect(shop: Shop, channel: int) -> None:
    mo = shop.client("Mo")
    assert f"/channels/{channel}/listings" in mo.get(f"/channels/{channel}").text
    names = mo.get(f"/channels/{channel}/listings").text
    assert "BOX 1 × Desk Lamp · Brass LAMP Change" in text(names)

    page = mo.get("/listings/1").text
    assert "Orders that were placed before keep what they were promised." in text(page)
    seen = re.findall(r'name="seen" value="([^"]+)"', page)[0]
    told = {"seen": seen, "sku_id": shop.skus["MUG"], "quantity": 2}
    answer = mo.post("/listings/1", data=told, follow_redirects=True)

    assert "From now on “BOX” means that." in answer.text
    assert "BOX 2 × Mug · Blue MUG Change" in text(answer.text)
    assert mo.post("/listings/1", data=told).status_code == 409
    assert "Nothing" not in mo.get(f"/channels/{channel}/listings?q=box").text
    assert "No name has “crate” in it" in mo.get(f"/channels/{channel}/listings?q=crate").text


def test_nothing_chosen_is_refused_on_the_page(shop: Shop, channel: int) -> None:
    answer = shop.client("Mo").post("/listings/1", data={"seen": f"{shop.skus['LAMP']}:1"})

    assert answer.status_code == 422
    assert "Choose what it is first." in answer.text


def test_a_name_that_is_not_mapped_is_missing(shop: Shop) -> None:
    for path in ("/listings/9", "/channels/9/listings"):
        assert shop.client("Mo").get(path).status_code == 404


def test_in_a_browser_one_item_is_taken_away_and_another_put_in(
    shop: Shop, channel: int, open_as: SignIn
) -> None:
    page = open_as("Ada", "/listings/1")
    page.click("text=Remove")
    page.fill("[role=combobox]", "mug")
    page.locator(".suggest-list [role=option]").first.click()
    page.get_by_label("How many in one").fill("2")
    page.click("text=Save")
    page.wait_for_selector("text=From now on “BOX” means that.")

    bring(shop, order(1001, **BOX))
    assert wanted(shop, "MUG") == (2, 2)
