"""Opening stock by file: each row is a count of one bin, and the same file again counts nothing twice."""

from __future__ import annotations

import pytest

from oms.catalog.goods import read_goods
from oms.catalog.models import GoodsFile
from oms.catalog.taking_in import find_file
from oms.core.errors import Refused
from oms.floorplan.service import add_bin
from oms.inventory.bringing import plan_stock, run_stock_file, start_stock_file
from oms.inventory.keeping import sell_at_counter
from oms.inventory.models import StockFile
from tests.catalog.bringing import keep, table
from tests.inventory.shelf import assert_proven, figures, held, undo
from tests.shop import Shop

HEADER = ("SKU", "Bin", "Quantity")
LAMPS = table(("LAMP", "A-01-1", 5), ("MUG", "a-02-1", 7), header=HEADER)


def planned(shop: Shop, file_id: int, bin_: str = "") -> list[tuple[int, str, str]]:
    with shop.inside():
        file = find_file(GoodsFile, file_id)
        plan = plan_stock(read_goods(file.content), file.digest, bin_)
        return [(row.row, row.verdict, row.reason) for row in plan.rows]


def begin(shop: Shop, content: bytes, bin_: str = "") -> int:
    file_id = keep(shop, content)
    with shop.inside():
        return start_stock_file(file_id, bin_, by=shop.by())


def count(shop: Shop, content: bytes, bin_: str = "") -> int:
    stock_file_id = begin(shop, content, bin_)
    with shop.inside():
        while not run_stock_file(stock_file_id):
            pass
    return stock_file_id


def test_what_the_file_says_lies_in_the_bins_and_again_changes_nothing(shop: Shop) -> None:
    assert planned(shop, keep(shop, LAMPS)) == [(2, "new", "5 into A-01-1."), (3, "new", "7 into A-02-1.")]
    count(shop, LAMPS)

    assert (held(shop, "LAMP"), held(shop, "MUG", "A-02-1")) == (5, 7)
    again = keep(shop, LAMPS)
    assert {verdict for _, verdict, _ in planned(shop, again)} == {"unchanged"}
    with shop.inside(), pytest.raises(Refused, match="Nothing in this file is new"):
        start_stock_file(again, by=shop.by())
    assert_proven(shop)


def test_what_was_sold_since_does_not_come_back_with_the_same_file(shop: Shop) -> None:
    count(shop, LAMPS)
    with shop.inside():
        sell_at_counter(shop.skus["LAMP"], 2, shop.bins["A-01-1"], by=shop.by())

    assert planned(shop, keep(shop, LAMPS))[0] == (2, "unchanged", "Taken in before, from this very file.")
    assert held(shop, "LAMP") == 3


def test_another_file_is_a_count_of_what_lies_there_now(shop: Shop) -> None:
    shop.receive("LAMP", 5)
    content = table(("LAMP", "A-01-1", 3), header=HEADER)

    assert planned(shop, keep(shop, content)) == [(2, "changed", "3 in A-01-1; the books say 5.")]
    count(shop, content)

    assert (held(shop, "LAMP"), figures(shop, "LAMP")) == (3, (3, 0))
    assert_proven(shop)


def test_an_order_that_waits_is_promised_what_the_file_brings(shop: Shop) -> None:
    shop.order(("LAMP", 2))

    count(shop, LAMPS)

    assert figures(shop, "LAMP") == (5, 2)


def test_a_bin_that_is_not_there_is_refused_until_it_is(shop: Shop) -> None:
    content = table(("LAMP", "Z-99-9", 5), ("MUG", "A-02-1", 7), header=HEADER)
    assert planned(shop, keep(shop, content))[0] == (2, "refused", "There is no bin “Z-99-9”.")
    count(shop, content)
    with shop.inside():
        shop.bins["Z-99-9"] = add_bin(shop.site, "Z-99-9", x=100, y=300, by=shop.by())

    again = keep(shop, content)
    assert [verdict for _, verdict, _ in planned(shop, again)] == ["new", "unchanged"]
    count(shop, content)

    assert (held(shop, "LAMP", "Z-99-9"), held(shop, "MUG", "A-02-1")) == (5, 7)


@pytest.mark.parametrize(
    ("row", "verdict", "reason"),
    [
        (("NOPE", "A-01-1", "5"), "refused", "There is no item NOPE yet. Take the products in first."),
        (("LAMP", "", "5"), "refused", "It does not say in which bin."),
        (("LAMP", "A-01-1", ""), "ignored", "It says no quantity."),
        (("LAMP", "A-01-1", "0"), "unchanged", "0 in A-01-1, as the books say."),
        (("LAMP", "A-01-1", "-1"), "refused", "Quantity: “-1” is not a whole number of units"),
        (("MUG", "A-02-1", "7"), "refused", "Row 2 says already how many lie in A-02-1."),
    ],
)
def test_a_row_that_cannot_be_counted_says_why(
    shop: Shop, row: tuple[str, ...], verdict: str, reason: str
) -> None:
    content = table(("MUG", "A-02-1", "7"), row, header=HEADER)

    assert planned(shop, keep(shop, content))[1] == (3, verdict, reason)


def test_rows_that_name_no_bin_go_where_somebody_says(shop: Shop) -> None:
    content = table(("LAMP", "5"), ("MUG", "6"), header=("SKU", "Quantity"))

    assert [verdict for _, verdict, _ in planned(shop, keep(shop, content), "A-10-1")] == ["new", "new"]
    count(shop, content, "A-10-1")

    assert (held(shop, "LAMP", "A-10-1"), held(shop, "MUG", "A-10-1")) == (5, 6)


def test_an_inventory_export_of_shopify_is_read_as_it_is(shop: Shop) -> None:
    header = (
        "Handle",
        "Title",
        "Option1 Value",
        "SKU",
        "Location",
        "Bin name",
        "Available",
        "On hand (current)",
    )
    content = table(("lamp", "Desk Lamp", "Brass", "LAMP", "Galway", "A-10-1", 3, 4), header=header)

    assert planned(shop, keep(shop, content)) == [(2, "new", "4 into A-10-1.")]


def test_each_count_can_be_taken_back_and_the_file_then_brings_it_again(shop: Shop) -> None:
    stock_file_id = count(shop, LAMPS)

    undo(shop, f"stockfile:{stock_file_id}/2")

    assert (held(shop, "LAMP"), held(shop, "MUG", "A-02-1")) == (0, 7)
    assert [verdict for _, verdict, _ in planned(shop, keep(shop, LAMPS))] == ["new", "unchanged"]
    assert_proven(shop)


def test_a_worker_that_died_goes_on_where_it_was(shop: Shop) -> None:
    stock_file_id = begin(shop, LAMPS)
    with shop.inside():
        assert not run_stock_file(stock_file_id, seconds=-1)
        assert run_stock_file(stock_file_id)
        assert run_stock_file(stock_file_id)

    assert (held(shop, "LAMP"), held(shop, "MUG", "A-02-1")) == (5, 7)
    with shop.inside():
        assert find_file(StockFile, stock_file_id).phase == "done"


def test_a_bin_that_went_away_meanwhile_stops_no_other_row(shop: Shop) -> None:
    adding = shop.by()
    with shop.inside():
        add_bin(shop.site, "B-01-1", x=100, y=300, by=adding)
    stock_file_id = begin(shop, table(("LAMP", "B-01-1", 5), ("MUG", "A-02-1", 7), header=HEADER))
    undo(shop, adding.operation_id)

    with shop.inside():
        assert run_stock_file(stock_file_id)
        assert find_file(StockFile, stock_file_id).failed == {"row 2": "There is no bin “B-01-1”."}
    assert (held(shop, "LAMP"), held(shop, "MUG", "A-02-1")) == (0, 7)
