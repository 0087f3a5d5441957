"""At the bench every item is scanned into its parcel. A wrong one blocks and changes nothing."""

from __future__ import annotations

import pytest

from oms.core.errors import Missing, Refused
from oms.orders.cancelling import cancel_order
from oms.orders.holding import ship_the_rest
from oms.packing.filling import open_parcel, put_in_parcel
from oms.packing.scanning import pack_count, pack_item
from tests.packing.bench import (
    another,
    blocked,
    in_tote,
    inside,
    packs,
    parcel,
    parcels,
    pick,
    picked,
    seal,
    tote_of,
)
from tests.picking.floor import assert_proven, barcode, headline
from tests.shop import Shop


def test_item_after_item_out_of_the_tote_into_one_parcel(shop: Shop) -> None:
    order = picked(shop, ("LAMP", 2), ("MUG", 1))

    packs(shop, order, "LAMP", "MUG", "LAMP")

    (only,) = parcels(shop, order)
    assert (inside(shop, only, "LAMP"), inside(shop, only, "MUG")) == (2, 1)
    assert in_tote(shop, order, "LAMP") == 0
    assert headline(shop, order) == "to_pack"
    seal(shop, only)
    assert headline(shop, order) == "packed"
    assert_proven(shop)


def test_one_order_goes_into_two_parcels(shop: Shop) -> None:
    order = picked(shop, ("LAMP", 2), ("MUG", 1))
    packs(shop, order, "LAMP")
    second = another(shop, order)
    packs(shop, order, "LAMP")
    first = parcels(shop, order)[0]
    packs(shop, order, "MUG", parcel=first)

    assert (inside(shop, first, "LAMP"), inside(shop, first, "MUG"), inside(shop, second, "LAMP")) == (
        1,
        1,
        1,
    )
    seal(shop, first)
    assert headline(shop, order) == "to_pack"
    seal(shop, second)
    assert headline(shop, order) == "packed"
    assert_proven(shop)


def test_after_a_parcel_was_sealed_the_next_scan_opens_another(shop: Shop) -> None:
    order = picked(shop, ("LAMP", 2))
    packs(shop, order, "LAMP")
    seal(shop, parcels(shop, order)[0])

    packs(shop, order, "LAMP")

    assert len(parcels(shop, order)) == 2


def test_an_item_of_another_order_blocks_and_opens_no_parcel(shop: Shop) -> None:
    order = picked(shop, ("LAMP", 1))

    refusal = blocked(shop, order, barcode("MUG"))

    assert (refusal.sentence, refusal.scanned) == ("This does not belong to this order.", "Mug · Blue")
    assert parcels(shop, order) == []
    assert in_tote(shop, order, "LAMP") == 1


def test_a_code_that_nobody_knows_is_shown_as_it_was_scanned(shop: Shop) -> None:
    assert blocked(shop, picked(shop, ("LAMP", 1)), "999").scanned == "999"


def test_one_too_many_blocks(shop: Shop) -> None:
    order = picked(shop, ("LAMP", 1))
    packs(shop, order, "LAMP")

    assert blocked(shop, order, barcode("LAMP")).sentence == "All of these are packed already."
    assert inside(shop, parcels(shop, order)[0], "LAMP") == 1


def test_an_order_that_nobody_picked_has_nothing_to_pack(shop: Shop) -> None:
    shop.receive("LAMP", 1)
    order = shop.order(("LAMP", 1))

    with shop.inside(), pytest.raises(Refused, match="Nothing of this order waits to be packed"):
        pack_item(order, barcode("LAMP"), by=shop.by("Ben"))
    assert parcels(shop, order) == []


def test_of_a_part_picked_order_only_that_part_is_packed(shop: Shop) -> None:
    shop.receive("LAMP", 1)
    order = shop.order(("LAMP", 1), ("MUG", 1))
    with shop.inside():
        ship_the_rest(order, by=shop.by())
    pick(shop, order)

    assert blocked(shop, order, barcode("MUG")).sentence == "This was not picked for the order yet."
    packs(shop, order, "LAMP")


def test_the_orders_own_tote_is_no_mistake_and_another_one_blocks(shop: Shop) -> None:
    order, other = picked(shop, ("LAMP", 1)), picked(shop, ("MUG", 1))
    packs(shop, order, tote_of(shop, order).barcode or "", tote_of(shop, order).code)
    assert parcels(shop, order) == []

    refusal = blocked(shop, order, tote_of(shop, other).barcode or "")
    assert refusal.scanned == f"Tote {tote_of(shop, other).code}"
    assert "is not for" in refusal.sentence


def test_the_same_scan_sent_twice_packs_once(shop: Shop) -> None:
    order, by = picked(shop, ("LAMP", 2)), shop.by("Ben")
    for _ in range(2):
        with shop.inside():
            assert pack_item(order, barcode("LAMP"), by=by) == 1

    assert inside(shop, parcels(shop, order)[0], "LAMP") == 1
    assert len(parcels(shop, order)) == 1


def test_nothing_goes_into_a_sealed_parcel(shop: Shop) -> None:
    order = picked(shop, ("LAMP", 2))
    packs(shop, order, "LAMP")
    (first,) = parcels(shop, order)
    seal(shop, first)

    with shop.inside(), pytest.raises(Refused, match="is sealed"):
        pack_item(order, barcode("LAMP"), first, by=shop.by("Ben"))
    assert parcel(shop, first).sealed_at is not None


def test_an_order_that_was_cancelled_meanwhile_is_not_packed(shop: Shop) -> None:
    order = picked(shop, ("LAMP", 1))
    empty = another(shop, order)
    with shop.inside():
        cancel_order(order, "changed their mind", by=shop.by())

    for act in (
        lambda: pack_item(order, barcode("LAMP"), by=shop.by("Ben")),
        lambda: put_in_parcel(empty, barcode("LAMP"), by=shop.by("Ben")),
        lambda: open_parcel(order, by=shop.by("Ben")),
    ):
        with shop.inside(), pytest.raises(Refused, match="Put its items back"):
            act()
    assert_proven(shop)


def test_no_second_parcel_while_one_is_empty(shop: Shop) -> None:
    order = picked(shop, ("LAMP", 1))
    another(shop, order)

    with shop.inside(), pytest.raises(Refused, match="still empty"):
        open_parcel(order, by=shop.by("Ben"))


def test_unknown_things_are_missing(shop: Shop) -> None:
    order = picked(shop, ("LAMP", 1))
    with shop.inside(), pytest.raises(Missing):
        pack_item(999, "x", by=shop.by("Ben"))
    with shop.inside(), pytest.raises(Missing):
        put_in_parcel(999, "x", by=shop.by("Ben"))
    with shop.inside(), pytest.raises(Missing):
        pack_count(order, 999, 1, by=shop.by("Ben"))
