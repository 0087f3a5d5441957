"""Which box is offered, and what a parcel will weigh."""

from __future__ import annotations

from oms.packing.boxing import Advice, Packed, suggest_box, weight_of

SMALL, LARGE = 1, 2
LAMP, MUG = 7, 8


def test_the_same_items_go_where_they_went_the_last_time() -> None:
    past = [Packed(LARGE, {MUG: 1}), Packed(SMALL, {LAMP: 2}), Packed(LARGE, {LAMP: 2})]

    assert suggest_box({LAMP: 2}, past) == Advice(SMALL, "same")


def test_other_items_begin_with_the_box_that_was_used_last() -> None:
    past = [Packed(LARGE, {MUG: 1}), Packed(SMALL, {LAMP: 2})]

    assert suggest_box({LAMP: 1}, past) == Advice(LARGE, "last")


def test_without_a_past_nothing_is_offered() -> None:
    assert suggest_box({LAMP: 1}, []) is None


def test_a_parcel_weighs_what_is_in_it() -> None:
    assert weight_of([(1450, 2), (340, 1)]) == 3240
    assert weight_of([]) == 0


def test_one_unknown_weight_makes_all_of_it_unknown() -> None:
    assert weight_of([(1450, 2), (None, 1)]) is None
