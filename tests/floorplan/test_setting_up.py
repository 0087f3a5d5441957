"""Setting up a building: a site, its shelves, its bins, and taking them away again."""

from __future__ import annotations

import pytest

from oms.core.errors import Missing, Refused, WrongInput
from oms.floorplan.finding import need_place
from oms.floorplan.laying_out import BinDraft, shelving
from oms.floorplan.models import Site
from oms.floorplan.queries import docks_of, plan_of
from oms.floorplan.service import add_bin, add_bins, add_site, remove_bin
from tests.floorplan.places import codes, place, undo
from tests.shop import Shop


def test_a_site_comes_with_a_dock_and_a_quarantine_shelf_and_takes_shelves_at_once(shop: Shop) -> None:
    with shop.inside():
        site = add_site("  The   barn ", by=shop.by())
        made = add_bins(site, list(shelving(["A", "B"], range(1, 11), 2)), by=shop.by())
        assert [dock.code for dock in docks_of(site)] == ["Dock", "Quarantine"]
        assert not any(dock.sellable for dock in docks_of(site))
        plan = plan_of(site)
    assert len(made) == 40
    assert codes(shop, site)[:3] == ["A-01-1", "A-01-2", "A-02-1"]
    assert plan is not None
    assert (len(plan.bays), [name for name, _ in plan.aisles]) == (20, ["A", "B"])


def test_two_sites_may_not_have_one_name(shop: Shop) -> None:
    with shop.inside(), pytest.raises(Refused, match="already a site called Main"):
        add_site("Main", by=shop.by())
    with shop.inside(), pytest.raises(WrongInput, match="a name"):
        add_site("  ", by=shop.by())


def test_adding_a_site_can_be_undone_until_it_has_bins(shop: Shop) -> None:
    by, empty = shop.by(), shop.by()
    with shop.inside() as session:
        site, other = add_site("Barn", by=by), add_site("Shed", by=empty)
        add_bin(site, "A1", by=shop.by())
        undo(shop, empty.operation_id)
        assert session.get(Site, other) is None
    with pytest.raises(Refused, match="has bins"):
        undo(shop, by.operation_id)


def test_a_bins_barcode_is_its_code_unless_it_has_another(shop: Shop) -> None:
    with shop.inside():
        plain = add_bin(shop.site, "B-01-1", by=shop.by())
        other = add_bin(shop.site, "B-01-2", barcode="LOC 77", x=10, y=20, by=shop.by())
    assert place(shop, plain).barcode == "B-01-1"
    assert (place(shop, other).barcode, place(shop, other).x, place(shop, other).y) == ("LOC 77", 10, 20)
    assert place(shop, plain).sellable


def test_a_second_site_may_have_the_same_codes_and_its_labels_still_tell_them_apart(shop: Shop) -> None:
    with shop.inside():
        site = add_site("Barn", by=shop.by())
        twin = add_bin(site, "A-01-1", by=shop.by())
        assert (need_place(f"{site}-A-01-1").id, need_place("A-01-1").id) == (twin, shop.bins["A-01-1"])


@pytest.mark.parametrize(
    ("code", "barcode", "sentence"),
    [
        ("a-1-1", None, "already a bin a-1-1"),
        ("A-01-1", None, "already a bin A-01-1"),
        ("Z-9", "A-02-1", "barcode A-02-1 is already on another place"),
        ("", None, "Give the bin a code"),
        ("x" * 41, None, "Give the bin a code"),
    ],
)
def test_a_code_or_barcode_that_is_taken_or_empty_is_refused(
    shop: Shop, code: str, barcode: str | None, sentence: str
) -> None:
    with shop.inside(), pytest.raises(Refused, match=sentence):
        add_bin(shop.site, code, barcode=barcode, by=shop.by())
    assert codes(shop) == ["A-01-1", "A-02-1", "A-10-1"]


@pytest.mark.parametrize(("x", "y"), [(10, None), (None, 10), (-1, 0), (0, 100_001)])
def test_a_point_that_is_not_on_the_plan_is_refused(shop: Shop, x: int | None, y: int | None) -> None:
    with shop.inside(), pytest.raises(WrongInput, match="A point on the plan"):
        add_bin(shop.site, "Z-9", x=x, y=y, by=shop.by())


def test_shelves_come_whole_or_not_at_all(shop: Shop) -> None:
    with shop.inside(), pytest.raises(Refused, match="already a bin A-02-1"):
        add_bins(shop.site, [BinDraft("N-1"), BinDraft("A-02-1")], by=shop.by())
    with shop.inside(), pytest.raises(Refused, match="n-01 comes twice"):
        add_bins(shop.site, [BinDraft("N-1"), BinDraft("n-01")], by=shop.by())
    with shop.inside(), pytest.raises(WrongInput, match="at once"):
        add_bins(shop.site, [], by=shop.by())
    with shop.inside(), pytest.raises(Missing):
        add_bins(999, [BinDraft("N-1")], by=shop.by())
    assert codes(shop) == ["A-01-1", "A-02-1", "A-10-1"]


def test_adding_shelves_can_be_undone_until_goods_have_been_there(shop: Shop) -> None:
    unused, used = shop.by(), shop.by()
    with shop.inside():
        add_bins(shop.site, list(shelving(["X"], range(1, 3), 1)), by=unused)
        shop.bins["Y-01-1"] = add_bins(shop.site, list(shelving(["Y"], range(1, 3), 1)), by=used)[0]
    shop.receive("LAMP", 1, "Y-01-1")
    undo(shop, unused.operation_id)
    with pytest.raises(Refused, match="Goods have been here"):
        undo(shop, used.operation_id)
    assert codes(shop)[-2:] == ["Y-01-1", "Y-02-1"]


@pytest.fixture
def empty_bin(shop: Shop) -> int:
    return shop.bins["A-10-1"]


def test_a_bin_that_never_held_anything_can_go_and_come_back(shop: Shop, empty_bin: int) -> None:
    by = shop.by()
    with shop.inside():
        remove_bin(empty_bin, by=by)
    assert codes(shop) == ["A-01-1", "A-02-1"]
    undo(shop, by.operation_id)
    assert codes(shop) == ["A-01-1", "A-02-1", "A-10-1"]


def test_a_bin_with_a_past_stays(shop: Shop) -> None:
    shop.receive("LAMP", 2)
    with shop.inside(), pytest.raises(Refused, match="Goods have been here, so it stays in the books"):
        remove_bin(shop.bins["A-01-1"], by=shop.by())
    assert codes(shop)[0] == "A-01-1"


def test_the_place_of_a_removed_bin_may_be_taken_meanwhile(shop: Shop, empty_bin: int) -> None:
    by = shop.by()
    with shop.inside():
        remove_bin(empty_bin, by=by)
        add_bin(shop.site, "A-10-01", by=shop.by())
    with pytest.raises(Refused, match="already a bin A-10-1"):
        undo(shop, by.operation_id)


def test_only_a_bin_is_removed(shop: Shop) -> None:
    with shop.inside():
        dock = docks_of(shop.site)[0].id
        for place_id in (dock, 999_999):
            with pytest.raises(Missing, match="no such bin"):
                remove_bin(place_id, by=shop.by())
