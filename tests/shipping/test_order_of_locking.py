"""Orders are locked before lists, so that nobody who scans waits in a circle with whoever hands over."""

from __future__ import annotations

import pytest

from oms.shipping.handing_over import add_to_manifest, hand_over
from tests.databases import KIND
from tests.desk.reading import asking
from tests.shipping.parcels import code_of, manifest, parcel_of
from tests.shop import Shop


def locked(asked: list[str]) -> list[str]:
    """The tables whose rows were locked, in that order."""
    locks = [one for one in asked if "FOR UPDATE" in one]
    return [
        name
        for one in locks
        for name in ("orders", "manifest")
        if f"FROM {name} " in f"{one} ".replace("\n", " ")
    ]


@pytest.mark.skipif(KIND == "sqlite", reason="SQLite has one writer and locks no rows")
@pytest.mark.parametrize("act", ["scan", "hand over"])
def test_the_order_is_locked_before_the_list(shop: Shop, act: str) -> None:
    lamp, mug = parcel_of(shop), parcel_of(shop, "MUG")
    manifest_id, code = manifest(shop, lamp), code_of(shop, mug)
    with asking(shop) as asked, shop.inside():
        if act == "scan":
            add_to_manifest(manifest_id, code, by=shop.by("Ben"))
        else:
            hand_over(manifest_id, by=shop.by("Ben"))

    assert locked(asked)[0] == "orders"
    assert "manifest" in locked(asked)
