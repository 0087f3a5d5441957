"""Another name, SKU or variant: orders and stock stay with it, and nobody overwrites anybody."""

from __future__ import annotations

import re

import pytest

from oms.catalog.service import SkuDraft, change_product, change_sku
from oms.core.errors import Refused, Stale
from tests.browser import Browser
from tests.catalog.goods import found, known_as, sku, undo
from tests.shop import Shop

HTMX = {"HX-Request": "true"}


@pytest.fixture
def mo(shop: Shop) -> Browser:
    return shop.client("Mo")


def test_a_product_and_its_variants_are_found_by_the_new_name_and_by_undo_again_by_the_old(
    shop: Shop,
) -> None:
    by = shop.by()
    with shop.inside():
        change_product(2, 1, "Beaker", "for tea", by=by)
    assert (found(shop, "beaker"), found(shop, "tea"), found(shop, "mug")) == (
        ["Beaker"],
        ["Beaker"],
        ["Beaker"],
    )
    undo(shop, by)
    assert (found(shop, "beaker"), found(shop, "mug")) == ([], ["Mug"])


def test_a_sku_is_changed_and_its_stock_stays(shop: Shop) -> None:
    shop.receive("MUG", 3)
    by = shop.by()
    with shop.inside():
        change_sku(shop.skus["MUG"], 1, SkuDraft("MUG-BLU", "Blue · 0.3 l", weight_g=340), by=by)
    assert known_as(shop, "5012345678900") == ("MUG-BLU", 1)
    assert known_as(shop, "MUG") is None
    undo(shop, by)
    back = sku(shop, shop.skus["MUG"])
    assert (back.code, back.variant, back.weight_g, back.version) == ("MUG", "Blue", None, 3)


def test_a_sku_of_another_item_is_refused(shop: Shop) -> None:
    with shop.inside(), pytest.raises(Refused, match="already an item with the SKU LAMP"):
        change_sku(shop.skus["MUG"], 1, SkuDraft("LAMP"), by=shop.by())


def test_undo_refuses_when_the_old_sku_was_given_to_another_item(shop: Shop) -> None:
    by = shop.by()
    with shop.inside():
        change_sku(shop.skus["MUG"], 1, SkuDraft("MUG-BLU"), by=by)
        change_sku(shop.skus["LAMP"], 1, SkuDraft("MUG"), by=shop.by())
    with pytest.raises(Refused, match="already an item with the SKU MUG"):
        undo(shop, by)


def test_who_saves_over_somebody_else_is_told_the_difference(shop: Shop) -> None:
    with shop.inside():
        change_sku(shop.skus["MUG"], 1, SkuDraft("MUG", "Green", scannable=False), by=shop.by("Mo"))
        with pytest.raises(Stale) as stale:
            change_sku(shop.skus["MUG"], 1, SkuDraft("MUG", "Red"), by=shop.by())
    assert stale.value.changes == [("Variant", "Green", "Red"), ("Carries a barcode", "no", "yes")]
    assert sku(shop, shop.skus["MUG"]).variant == "Green"


def test_a_stale_product_form_shows_the_difference_and_can_then_be_saved(shop: Shop, mo: Browser) -> None:
    assert mo.post("/products/2", data={"name": "Cup", "version": "1"}).status_code == 303
    answer = mo.post("/products/2", data={"name": "Beaker", "version": "1"}, headers=HTMX)
    assert answer.status_code == 409
    assert re.search(r"Name</th><td>Cup</td><td>Beaker", answer.text)
    assert mo.post("/products/2", data={"name": "Beaker", "version": "2"}).status_code == 303
    assert found(shop, "beaker") == ["Beaker"]


def test_a_stale_sku_form_shows_the_difference(shop: Shop, mo: Browser) -> None:
    url, told = f"/skus/{shop.skus['MUG']}", {"code": "MUG", "scannable": "y"}
    assert mo.post(url, data=told | {"variant": "Green", "version": "1"}).status_code == 303
    answer = mo.post(url, data=told | {"variant": "Red", "version": "1"}, headers=HTMX)
    assert answer.status_code == 409
    assert re.search(r"Variant</th><td>Green</td><td>Red", answer.text)


@pytest.mark.parametrize("version", ["", "x", "9" * 12])
def test_a_form_without_its_version_is_not_obeyed(shop: Shop, mo: Browser, version: str) -> None:
    answer = mo.post("/products/2", data={"name": "Beaker", "version": version})
    assert answer.status_code == 422
    assert "Reload the page and try again." in answer.text
    assert found(shop, "beaker") == []
