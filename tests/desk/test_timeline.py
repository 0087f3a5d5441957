"""What happened to an order, and how to take it back."""

from __future__ import annotations

import re

import pytest

from oms.core.operations import By
from oms.orders.holding import place_hold
from oms.packing.filling import open_parcel, put_in_parcel
from tests.desk.reading import see, text
from tests.orders.seen import do, pick, undo
from tests.picking.floor import barcode
from tests.shop import Shop


@pytest.fixture
def order(shop: Shop) -> int:
    shop.receive("LAMP", 2)
    return shop.order(("LAMP", 2))


def at(shop: Shop, order: int) -> str:
    return see(shop, f"/orders/{order}")


def test_what_happened_is_newest_first_with_its_undo_and_how_long(shop: Shop, order: int) -> None:
    do(shop, place_hold, order, "manual", "")

    words = text(at(shop, order)).split("What happened")[1]

    assert re.search(r"Held: on hold Ada until \w+ \d\d:\d\d Undo .*Arrived here Ada", words)


def test_undo_from_the_page_takes_it_back(shop: Shop, order: int) -> None:
    do(shop, place_hold, order, "manual", "")
    path = re.search(r'action="(/undo/[^"]+)"', at(shop, order))
    assert path

    answer = shop.client("Ada").post(path[1], data={"next": f"/orders/{order}", "operation_id": "u1"})

    assert (answer.status_code, answer.location) == (303, f"/orders/{order}")
    words = text(at(shop, order))
    assert "Everything is there" in words
    assert "Undone Ada" in words


def begin_parcel(shop: Shop, order: int, *skus: str) -> By:
    by = shop.by()
    with shop.inside():
        parcel = open_parcel(order, by=by)
        for sku in skus:
            put_in_parcel(parcel, barcode(sku), by=shop.by())
    return by


def test_packing_starts_once_however_many_parcels_there_are(shop: Shop, order: int) -> None:
    pick(shop, order, "A-01-1", "LAMP", "LAMP")
    begin_parcel(shop, order, "LAMP")
    undone = begin_parcel(shop, order)
    undo(shop, undone)
    begin_parcel(shop, order)

    words = text(at(shop, order)).split("What happened")[1]

    assert words.count("Packing started") == 1
    assert words.count("Another parcel begun") == 2
    assert words.index("Another parcel begun") < words.index("Packing started")


def test_packing_that_was_undone_starts_anew(shop: Shop, order: int) -> None:
    pick(shop, order, "A-01-1", "LAMP", "LAMP")
    undo(shop, begin_parcel(shop, order))
    begin_parcel(shop, order)

    assert "Another parcel begun" not in text(at(shop, order))
