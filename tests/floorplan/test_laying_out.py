"""Shelving as people describe it becomes bins with codes and points on the plan."""

from __future__ import annotations

import pytest

from oms.floorplan.laying_out import AISLE_WIDTH, EDGE, BinDraft, aisle_names, free_aisles, shelving
from oms.floorplan.models import natural_key


@pytest.mark.parametrize(
    ("told", "names"),
    [
        ("A-D", ["A", "B", "C", "D"]),
        ("a – c", ["A", "B", "C"]),
        ("A, C, Z", ["A", "C", "Z"]),
        ("8-11", ["8", "9", "10", "11"]),
        ("A, A, B-C", ["A", "B", "C"]),
        ("Cellar", ["Cellar"]),
    ],
)
def test_aisles_are_named_one_by_one_or_as_a_range(told: str, names: list[str]) -> None:
    assert aisle_names(told) == names


@pytest.mark.parametrize("told", ["", " , ", "A-9", "D-A", "1-61"])
def test_aisles_that_nobody_could_walk_are_refused(told: str) -> None:
    with pytest.raises(ValueError, match=r"aisles|range"):
        aisle_names(told)


def test_odd_bays_stand_on_the_left_and_even_ones_on_the_right_from_the_front() -> None:
    bins = {one.code: one for one in shelving(["A"], range(1, 5), 2)}

    assert list(bins) == [f"A-0{bay}-{level}" for bay in (1, 2, 3, 4) for level in (1, 2)]
    assert bins["A-01-1"].x == bins["A-03-1"].x == EDGE
    assert (bins["A-02-1"].x or 0) > EDGE
    assert bins["A-01-1"].y == bins["A-02-1"].y
    assert (bins["A-03-1"].y or 0) > (bins["A-01-1"].y or 0)
    assert bins["A-01-2"] == BinDraft("A-01-2", bins["A-01-1"].x, bins["A-01-1"].y)


def test_a_new_aisle_stands_beside_the_old_ones_and_an_old_one_grows_where_it_is() -> None:
    bins = {one.code: one for one in shelving(["A", "C"], range(3, 5), 1, {"a": 100, "b": 400})}

    assert bins["A-03-1"].x == 100
    assert bins["C-03-1"].x == 400 + AISLE_WIDTH


def test_the_next_letters_are_suggested() -> None:
    assert free_aisles({}) == ["A", "B", "C", "D"]
    assert free_aisles({"a": 0, "c": 0}) == ["B", "D", "E", "F"]


def test_codes_sort_as_people_count() -> None:
    codes = ["A10", "b-1", "A2", "a1", "A-10-1", "A-2-1"]

    assert sorted(codes, key=natural_key) == ["A-2-1", "A-10-1", "a1", "A2", "A10", "b-1"]
    assert natural_key("A-1-1") == natural_key("a-01-01")
