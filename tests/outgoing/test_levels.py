"""How many of an offer a channel is told: what its parts allow, less what is kept back, up to a cap."""

from __future__ import annotations

import pytest

from oms.channels.levels import Level, level_of

LAMP, MUG = 1, 2


@pytest.mark.parametrize(
    ("parts", "available", "makes"),
    [
        pytest.param([(LAMP, 1)], {LAMP: 7}, 7, id="one of an item"),
        pytest.param([(LAMP, 3)], {LAMP: 7}, 2, id="a pack of three, and one is left over"),
        pytest.param([(LAMP, 1), (MUG, 2)], {LAMP: 7, MUG: 5}, 2, id="a set is as many as its scarcest part"),
        pytest.param([(LAMP, 1), (LAMP, 2)], {LAMP: 7}, 2, id="an item that is named twice counts as often"),
        pytest.param(
            [(LAMP, 1), (MUG, 1)], {LAMP: 7, MUG: 0}, 0, id="without one of its parts there is none"
        ),
        pytest.param([(LAMP, 1)], {LAMP: -2}, 0, id="never below zero"),
    ],
)
def test_it_makes_as_many_as_its_parts_allow(
    parts: list[tuple[int, int]], available: dict[int, int], makes: int
) -> None:
    assert level_of(parts, available, 0, None) == Level(makes, makes)


@pytest.mark.parametrize(
    ("buffer", "cap", "quantity"),
    [(0, None, 7), (2, None, 5), (9, None, 0), (0, 3, 3), (2, 3, 3), (5, 3, 2), (0, 0, 0)],
)
def test_some_are_kept_back_and_more_than_the_cap_is_never_told(
    buffer: int, cap: int | None, quantity: int
) -> None:
    assert level_of([(LAMP, 1)], {LAMP: 7}, buffer, cap) == Level(7, quantity)


def test_what_nobody_knows_or_ever_counted_has_no_level() -> None:
    assert level_of([], {LAMP: 7}, 0, None) is None
    assert level_of([(LAMP, 1), (MUG, 1)], {LAMP: 7}, 0, None) is None
