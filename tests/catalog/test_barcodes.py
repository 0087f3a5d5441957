"""Barcodes: each on one SKU only, a pack's counts for several, and a wrong check digit is said aloud."""

from __future__ import annotations

import pytest

from oms.catalog.barcodes import add_barcode, remove_barcode
from oms.catalog.check_digits import same_goods, why_doubtful
from oms.catalog.queries import sku_for_page
from oms.core.errors import Missing, Refused, WrongInput
from tests.browser import Browser
from tests.catalog.goods import found, known_as, undo
from tests.shop import Shop


def barcode_id(shop: Shop, sku: str) -> int:
    with shop.inside():
        return sku_for_page(shop.skus[sku]).barcodes[0].id


def test_a_packs_barcode_counts_for_several(shop: Shop) -> None:
    with shop.inside():
        add_barcode(shop.skus["MUG"], "1501234567890 7", 6, by=shop.by())
    assert known_as(shop, "15012345678907") == ("MUG", 6)
    assert found(shop, "15012345678907") == ["Mug"]


def test_adding_and_removing_can_be_undone(shop: Shop) -> None:
    added, removed = shop.by(), shop.by()
    with shop.inside():
        add_barcode(shop.skus["MUG"], "SIX-MUGS", 6, by=added)
        remove_barcode(barcode_id(shop, "LAMP"), by=removed)
    assert known_as(shop, "4006381333931") is None
    assert found(shop, "4006381333931") == []
    undo(shop, removed)
    undo(shop, added)
    assert known_as(shop, "4006381333931") == ("LAMP", 1)
    assert known_as(shop, "SIX-MUGS") is None


@pytest.mark.parametrize("code", ["5012345678900", " 5012345678900 "])
def test_a_barcode_is_on_one_item_only(shop: Shop, code: str) -> None:
    with shop.inside(), pytest.raises(Refused, match=r"already on Mug · Blue \(MUG\)"):
        add_barcode(shop.skus["LAMP"], code, by=shop.by())


def test_a_upc_and_the_ean_with_a_zero_in_front_are_the_same_goods(shop: Shop) -> None:
    with shop.inside():
        add_barcode(shop.skus["MUG"], "036000291452", by=shop.by())
        with pytest.raises(Refused, match="already on Mug"):
            add_barcode(shop.skus["LAMP"], "0036000291452", by=shop.by())
    assert known_as(shop, "0036000291452") == ("MUG", 1)
    assert same_goods("5012345678900") == ("5012345678900",)


def test_undo_refuses_when_the_code_is_on_another_item_meanwhile(shop: Shop) -> None:
    by = shop.by()
    with shop.inside():
        remove_barcode(barcode_id(shop, "LAMP"), by=by)
        add_barcode(shop.skus["MUG"], "4006381333931", by=shop.by())
    with pytest.raises(Refused, match="already on Mug"):
        undo(shop, by)


@pytest.mark.parametrize(
    ("code", "quantity"), [("", 1), ("   ", 1), ("x" * 81, 1), ("A\x00B", 1), ("PACK", 0)]
)
def test_what_no_scanner_reads_is_refused(shop: Shop, code: str, quantity: int) -> None:
    with shop.inside(), pytest.raises(WrongInput):
        add_barcode(shop.skus["MUG"], code, quantity, by=shop.by())


def test_a_barcode_that_is_gone_cannot_be_removed(shop: Shop) -> None:
    with shop.inside(), pytest.raises(Missing, match="no such barcode"):
        remove_barcode(999_999, by=shop.by())


@pytest.mark.parametrize(
    "code", ["4006381333931", "96385074", "036000291452", "15012345678907", "SKU-1", "12345"]
)
def test_a_right_check_digit_and_a_code_of_the_shops_own_raise_no_doubt(code: str) -> None:
    assert why_doubtful(code) is None


@pytest.mark.parametrize(
    ("code", "kind", "right"),
    [
        ("4006381333930", "EAN-13", "1"),
        ("96385075", "EAN-8", "4"),
        ("036000291453", "UPC-A", "2"),
        ("15012345678900", "GTIN-14", "7"),
    ],
)
def test_a_wrong_check_digit_warns_and_never_blocks(shop: Shop, code: str, kind: str, right: str) -> None:
    mo, url = shop.client("Mo"), f"/skus/{shop.skus['TWINE']}"
    assert mo.post(f"{url}/barcodes", data={"barcode": code, "quantity": "1"}).status_code == 303
    assert f"As {kind} its last digit would be {right}." in mo.get(url).text
    assert known_as(shop, code) == ("TWINE", 1)


@pytest.fixture
def mo(shop: Shop) -> Browser:
    return shop.client("Mo")


def test_on_the_page_a_barcode_is_added_and_removed(shop: Shop, mo: Browser) -> None:
    url = f"/skus/{shop.skus['MUG']}"
    assert mo.post(f"{url}/barcodes", data={"barcode": "SIX-MUGS", "quantity": "6"}).status_code == 303
    assert "pack of 6" in mo.get(url).text
    assert mo.post(f"/barcodes/{barcode_id(shop, 'MUG')}/removal").status_code == 303
    assert known_as(shop, "5012345678900") is None


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"barcode": "", "quantity": "1"}, 422),
        ({"barcode": "PACK", "quantity": "0"}, 422),
        ({"barcode": "4006381333931", "quantity": "1"}, 409),
    ],
)
def test_a_wrong_barcode_is_said_on_the_page(
    shop: Shop, mo: Browser, told: dict[str, str], status: int
) -> None:
    assert mo.post(f"/skus/{shop.skus['MUG']}/barcodes", data=told).status_code == status
