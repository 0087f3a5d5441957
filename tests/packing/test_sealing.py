"""A parcel is closed with its box and weight, and cut open again while it is here."""

from __future__ import annotations

import pytest

from oms.core.errors import Refused, WrongInput
from oms.core.operations import By
from oms.orders.holding import place_hold, release_hold
from oms.orders.progress import parts_of
from oms.packing.sealing import open_again, seal_parcel
from oms.shipping.handing_over import add_to_manifest, hand_over, open_manifest
from tests.packing.bench import (
    another,
    box,
    packs,
    parcel,
    parcels,
    picked,
    seal,
    take_back,
)
from tests.picking.floor import assert_proven, headline
from tests.shop import Shop


@pytest.fixture
def order(shop: Shop) -> int:
    return picked(shop, ("LAMP", 2))


@pytest.fixture
def full(shop: Shop, order: int) -> int:
    """A parcel with both lamps in it."""
    packs(shop, order, "LAMP", "LAMP")
    return parcels(shop, order)[0]


def sealed_units(shop: Shop, order: int) -> int:
    with shop.inside():
        return sum(part.sealed for part in parts_of(order))


def reopen(shop: Shop, parcel_id: int) -> By:
    by = shop.by("Ben")
    with shop.inside():
        open_again(parcel_id, by=by)
    return by


def refused(
    shop: Shop, parcel_id: int, why: str, box_id: int | None = None, grams: int | None = None
) -> None:
    with shop.inside(), pytest.raises(Refused, match=why):
        seal_parcel(parcel_id, box_id, grams, by=shop.by("Ben"))


def test_a_sealed_parcel_knows_its_box_its_weight_and_who_closed_it(
    shop: Shop, order: int, full: int
) -> None:
    small = box(shop)
    seal(shop, full, small, 3010)

    found = parcel(shop, full)
    assert (found.packaging_id, found.weight_g) == (small, 3010)
    assert found.sealed_by == shop.by("Ben").actor
    assert sealed_units(shop, order) == 2
    assert headline(shop, order) == "packed"
    assert_proven(shop)


def test_box_and_weight_may_be_unknown(shop: Shop, full: int) -> None:
    seal(shop, full)

    assert (parcel(shop, full).packaging_id, parcel(shop, full).weight_g) == (None, None)


def test_an_empty_parcel_is_not_sealed(shop: Shop, order: int) -> None:
    refused(shop, another(shop, order), "The parcel is empty")


def test_a_parcel_is_sealed_once(shop: Shop, full: int) -> None:
    seal(shop, full)
    refused(shop, full, "sealed already")


def test_the_same_seal_sent_twice_seals_once(shop: Shop, order: int, full: int) -> None:
    by = shop.by("Ben")
    for _ in range(2):
        with shop.inside():
            seal_parcel(full, None, 500, by=by)
    assert sealed_units(shop, order) == 2


@pytest.mark.parametrize("grams", [0, -1, 1_000_001])
def test_a_parcel_weighs_something(shop: Shop, full: int, grams: int) -> None:
    refused(shop, full, "weighs something", grams=grams)


def test_a_box_that_nobody_keeps_is_refused(shop: Shop, full: int) -> None:
    with shop.inside(), pytest.raises(WrongInput, match="no such box"):
        seal_parcel(full, 999, None, by=shop.by("Ben"))


def test_an_order_on_hold_stays_open_until_it_is_released(shop: Shop, order: int, full: int) -> None:
    with shop.inside():
        hold = place_hold(order, "fraud", "", by=shop.by())
    refused(shop, full, "#2041 is on hold: fraud check")

    with shop.inside():
        release_hold(hold, "it is fine", by=shop.by())
    seal(shop, full)


def test_undo_opens_it_and_leaves_the_contents(shop: Shop, order: int, full: int) -> None:
    take_back(shop, seal(shop, full, None, 500))

    assert parcel(shop, full).sealed_at is None
    assert sealed_units(shop, order) == 0
    assert headline(shop, order) == "to_pack"
    assert_proven(shop)


def test_opened_again_it_is_sealed_again_by_undo(shop: Shop, order: int, full: int) -> None:
    small = box(shop)
    seal(shop, full, small, 700)
    by = reopen(shop, full)
    assert sealed_units(shop, order) == 0

    take_back(shop, by)

    found = parcel(shop, full)
    assert (found.packaging_id, found.weight_g, found.sealed_at is None) == (small, 700, False)
    assert sealed_units(shop, order) == 2
    assert_proven(shop)


def test_only_a_sealed_parcel_is_opened_again(shop: Shop, full: int) -> None:
    with shop.inside(), pytest.raises(Refused, match="open already"):
        open_again(full, by=shop.by("Ben"))


def test_what_the_carrier_took_stays_closed(shop: Shop, full: int) -> None:
    by = seal(shop, full)
    with shop.inside():
        manifest = open_manifest(shop.site, "DHL", by=shop.by("Ben"))
        add_to_manifest(manifest, parcel(shop, full).code, by=shop.by("Ben"))
        hand_over(manifest, by=shop.by("Ben"))

    with shop.inside(), pytest.raises(Refused, match="has left"):
        open_again(full, by=shop.by("Ben"))
    with pytest.raises(Refused, match="has left"):
        take_back(shop, by)
    assert_proven(shop)


def test_a_seal_that_was_undone_by_opening_is_not_undone_twice(shop: Shop, full: int) -> None:
    by = seal(shop, full)
    reopen(shop, full)

    with pytest.raises(Refused, match="open already"):
        take_back(shop, by)
