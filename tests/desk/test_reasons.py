"""Every number of a line opens the rows that sum to it."""

from __future__ import annotations

import re

import pytest

from oms.inventory.keeping import adjust_stock
from oms.orders.cancelling import cancel_line, cancel_order
from tests.desk.reading import see, text
from tests.orders.seen import do, lines, pack, pick, ship, undo
from tests.shop import Shop


@pytest.fixture
def order(shop: Shop) -> int:
    """Five lamps, of which one was cancelled, three were picked, one has left, and the last two were lost."""
    shop.receive("LAMP", 5)
    order = shop.order(("LAMP", 5))
    do(shop, cancel_line, lines(shop, order)[0].id, 1)
    pick(shop, order, "A-01-1", "LAMP", "LAMP", "LAMP")
    ship(shop, pack(shop, order, "LAMP"))
    pack(shop, order, "LAMP")
    do(shop, adjust_stock, shop.skus["LAMP"], shop.bins["A-01-1"], -2, "damaged")
    return order


def page(shop: Shop, order: int) -> str:
    return see(shop, f"/lines/{lines(shop, order)[0].id}/why").split("<main")[1].split("</main>")[0]


def figures(shop: Shop, order: int) -> dict[str, int]:
    pairs = re.findall(r"<dt[^>]*>(.*?)</dt><dd[^>]*>(.*?)</dd>", page(shop, order), re.DOTALL)
    return {text(word): int(text(figure).replace("− ", "-")) for word, figure in pairs}


def rows(shop: Shop, order: int, caption: str) -> list[list[str]]:
    found = re.search(rf"<caption>{caption}</caption>.*?<tbody>(.*?)</tbody>", page(shop, order), re.DOTALL)
    cells = re.findall(r"<tr[^>]*>(.*?)</tr>", found[1], re.DOTALL) if found else []
    return [[text(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)] for row in cells]


def summed(shop: Shop, order: int, caption: str) -> int:
    """The sum of the rows, which is also what the last row says."""
    *each, together = [int(row[-1]) for row in rows(shop, order, caption)]
    assert sum(each) == together
    return together


def test_what_is_still_to_ship(shop: Shop, order: int) -> None:
    found = figures(shop, order)
    parts = ("Ordered", "Cancelled", "Sent by somebody else", "Shipped by us")

    assert sum(found[part] for part in parts) == found["Still to ship"] == 3


def test_what_is_wanted(shop: Shop, order: int) -> None:
    found = figures(shop, order)

    assert found["Reserved"] + found["Picked"] + found["Missing"] == found["Wanted"] == 4


def test_what_was_cancelled(shop: Shop, order: int) -> None:
    assert summed(shop, order, "Cancelled") == -figures(shop, order)["Cancelled"] == 1


def test_what_was_picked(shop: Shop, order: int) -> None:
    assert summed(shop, order, "Picked, and waiting to be put back") == figures(shop, order)["Picked"] == 3


def test_what_lies_in_parcels_and_what_of_it_is_gone(shop: Shop, order: int) -> None:
    found, packed = figures(shop, order), rows(shop, order, "In parcels")

    assert summed(shop, order, "In parcels") == found["Of the picked, in parcels"] == 2
    gone = sum(int(row[-1]) for row in packed if row[1].startswith("gone"))
    assert gone == found["Of these, gone"] == -found["Shipped by us"] == 1


def test_what_waits_to_be_put_back(shop: Shop) -> None:
    shop.receive("LAMP", 3)
    order = shop.order(("LAMP", 3))
    pick(shop, order, "A-01-1", "LAMP", "LAMP")
    do(shop, cancel_order, order, "no")

    found = figures(shop, order)
    assert summed(shop, order, "Picked, and waiting to be put back") == 2
    assert found["Picked"] + found["Waiting to be put back"] == 2
    assert summed(shop, order, "Cancelled") == 3


def test_what_was_undone_is_in_no_sum(shop: Shop) -> None:
    shop.receive("LAMP", 3)
    order = shop.order(("LAMP", 3))
    undo(shop, do(shop, cancel_line, lines(shop, order)[0].id, 2))

    assert rows(shop, order, "Cancelled") == []
    assert figures(shop, order)["Still to ship"] == 3


def test_a_line_that_nobody_knows(shop: Shop) -> None:
    order = shop.order(("GIFT-WRAP", 1))

    assert figures(shop, order)["Still to ship"] == 1
