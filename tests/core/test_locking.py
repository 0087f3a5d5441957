"""The one order of locking: whoever holds something waits only for what comes later."""

from __future__ import annotations

import pytest

from oms.core.locking import BETWEEN, COUNTERS, FIRST, LOCKS, SHARED, Held, Turn


def test_what_comes_later_may_be_waited_for() -> None:
    held = Held()

    assert held.take([(FIRST, 1), (FIRST, 2)])
    assert held.take([(FIRST, 3)])
    assert held.take([(BETWEEN,)])
    assert held.take([(SHARED, 1, 7)])


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ((FIRST, 2), (FIRST, 1)),
        ((BETWEEN,), (FIRST, 9)),
        ((SHARED, 1, 7), (SHARED, 1, 6)),
        ((SHARED, 1, 1), (FIRST, 1)),
    ],
)
def test_what_should_have_come_before_is_not_waited_for(first: Turn, then: Turn) -> None:
    held = Held()
    held.take([first])

    assert not held.take([then])


def test_what_is_held_already_costs_nothing() -> None:
    held = Held()
    held.take([(FIRST, 1)])
    held.take([(SHARED, 1, 7)])

    assert held.take([(FIRST, 1)])


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> list[Turn]:
    """What was locked ahead of its use, in that order."""
    found: list[Turn] = []
    for rank in (FIRST, SHARED):
        monkeypatch.setitem(LOCKS, rank, found.extend)
    return found


def test_a_second_try_takes_everything_in_its_turn(locked: list[Turn]) -> None:
    held = Held()
    for turn in ((SHARED, 1, 7), (FIRST, 2), (SHARED, 1, 6), (FIRST, 1)):
        held.take([turn])

    held.start_again()

    assert locked == [(FIRST, 1), (FIRST, 2), (SHARED, 1, 6), (SHARED, 1, 7)]
    assert not held.take([(SHARED, 1, 5)])
    assert not held.take([(FIRST, 3)])


def test_what_is_shared_waits_for_what_lies_between(locked: list[Turn]) -> None:
    held = Held()
    for turn in ((FIRST, 1), (BETWEEN,), (SHARED, 1, 7), (SHARED, 1, 6)):
        held.take([turn])

    held.start_again()
    held.take([(BETWEEN,)])
    assert locked == [(FIRST, 1)]
    assert not held.take([(FIRST, 9)])

    assert held.take([(SHARED, 1, 7)])
    assert locked == [(FIRST, 1), (SHARED, 1, 6), (SHARED, 1, 7)]


def test_whoever_has_a_number_waits_for_nothing_more() -> None:
    held = Held()
    held.take([(COUNTERS,)])

    assert not held.take([(SHARED, 1, 7)])
    assert held.take([(COUNTERS,)])
