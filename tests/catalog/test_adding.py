"""Products and their variants come into the catalogue, and go again as long as nothing uses them."""

from __future__ import annotations

import pytest

from oms.catalog.models import Product
from oms.catalog.queries import product_for_page
from oms.catalog.service import SkuDraft, add_product, add_sku
from oms.core.errors import Missing, Refused, WrongInput
from tests.browser import Browser
from tests.catalog.goods import found, known_as, sku, undo
from tests.shop import Shop

PRODUCT = {"name": "Wool  Hat", "code": "HAT-RED", "variant": "Red", "weight_g": "110", "scannable": "y"}


@pytest.fixture
def mo(shop: Shop) -> Browser:
    return shop.client("Mo")


def test_a_product_comes_with_its_first_variant_and_barcode(shop: Shop) -> None:
    with shop.inside():
        add_product(
            " Wool Hat ", SkuDraft("HAT-RED", "Red", weight_g=110), barcode=" 4006381333979 ", by=shop.by()
        )
    assert known_as(shop, "4006381333979") == ("HAT-RED", 1)
    assert known_as(shop, "HAT-RED") == ("HAT-RED", 1)
    assert found(shop, "wool red") == ["Wool Hat"]


def test_another_variant_is_counted_on_its_own(shop: Shop) -> None:
    with shop.inside():
        product = add_product("Wool Hat", SkuDraft("HAT-RED", "Red"), by=shop.by())
        second = add_sku(product, SkuDraft("HAT-BLU", "Blue", scannable=False), by=shop.by())
    assert (sku(shop, second).full_name, sku(shop, second).scannable) == ("Wool Hat · Blue", False)


def test_both_can_be_undone(shop: Shop) -> None:
    product_by, sku_by = shop.by(), shop.by()
    with shop.inside() as session:
        product = add_product("Wool Hat", SkuDraft("HAT-RED", "Red"), barcode="4006381333979", by=product_by)
        add_sku(product, SkuDraft("HAT-BLU", "Blue"), by=sku_by)
        undo(shop, sku_by)
        assert known_as(shop, "HAT-BLU") is None
        undo(shop, product_by)
        session.rollback()
        assert session.get(Product, product) is None
    assert known_as(shop, "4006381333979") is None


def test_what_is_in_use_stays(shop: Shop) -> None:
    by = shop.by()
    with shop.inside():
        product = add_product("Wool Hat", SkuDraft("HAT-RED", "Red"), by=by)
        shop.skus["HAT-RED"] = product_for_page(product).skus[0].id
    shop.receive("HAT-RED", 1)
    with pytest.raises(Refused, match="in use already"):
        undo(shop, by)
    assert known_as(shop, "HAT-RED") == ("HAT-RED", 1)


def test_a_sku_is_there_once(shop: Shop) -> None:
    with shop.inside():
        with pytest.raises(Refused, match="already an item with the SKU MUG"):
            add_product("Other mug", SkuDraft("MUG"), by=shop.by())
        with pytest.raises(WrongInput, match="Give it a SKU"):
            add_product("Other mug", SkuDraft("  "), by=shop.by())
        with pytest.raises(WrongInput, match="Give it a name"):
            add_product(" ", by=shop.by())
        with pytest.raises(Missing):
            add_sku(999, SkuDraft("NEW"), by=shop.by())
    assert found(shop, "other") == []


def test_a_refused_barcode_leaves_nothing_behind(shop: Shop) -> None:
    with shop.inside(), pytest.raises(Refused, match="already on Desk Lamp · Brass"):
        add_product("Copy", SkuDraft("COPY"), barcode="4006381333931", by=shop.by())
    assert found(shop, "copy") == []


def test_the_form_leads_to_the_product_and_offers_to_undo(shop: Shop, mo: Browser) -> None:
    answer = mo.post("/products", data=PRODUCT | {"operation_id": "hat-1"})
    assert answer.status_code == 303
    page = mo.get(answer.location).text
    assert "Wool Hat is in the catalogue." in page
    assert "/undo/hat-1" in page
    mo.post("/undo/hat-1", data={"next": "/products"})
    assert found(shop, "hat") == []


def test_the_same_form_twice_adds_one_product(shop: Shop, mo: Browser) -> None:
    first, second = (mo.post("/products", data=PRODUCT | {"operation_id": "hat-1"}) for _ in range(2))
    assert first.location == second.location
    assert found(shop, "hat") == ["Wool Hat"]


@pytest.mark.parametrize(
    ("told", "status", "sentence"),
    [
        ({"name": ""}, 422, "Give it a name."),
        ({"code": " "}, 422, "Give it a SKU."),
        ({"weight_g": "-1"}, 422, "from 0 to"),
        ({"code": "MUG"}, 409, "already an item with the SKU MUG"),
        ({"barcode": "5012345678900"}, 409, "already on Mug · Blue (MUG)"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    mo: Browser, told: dict[str, str], status: int, sentence: str
) -> None:
    answer = mo.post("/products", data=PRODUCT | told, headers={"HX-Request": "true"})
    assert answer.status_code == status
    assert sentence in answer.text
    assert 'value="Red"' in answer.text
    assert "<html" not in answer.text


def test_a_variant_is_added_on_the_products_page(shop: Shop, mo: Browser) -> None:
    told = {"new-code": "MUG-SND", "new-variant": "Sand", "new-barcode": "4006381333979"}
    answer = mo.post("/products/2/skus", data=told)
    assert "MUG-SND is in the catalogue." in mo.get(answer.location).text
    assert known_as(shop, "4006381333979") == ("MUG-SND", 1)
    assert mo.post("/products/2/skus", data=told).status_code == 409
    assert mo.post("/products/2/skus", data={}).status_code == 422


def test_a_picker_looks_and_changes_nothing(shop: Shop) -> None:
    ben = shop.client("Ben")
    assert "Add product" not in ben.get("/products").text
    assert "<textarea" not in ben.get("/products/1").text
    assert ben.post("/products", data=PRODUCT).status_code == 403


def test_whoever_prints_is_offered_the_label_of_an_item(shop: Shop, mo: Browser) -> None:
    lamp, link = shop.skus["LAMP"], 'href="/skus/{}/label.pdf"'
    assert link.format(lamp) in mo.get(f"/skus/{lamp}").text
    assert mo.get(f"/skus/{lamp}/label.pdf").data[:5] == b"%PDF-"
    assert link.format(lamp) not in shop.client("Cy").get(f"/skus/{lamp}").text
