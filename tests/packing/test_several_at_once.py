"""Several of one item at once: by a pack's barcode, by count where there is none, or by setting."""

from __future__ import annotations

import pytest

from oms.core.db import transaction
from oms.core.errors import Refused, WrongInput
from oms.packing.filling import put_in_parcel
from oms.packing.scanning import pack_count
from oms.shop.models import the_shop
from tests.packing.bench import another, blocked, inside, pack_of, packs, parcels, picked, puts
from tests.picking.floor import assert_proven
from tests.shop import Shop


def test_a_packs_barcode_counts_for_several(shop: Shop) -> None:
    order = picked(shop, ("LAMP", 3))
    pack_of(shop, "LAMP", 2, "PACK-2")
    packs(shop, order, "PACK-2")

    assert inside(shop, parcels(shop, order)[0], "LAMP") == 2
    refusal = blocked(shop, order, "PACK-2")
    assert refusal.sentence == "Only 1 of these is to be packed."
    assert refusal.scanned == "A pack of 2 × Desk Lamp · Brass"


def test_a_pack_is_shared_by_two_lines_of_the_same_item(shop: Shop) -> None:
    order = picked(shop, ("LAMP", 1), ("LAMP", 2))
    pack_of(shop, "LAMP", 3, "PACK-3")
    packs(shop, order, "PACK-3")

    assert inside(shop, parcels(shop, order)[0], "LAMP") == 3
    assert_proven(shop)


def test_a_upc_is_the_same_as_the_ean_with_a_zero_in_front(shop: Shop) -> None:
    order = picked(shop, ("LAMP", 1))
    pack_of(shop, "LAMP", 1, "036000291452")
    packs(shop, order, "0036000291452")

    assert inside(shop, parcels(shop, order)[0], "LAMP") == 1


def test_goods_without_a_barcode_are_put_in_by_count(shop: Shop) -> None:
    order = picked(shop, ("TWINE", 4))
    puts(shop, order, "TWINE", 3)
    with shop.inside(), pytest.raises(Refused, match="Only 1 of these is"):
        pack_count(order, shop.skus["TWINE"], 2, by=shop.by("Ben"))
    puts(shop, order, "TWINE", 1)

    assert inside(shop, parcels(shop, order)[0], "TWINE") == 4


def test_what_has_a_barcode_is_not_put_in_unseen(shop: Shop) -> None:
    order = picked(shop, ("LAMP", 2))
    with shop.inside(), pytest.raises(Refused, match="Scan each of these"):
        pack_count(order, shop.skus["LAMP"], 2, by=shop.by("Ben"))
    assert parcels(shop, order) == []


def test_by_setting_one_scan_and_a_typed_count_put_in_several(shop: Shop) -> None:
    order = picked(shop, ("LAMP", 3))
    with shop.inside(), transaction():
        the_shop().scan_each = False
    with shop.inside(), pytest.raises(Refused, match="Scan one of these first"):
        pack_count(order, shop.skus["LAMP"], 3, by=shop.by("Ben"))

    here = f"/pack/orders/{order}"
    assert "The rest" not in shop.client("Ben").get(here).text
    packs(shop, order, "LAMP")
    assert "The rest" in shop.client("Ben").get(here).text
    puts(shop, order, "LAMP", 2)

    assert inside(shop, parcels(shop, order)[0], "LAMP") == 3


@pytest.mark.parametrize("quantity", [0, -2])
def test_a_count_is_at_least_one(shop: Shop, quantity: int) -> None:
    order = picked(shop, ("TWINE", 2))
    with shop.inside(), pytest.raises(WrongInput, match="at least one"):
        pack_count(order, shop.skus["TWINE"], quantity, by=shop.by("Ben"))
    with shop.inside(), pytest.raises(WrongInput, match="at least one"):
        put_in_parcel(another(shop, order), "TWINE", quantity=quantity, by=shop.by("Ben"))
