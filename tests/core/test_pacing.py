"""Who goes on without end is asked to wait; who works fast is not."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oms.core.pacing import Pace, Paces, TooMany
from tests.core.standing_time import Time

PACE = Pace("searches", at_once=5, each_second=2)


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def paces(time: Time) -> Paces:
    return Paces(time)


def test_a_burst_is_free_and_then_the_sentence_says_how_long(paces: Paces, time: Time) -> None:
    for _ in range(5):
        paces.claim(PACE, "Ada")
    with pytest.raises(TooMany, match=r"Too many searches\. Wait 1 second, then try again\.") as refusal:
        paces.claim(PACE, "Ada")
    assert refusal.value.wait == timedelta(seconds=0.5)
    time.now += 0.5
    paces.claim(PACE, "Ada")
    with pytest.raises(TooMany):
        paces.claim(PACE, "Ada")


def test_who_stays_within_the_pace_goes_on_for_ever(paces: Paces, time: Time) -> None:
    for _ in range(1000):
        paces.claim(PACE, "Ada")
        time.now += 0.5


def test_a_rest_gives_back_one_burst_and_no_more(paces: Paces, time: Time) -> None:
    paces.claim(PACE, "Ada", 5)
    time.now += 3600
    paces.claim(PACE, "Ada", 5)
    with pytest.raises(TooMany):
        paces.claim(PACE, "Ada")


def test_everybody_and_everything_is_counted_apart(paces: Paces) -> None:
    paces.claim(PACE, "Ada", 5)
    paces.claim(PACE, "Mo", 5)
    paces.claim(Pace("files", at_once=5, each_second=2), "Ada", 5)


def test_one_thing_larger_than_a_burst_is_done_and_waited_for_afterwards(paces: Paces, time: Time) -> None:
    paces.claim(PACE, "Ada", 9)
    with pytest.raises(TooMany):
        paces.claim(PACE, "Ada")
    time.now += 2.5
    paces.claim(PACE, "Ada")


def test_what_was_refused_is_not_counted(paces: Paces, time: Time) -> None:
    paces.claim(PACE, "Ada", 5)
    for _ in range(100):
        with pytest.raises(TooMany):
            paces.claim(PACE, "Ada")
    time.now += 0.5
    paces.claim(PACE, "Ada")
