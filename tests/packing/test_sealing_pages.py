"""Closing a parcel on the screen: its box, its weight, its papers, and what comes next."""

from __future__ import annotations

import pytest

from oms.packing.boxes import retire_box
from tests.browser import Browser
from tests.packing.bench import box, packs, parcel, parcels, picked, seal, weighs
from tests.picking.floor import headline
from tests.shop import Shop

HTMX = {"HX-Request": "true"}


@pytest.fixture
def ben(shop: Shop) -> Browser:
    return shop.client("Ben")


def test_the_weight_is_reckoned_from_the_items_and_the_box(shop: Shop, ben: Browser) -> None:
    weighs(shop, LAMP=1450)
    small, retired = box(shop, "Box S", 110), box(shop, "Box of old", 9)
    with shop.inside():
        retire_box(retired, by=shop.by())
    earlier, order = picked(shop, ("LAMP", 2)), picked(shop, ("LAMP", 2))
    packs(shop, earlier, "LAMP", "LAMP")
    seal(shop, parcels(shop, earlier)[0], small, 3010)
    packs(shop, order, "LAMP", "LAMP")

    page = ben.get(f"/pack/orders/{order}").text
    assert 'data-contents="2900"' in page
    assert 'max="1000000" value="3010"' in page
    assert "as last time" in page
    assert "Box of old" not in page


def test_a_weight_that_nobody_knows_is_left_to_the_scale(shop: Shop, ben: Browser) -> None:
    order = picked(shop, ("LAMP", 1))
    packs(shop, order, "LAMP")

    page = ben.get(f"/pack/orders/{order}").text
    assert "put it on the scale" in page
    assert 'max="1000000" value=""' in page


def test_a_weight_that_cannot_be_seals_nothing(shop: Shop, ben: Browser) -> None:
    order = picked(shop, ("LAMP", 1))
    packs(shop, order, "LAMP")
    (only,) = parcels(shop, order)

    for typed in ("4006381333931", "-3", "heavy"):
        answer = ben.post(f"/pack/parcels/{only}/seal", data={"weight_g": typed}, headers=HTMX)
        assert answer.status_code == 422
    assert parcel(shop, only).sealed_at is None


def test_a_sealed_parcel_offers_its_papers_and_the_next_order(shop: Shop, ben: Browser) -> None:
    order, following = picked(shop, ("LAMP", 1)), picked(shop, ("MUG", 1))
    packs(shop, order, "LAMP")
    (only,) = parcels(shop, order)

    page = ben.post(f"/pack/parcels/{only}/seal", data={"weight_g": "900"}, follow_redirects=True).text
    assert "Sealed." in page
    assert "Undo" in page
    assert f"/parcels/{only}/papers.pdf" in page
    assert f'href="/pack/orders/{following}"' in page
    assert "Papers" in ben.get("/pack").text
    assert "is packed" in ben.get(f"/pack/orders/{order}").text

    again = ben.post(f"/pack/parcels/{only}/opening", follow_redirects=True).text
    assert "The parcel is open again." in again
    assert headline(shop, order) == "to_pack"
    assert ben.get(f"/pack/parcels/{only}").location == f"/pack/orders/{order}?parcel={only}"


def test_what_is_left_of_the_order_comes_before_the_next_one(shop: Shop, ben: Browser) -> None:
    order = picked(shop, ("LAMP", 2))
    picked(shop, ("MUG", 1))
    packs(shop, order, "LAMP")
    (first,) = parcels(shop, order)
    seal(shop, first)

    assert "Pack the rest" in ben.get(f"/pack/parcels/{first}").text
