"""The one order of locking: whoever holds something waits only for what comes later."""

from __future__ import annotations

import pytest

from oms.core.locking import BETWEEN, FIRST, LAST, LOCKS, Held, Turn


def test_what_comes_later_may_be_waited_for() -> None:
    held = Held()

    assert held.take([(FIRST, 1), (FIRST, 2)])
    assert held.take([(FIRST, 3)])
    assert held.take([(BETWEEN,)])
    assert held.take([(LAST, 1, 7)])


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ((FIRST, 2), (FIRST, 1)),
        ((BETWEEN,), (FIRST, 9)),
        ((LAST, 1, 7), (LAST, 1, 6)),
        ((LAST, 1, 1), (FIRST, 1)),
    ],
)
def test_what_should_have_come_before_is_not_waited_for(first: Turn, then: Turn) -> None:
    held = Held()
    held.take([first])

    assert not held.take([then])


def test_what_is_held_already_costs_nothing() -> None:
    held = Held()
    held.take([(FIRST, 1)])
    held.take([(LAST, 1, 7)])

    assert held.take([(FIRST, 1)])


def test_a_second_try_takes_everything_in_its_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    locked: list[Turn] = []
    monkeypatch.setitem(LOCKS, FIRST, locked.extend)
    monkeypatch.setitem(LOCKS, LAST, locked.extend)
    held = Held()
    for turn in ((LAST, 1, 7), (FIRST, 2), (LAST, 1, 6), (FIRST, 1)):
        held.take([turn])

    held.start_again()

    assert locked == [(FIRST, 1), (FIRST, 2), (LAST, 1, 6), (LAST, 1, 7)]
    assert not held.take([(LAST, 1, 5)])
    assert not held.take([(FIRST, 3)])


def test_what_lies_between_keeps_its_turn_in_a_second_try(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LOCKS, FIRST, lambda _turns: None)
    held = Held()
    held.take([(FIRST, 1)])
    held.take([(BETWEEN,)])

    held.start_again()
    held.take([(BETWEEN,)])

    assert not held.take([(FIRST, 9)])
