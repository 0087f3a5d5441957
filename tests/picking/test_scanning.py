"""Scanning: the bin, then the item. A wrong scan blocks and changes nothing."""

from __future__ import annotations

import pytest

from oms.catalog.models import Barcode
from oms.core.db import transaction
from oms.core.errors import Refused
from oms.core.undoing import undo_operation
from oms.picking.scanning import WrongScan, pick_count, scan
from oms.shop.models import the_shop
from tests.picking.floor import (
    assert_proven,
    barcode,
    headline,
    in_bin,
    in_tote,
    is_finished,
    scans,
    start,
    task_ids,
    tasks,
)
from tests.shop import Shop


@pytest.fixture
def run(shop: Shop) -> int:
    """Ben's run: two lamps from A-01-1, then a mug from A-10-1."""
    shop.receive("LAMP", 5)
    shop.receive("MUG", 3, "A-10-1")
    return start(shop, shop.order(("LAMP", 2), ("MUG", 1)))


def test_bin_after_bin_everything_goes_into_the_tote(shop: Shop, run: int) -> None:
    scans(shop, run, "A-01-1", "LAMP", "LAMP", "A-10-1", "MUG")

    assert in_tote(shop, run, "LAMP") == 2
    assert in_tote(shop, run, "MUG") == 1
    assert in_bin(shop, "LAMP") == 3
    assert is_finished(shop, run)
    assert headline(shop, 1) == "to_pack"
    assert_proven(shop)


def refused(shop: Shop, run: int, code: str) -> WrongScan:
    before = tasks(shop, run)
    with shop.inside(), pytest.raises(WrongScan) as refusal:
        scan(run, code, by=shop.by("Ben"))
    assert tasks(shop, run) == before
    return refusal.value


def test_a_wrong_bin_is_named_and_changes_nothing(shop: Shop, run: int) -> None:
    refusal = refused(shop, run, "A-02-1")

    assert refusal.sentence == "This is not the right bin."
    assert (refusal.scanned, refusal.wanted) == ("A-02-1", "A-01-1")


def test_an_item_before_its_bin_is_named(shop: Shop, run: int) -> None:
    refusal = refused(shop, run, barcode("LAMP"))

    assert refusal.sentence == "Scan the bin first."
    assert refusal.scanned == "Desk Lamp · Brass"


def test_a_wrong_item_is_named_and_changes_nothing(shop: Shop, run: int) -> None:
    scans(shop, run, "A-01-1")

    refusal = refused(shop, run, barcode("MUG"))

    assert (refusal.scanned, refusal.wanted) == ("Mug · Blue", "Desk Lamp · Brass")
    assert in_tote(shop, run, "MUG") == 0


def test_a_code_that_nobody_knows_is_shown_as_it_was_scanned(shop: Shop, run: int) -> None:
    scans(shop, run, "A-01-1")

    assert refused(shop, run, "999").scanned == "999"


def test_scanning_the_bin_twice_is_no_mistake(shop: Shop, run: int) -> None:
    scans(shop, run, "A-01-1", "a-01-1 ", "LAMP")

    assert in_tote(shop, run, "LAMP") == 1


def test_the_second_scan_of_a_bin_can_be_undone_as_the_first(shop: Shop, run: int) -> None:
    scans(shop, run, "A-01-1")
    by = shop.by("Ben")
    with shop.inside():
        scan(run, "A-01-1", by=by)
        undo_operation(by.operation_id, by=shop.by("Ben"))

    scans(shop, run, "LAMP")
    assert in_tote(shop, run, "LAMP") == 1


def test_after_an_undone_scan_the_order_says_so_also_where_it_wants_all_there_is(shop: Shop) -> None:
    shop.receive("LAMP", 3)
    run = start(shop, shop.order(("LAMP", 3)))
    scans(shop, run, "A-01-1")
    by = shop.by("Ben")
    with shop.inside():
        scan(run, barcode("LAMP"), by=by)
        undo_operation(by.operation_id, by=shop.by("Ben"))

    assert_proven(shop)


def test_the_same_scan_sent_twice_picks_once(shop: Shop, run: int) -> None:
    scans(shop, run, "A-01-1")
    by = shop.by("Ben")
    for _ in range(2):
        with shop.inside():
            assert scan(run, barcode("LAMP"), by=by) == {"was": "item", "quantity": 1}

    assert in_tote(shop, run, "LAMP") == 1


def add_barcode(shop: Shop, code: str, quantity: int) -> None:
    with shop.inside(), transaction() as session:
        session.add(Barcode(code=code, sku_id=shop.skus["LAMP"], quantity=quantity))


def test_a_packs_barcode_counts_for_several(shop: Shop, run: int) -> None:
    add_barcode(shop, "PACK-2", 2)
    scans(shop, run, "A-01-1", "PACK-2")

    assert in_tote(shop, run, "LAMP") == 2


def test_a_pack_that_holds_too_many_blocks(shop: Shop, run: int) -> None:
    add_barcode(shop, "PACK-6", 6)
    scans(shop, run, "A-01-1")

    assert refused(shop, run, "PACK-6").scanned == "A pack of 6"


def test_a_upc_is_the_same_as_the_ean_with_a_zero_in_front(shop: Shop, run: int) -> None:
    add_barcode(shop, "036000291452", 1)
    scans(shop, run, "A-01-1", "0036000291452")

    assert in_tote(shop, run, "LAMP") == 1


def test_by_setting_one_scan_and_a_typed_count_take_several(shop: Shop, run: int) -> None:
    with shop.inside(), transaction():
        the_shop().scan_each = False
    scans(shop, run, "A-01-1", "LAMP")
    assert in_tote(shop, run, "LAMP") == 0

    with shop.inside():
        pick_count(task_ids(shop, run)[0], 2, by=shop.by("Ben"))

    assert in_tote(shop, run, "LAMP") == 2


@pytest.mark.parametrize("quantity", [0, -1, 3])
def test_a_count_is_at_least_one_and_not_more_than_wanted(shop: Shop, run: int, quantity: int) -> None:
    with shop.inside(), transaction():
        the_shop().scan_each = False
    scans(shop, run, "A-01-1", "LAMP")

    with shop.inside(), pytest.raises(Refused, match="Between 1 and 2"):
        pick_count(task_ids(shop, run)[0], quantity, by=shop.by("Ben"))


def test_a_count_without_a_scan_is_refused(shop: Shop, run: int) -> None:
    scans(shop, run, "A-01-1")

    with shop.inside(), pytest.raises(Refused, match="Scan the item first"):
        pick_count(task_ids(shop, run)[0], 2, by=shop.by("Ben"))


def test_goods_without_a_barcode_are_picked_by_their_bin(shop: Shop) -> None:
    shop.receive("TWINE", 4)
    run = start(shop, shop.order(("TWINE", 3)))
    task = task_ids(shop, run)[0]
    with shop.inside(), pytest.raises(Refused, match="Scan the bin first"):
        pick_count(task, 3, by=shop.by("Ben"))

    scans(shop, run, "A-01-1")
    with shop.inside():
        pick_count(task, 3, by=shop.by("Ben"))

    assert in_tote(shop, run, "TWINE") == 3
    assert is_finished(shop, run)
