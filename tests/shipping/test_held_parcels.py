"""What somebody has to decide first does not leave with the carrier, however far it has come."""

from __future__ import annotations

import pytest

from oms.core.errors import Refused
from oms.orders.holding import place_hold, release_hold
from oms.shipping.handing_over import hand_over
from tests.picking.floor import assert_proven, headline
from tests.shipping.parcels import manifest, on_the_list, order_of, parcel_of, put_on
from tests.shop import Shop


def hold(shop: Shop, parcel_id: int) -> int:
    with shop.inside():
        return place_hold(order_of(shop, parcel_id), "customer", "", by=shop.by())


def test_a_parcel_of_a_held_order_is_not_put_on_a_list(shop: Shop) -> None:
    parcel_id, manifest_id = parcel_of(shop), manifest(shop)
    hold(shop, parcel_id)

    with pytest.raises(Refused, match="on hold: customer asked to wait"):
        put_on(shop, manifest_id, f"P{parcel_id:07d}")

    assert on_the_list(shop, manifest_id) == 0


def test_a_list_waits_for_a_parcel_that_was_held_since(shop: Shop) -> None:
    held, other = parcel_of(shop), parcel_of(shop, "MUG")
    manifest_id = manifest(shop, held, other)
    hold_id = hold(shop, held)

    with shop.inside(), pytest.raises(Refused, match="Take parcel P0000001 off the list"):
        hand_over(manifest_id, by=shop.by("Ben"))
    assert headline(shop, order_of(shop, other)) == "packed"

    with shop.inside():
        release_hold(hold_id, "they called back", by=shop.by())
        assert hand_over(manifest_id, by=shop.by("Ben")) == 2
    assert_proven(shop)
