"""Handing over: parcels are scanned onto a list; closing it sends them on their way, and can be taken back."""

from __future__ import annotations

import pytest

from oms.core.db import transaction
from oms.core.errors import Missing, Refused, WrongInput
from oms.orders.cancelling import cancel_order
from oms.orders.models import Order
from oms.packing.sealing import open_again
from oms.shipping.handing_over import add_to_manifest, hand_over, open_manifest
from oms.shipping.tracking import set_tracking
from tests.picking.floor import assert_proven, headline
from tests.shipping.parcels import (
    code_of,
    is_closed,
    manifest,
    on_the_list,
    order_of,
    pack,
    parcel_of,
    picked_order,
    put_on,
    send,
    shipment,
    shipped,
    take_back,
    with_customers,
)
from tests.shop import Shop


def test_scanned_parcels_leave_with_their_list(shop: Shop) -> None:
    lamp, mug = parcel_of(shop), parcel_of(shop, "MUG")
    manifest_id = manifest(shop, lamp, mug)

    with shop.inside():
        assert hand_over(manifest_id, by=shop.by("Ben")) == 2

    assert is_closed(shop, manifest_id)
    assert [headline(shop, order_of(shop, one)) for one in (lamp, mug)] == ["shipped", "shipped"]
    assert (with_customers(shop, "LAMP"), with_customers(shop, "MUG")) == (1, 1)
    assert shipment(shop, lamp).carrier == "dhl"
    assert_proven(shop)


def test_a_parcel_is_known_by_its_tracking_number_too(shop: Shop) -> None:
    parcel_id, manifest_id = parcel_of(shop), manifest(shop)
    with shop.inside():
        set_tracking(parcel_id, "RR042031074IE", by=shop.by("Ben"))

    put_on(shop, manifest_id, "rr 0420 3107 4 ie")

    assert on_the_list(shop, manifest_id) == 1


def test_of_two_parcels_one_leaves_and_the_rest_can_follow(shop: Shop) -> None:
    order_id = picked_order(shop, ("LAMP", 1), ("MUG", 1))
    lamp, mug = pack(shop, order_id, "LAMP"), pack(shop, order_id, "MUG")

    send(shop, lamp)
    assert (shipped(shop, order_id), headline(shop, order_id)) == ([1, 0], "packed")

    send(shop, mug)
    assert (shipped(shop, order_id), headline(shop, order_id)) == ([1, 1], "shipped")
    assert_proven(shop)


def refused(shop: Shop, manifest_id: int, code: str, sentence: str) -> None:
    before = on_the_list(shop, manifest_id)
    with shop.inside(), pytest.raises(Refused, match=sentence):
        add_to_manifest(manifest_id, code, by=shop.by("Ben"))
    assert on_the_list(shop, manifest_id) == before


def test_an_open_parcel_is_refused(shop: Shop) -> None:
    parcel_id = pack(shop, picked_order(shop, ("LAMP", 1)), "LAMP", sealed=False)

    refused(shop, manifest(shop), code_of(shop, parcel_id), "is not sealed yet")


def test_a_parcel_scanned_twice_is_on_the_list_once(shop: Shop) -> None:
    parcel_id = parcel_of(shop)

    refused(shop, manifest(shop, parcel_id), code_of(shop, parcel_id), "is on this list already")


def test_a_parcel_of_another_list_is_refused(shop: Shop) -> None:
    parcel_id = parcel_of(shop)
    manifest(shop, parcel_id)

    refused(shop, manifest(shop, carrier="UPS"), code_of(shop, parcel_id), "is on another list already")


def test_a_parcel_that_left_is_refused(shop: Shop) -> None:
    parcel_id = parcel_of(shop)
    send(shop, parcel_id)

    refused(shop, manifest(shop), code_of(shop, parcel_id), "has left already")


def test_a_code_that_nobody_knows_is_refused(shop: Shop) -> None:
    refused(shop, manifest(shop), "P9999999", "No parcel has the code P9999999")


def test_a_list_needs_a_carrier(shop: Shop) -> None:
    with shop.inside(), pytest.raises(WrongInput, match="which carrier"):
        open_manifest(shop.site, "  ", by=shop.by("Ben"))


def test_an_empty_list_cannot_be_handed_over(shop: Shop) -> None:
    with shop.inside(), pytest.raises(Refused, match="No parcel is on the list"):
        hand_over(manifest(shop), by=shop.by("Ben"))


def test_a_closed_list_takes_no_parcel_and_is_not_closed_again(shop: Shop) -> None:
    first, second = parcel_of(shop), parcel_of(shop, "MUG")
    manifest_id = manifest(shop, first)
    with shop.inside():
        hand_over(manifest_id, by=shop.by("Ben"))

    refused(shop, manifest_id, code_of(shop, second), "was handed over already")
    with shop.inside(), pytest.raises(Refused, match="was handed over already"):
        hand_over(manifest_id, by=shop.by("Ben"))


def test_the_same_click_twice_hands_over_once(shop: Shop) -> None:
    manifest_id, by = manifest(shop, parcel_of(shop)), shop.by("Ben")
    for _ in range(2):
        with shop.inside():
            assert hand_over(manifest_id, by=by) == 1

    assert with_customers(shop, "LAMP") == 1


def still_here(shop: Shop, manifest_id: int, sentence: str) -> None:
    with shop.inside(), pytest.raises(Refused, match=sentence):
        hand_over(manifest_id, by=shop.by("Ben"))
    assert not is_closed(shop, manifest_id)
    assert with_customers(shop, "LAMP") == 0


def test_one_parcel_that_was_opened_again_keeps_the_whole_list_here(shop: Shop) -> None:
    opened = parcel_of(shop, "MUG")
    manifest_id = manifest(shop, parcel_of(shop), opened)
    with shop.inside():
        open_again(opened, by=shop.by("Ben"))

    still_here(shop, manifest_id, "was opened again. Take it off the list or seal it")


def test_a_packed_order_cannot_be_cancelled_under_the_carriers_hands(shop: Shop) -> None:
    parcel_id = parcel_of(shop)

    with shop.inside(), pytest.raises(Refused, match="already in a parcel"):
        cancel_order(order_of(shop, parcel_id), "changed mind", by=shop.by())


def test_a_cancelled_orders_parcel_stays_here(shop: Shop) -> None:
    parcel_id = parcel_of(shop)
    manifest_id = manifest(shop, parcel_id)
    with shop.inside(), transaction() as session:
        order = session.get_one(Order, order_of(shop, parcel_id))
        order.cancelled_at = order.placed_at  # such as a channel tells it, whatever we have packed

    still_here(shop, manifest_id, "was cancelled. Take it off the list")


def test_a_list_that_does_not_exist_is_missing(shop: Shop) -> None:
    with shop.inside(), pytest.raises(Missing):
        hand_over(99, by=shop.by("Ben"))


def test_an_empty_list_is_undone_and_a_filled_one_is_not(shop: Shop) -> None:
    by = shop.by("Ben")
    with shop.inside():
        manifest_id = open_manifest(shop.site, "DHL", by=by)
    scan = put_on(shop, manifest_id, code_of(shop, parcel_of(shop)))
    with pytest.raises(Refused, match="parcels on it already"):
        take_back(shop, by)

    take_back(shop, scan)
    assert on_the_list(shop, manifest_id) == 0
    take_back(shop, by)
    with shop.inside(), pytest.raises(Missing):
        hand_over(manifest_id, by=shop.by("Ben"))
