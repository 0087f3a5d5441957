"""Another code, barcode or point for a bin: its stock stays in it, and nobody overwrites anybody."""

from __future__ import annotations

import pytest

from oms.core.errors import Refused, Stale, WrongInput
from oms.floorplan.finding import need_place, place_named
from oms.floorplan.service import change_bin
from oms.inventory.queries import held_in
from tests.floorplan.places import codes, place, undo
from tests.shop import Shop


@pytest.fixture
def bin_id(shop: Shop) -> int:
    shop.receive("LAMP", 3, "A-02-1")
    return shop.bins["A-02-1"]


def test_a_bin_is_renamed_with_what_lies_in_it_and_sorts_where_it_belongs(shop: Shop, bin_id: int) -> None:
    with shop.inside():
        change_bin(bin_id, 1, " A-11-1 ", "", 700, 300, by=shop.by())
        assert [held.quantity for held in held_in(bin_id)] == [3]
        assert need_place("a-11-1").id == bin_id
        assert place_named("A-02-1") is None
    assert codes(shop) == ["A-01-1", "A-10-1", "A-11-1"]
    assert (place(shop, bin_id).barcode, place(shop, bin_id).version) == ("A-11-1", 2)


def test_it_can_be_undone(shop: Shop, bin_id: int) -> None:
    by = shop.by()
    with shop.inside():
        change_bin(bin_id, 1, "Z-1", "LOC-9", None, None, by=by)
    undo(shop, by.operation_id)
    back = place(shop, bin_id)
    assert (back.code, back.barcode, back.x, back.y) == ("A-02-1", "A-02-1", 300, 100)
    assert codes(shop) == ["A-01-1", "A-02-1", "A-10-1"]


def test_who_saves_what_somebody_changed_is_shown_the_difference(shop: Shop, bin_id: int) -> None:
    with shop.inside():
        change_bin(bin_id, 1, "A-03-1", "LOC-3", 300, 100, by=shop.by("Mo"))
    with shop.inside(), pytest.raises(Stale) as stale:
        change_bin(bin_id, 1, "A-04-1", "LOC-3", 300, 100, by=shop.by())
    assert stale.value.changes == [("Code", "A-03-1", "A-04-1")]
    assert place(shop, bin_id).code == "A-03-1"


def test_undo_never_takes_back_what_somebody_did_since(shop: Shop, bin_id: int) -> None:
    by = shop.by()
    with shop.inside():
        change_bin(bin_id, 1, "A-03-1", "", 300, 100, by=by)
        change_bin(bin_id, 2, "A-04-1", "", 300, 100, by=shop.by("Mo"))
    with pytest.raises(Refused, match="changed again since"):
        undo(shop, by.operation_id)
    assert place(shop, bin_id).code == "A-04-1"


def test_a_code_or_barcode_of_another_bin_is_refused(shop: Shop, bin_id: int) -> None:
    with shop.inside(), pytest.raises(Refused, match="already a bin a-1-1"):
        change_bin(bin_id, 1, "a-1-1", "", by=shop.by())
    with shop.inside(), pytest.raises(Refused, match="barcode A-10-1 is already on another place"):
        change_bin(bin_id, 1, "A-02-1", "A-10-1", by=shop.by())
    with shop.inside(), pytest.raises(WrongInput, match="needs both"):
        change_bin(bin_id, 1, "A-02-1", "", 100, None, by=shop.by())
    assert place(shop, bin_id).version == 1


def test_a_bin_may_be_called_like_itself_in_another_way(shop: Shop, bin_id: int) -> None:
    with shop.inside():
        change_bin(bin_id, 1, "A-2-1", "", by=shop.by())
    assert codes(shop) == ["A-01-1", "A-2-1", "A-10-1"]
