"""A scan at the bench finds the order: by its number, its tote or one of its parcels."""

from __future__ import annotations

from itertools import count

import pytest

from oms.core.db import transaction
from oms.core.errors import Refused, WrongInput
from oms.floorplan.service import open_tote
from oms.packing.looking_up import Found, look_up
from oms.shipping.tracking import set_tracking
from tests.packing.bench import packs, parcel, parcels, picked, seal, tote_of
from tests.shop import Shop


def found(shop: Shop, code: str) -> Found:
    with shop.inside():
        return look_up(code)


def not_found(shop: Shop, code: str) -> str:
    with shop.inside(), pytest.raises(Refused) as refusal:
        look_up(code)
    return refusal.value.sentence


@pytest.mark.parametrize("code", ["#2041", "2041", " #2041 "])
def test_by_the_number_of_the_order(shop: Shop, code: str) -> None:
    order = picked(shop, ("LAMP", 1))
    picked(shop, ("MUG", 1))

    assert found(shop, code) == Found(order)


def test_by_its_tote_as_it_is_written_and_by_its_barcode(shop: Shop) -> None:
    picked(shop, ("LAMP", 1))
    order = picked(shop, ("MUG", 1))
    tote = tote_of(shop, order)

    assert (tote.code, tote.barcode) == ("T2", f"TOTE-{shop.site}-2")
    for code in ("T2", "t2", f"TOTE-{shop.site}-2"):
        assert found(shop, code) == Found(order)


def test_by_a_parcel(shop: Shop) -> None:
    order = picked(shop, ("LAMP", 1))
    packs(shop, order, "LAMP")
    (only,) = parcels(shop, order)

    assert found(shop, parcel(shop, only).code.lower()) == Found(order, only)


def test_a_number_that_two_channels_use_asks_for_the_tote_unless_one_waits(shop: Shop) -> None:
    first = picked(shop, ("LAMP", 1))
    shop.numbers = count(2041)
    second = picked(shop, ("MUG", 1))
    assert not_found(shop, "#2041") == "Several orders have this number. Scan the tote instead."

    packs(shop, first, "LAMP")
    seal(shop, parcels(shop, first)[0])
    assert found(shop, "#2041") == Found(second)


def test_what_nobody_knows_is_told(shop: Shop) -> None:
    assert not_found(shop, "nonsense") == "No order, tote or parcel has this code."
    assert not_found(shop, "") == "No order, tote or parcel has this code."


def test_an_empty_tote_is_told(shop: Shop) -> None:
    picked(shop, ("LAMP", 1))
    with shop.inside(), transaction():
        open_tote(shop.site)
    assert not_found(shop, "T2") == "Tote T2 is empty."


def test_a_tote_or_parcel_is_no_tracking_number(shop: Shop) -> None:
    order = picked(shop, ("LAMP", 1))
    packs(shop, order, "LAMP")
    (only,) = parcels(shop, order)
    seal(shop, only)

    for code in (tote_of(shop, order).barcode or "", parcel(shop, only).code):
        with shop.inside(), pytest.raises(WrongInput, match="not a tracking number"):
            set_tracking(only, code, by=shop.by("Ben"))
