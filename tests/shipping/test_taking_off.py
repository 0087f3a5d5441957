"""Taken off the list: the parcel stays here, also where two people act at the same moment."""

from __future__ import annotations

import pytest

from oms.core.db import db
from oms.core.errors import Refused
from oms.shipping.handing_over import hand_over, take_off_manifest
from tests.picking.floor import headline
from tests.shipping.parcels import is_closed, manifest, order_of, parcel_of, take_back, with_customers
from tests.shop import Shop


def test_a_parcel_taken_off_stays_here(shop: Shop) -> None:
    stays, leaves = parcel_of(shop), parcel_of(shop, "MUG")
    manifest_id = manifest(shop, stays, leaves)
    with shop.inside():
        take_off_manifest(stays, by=shop.by("Ben"))
        assert hand_over(manifest_id, by=shop.by("Ben")) == 1

    assert headline(shop, order_of(shop, stays)) == "packed"
    with shop.inside(), pytest.raises(Refused, match="on no open list"):
        take_off_manifest(stays, by=shop.by("Ben"))


def test_no_parcel_leaves_that_was_taken_off_while_the_list_was_closed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What two people do at the same moment: the list is read, then a parcel goes, then its lock is had."""
    parcel_id = parcel_of(shop)
    manifest_id = manifest(shop, parcel_id)
    monkeypatch.setattr("oms.shipping.handing_over._lock_parcels", _after_taking_off(parcel_id))

    with shop.inside(), pytest.raises(Refused, match="was taken off the list just now"):
        hand_over(manifest_id, by=shop.by("Ben"))
    assert not is_closed(shop, manifest_id)
    assert with_customers(shop, "LAMP") == 0


def _after_taking_off(parcel_id: int):  # type: ignore[no-untyped-def]
    from oms.shipping.handing_over import _lock_parcels

    def lock(parcel_ids: list[int]):  # type: ignore[no-untyped-def]
        db.session.execute(db.text(f"UPDATE shipment SET manifest_id = NULL WHERE parcel_id = {parcel_id}"))
        return _lock_parcels(parcel_ids)

    return lock


def test_undo_puts_it_on_the_list_again(shop: Shop) -> None:
    parcel_id, by = parcel_of(shop), shop.by("Ben")
    manifest_id = manifest(shop, parcel_id)
    with shop.inside():
        take_off_manifest(parcel_id, by=by)

    take_back(shop, by)

    with shop.inside():
        assert hand_over(manifest_id, by=shop.by("Ben")) == 1
