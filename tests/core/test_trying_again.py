"""Deliveries that do not succeed at once: tried again with patience, given up aloud, never lost by a crash."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oms.core import clock
from oms.core.delivering import LEASE, PAUSES, deliver_due, try_again
from oms.core.errors import NotDone, Permanent, Refused, Unreachable
from oms.core.operations import By
from tests.core.acts import NumberTaken, take_number
from tests.core.listening import Listener, delivery, later, listening

pytestmark = pytest.mark.usefixtures("context")


def test_who_is_away_is_tried_again_after_growing_pauses_and_then_given_up() -> None:
    listener = Listener(*[Unreachable("The mail server is away.")] * 20)
    waits = []
    with listening(NumberTaken, listener):
        take_number("orders", by=By("user:3"))
        while delivery().failed_at is None:
            before = delivery().due_at
            with clock.travel(before + timedelta(seconds=1)):
                deliver_due()
                waits.append((delivery().due_at - before).total_seconds() - 1)

    assert len(waits) == len(PAUSES) + 1
    assert all(pause <= wait < pause + 20 for pause, wait in zip(PAUSES, waits, strict=False))
    assert list(PAUSES) == sorted(PAUSES)
    assert delivery().error == "The mail server is away."


def test_who_asks_for_time_is_given_it() -> None:
    listener = Listener(Unreachable("Too many at once.", retry_after=400))
    with listening(NumberTaken, listener):
        take_number("orders", by=By("user:3"))
        deliver_due()
        with later(390):
            assert deliver_due() == 0
        with later(410):
            assert deliver_due() == 1

    assert len(listener.heard) == 2


@pytest.mark.parametrize("no", [Permanent("No such address."), Refused("No such address.")])
def test_a_no_for_good_stops_at_once_until_somebody_tries_again(no: Exception) -> None:
    listener = Listener(no)
    with listening(NumberTaken, listener):
        take_number("orders", by=By("user:3"))
        deliver_due()
        with later(86_400):
            assert deliver_due() == 0
        assert delivery().failed_at is not None
        assert delivery().error == "No such address."

        try_again(delivery().id, by=By("user:3"))
        deliver_due()

    assert len(listener.heard) == 2
    assert delivery().done_at is not None


def test_a_bug_is_logged_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    listener = Listener(ZeroDivisionError("of a programmer"))
    with listening(NumberTaken, listener):
        take_number("orders", by=By("user:3"))
        deliver_due()
        assert delivery().error == "ZeroDivisionError"
        with later(10):
            deliver_due()

    assert delivery().done_at is not None
    assert "failed" in caplog.text


def test_long_work_goes_on_at_once_and_is_no_failure() -> None:
    listener = Listener(*[NotDone()] * 12)
    with listening(NumberTaken, listener):
        take_number("orders", by=By("user:3"))
        assert deliver_due() == 13

    assert delivery().done_at is not None


def test_a_delivery_that_a_crash_left_is_taken_up_when_its_lease_is_over() -> None:
    listener = Listener(SystemExit())  # type: ignore[arg-type]  # as if the process had ended
    with listening(NumberTaken, listener):
        take_number("orders", by=By("user:3"))
        with pytest.raises(SystemExit):
            deliver_due()
        assert deliver_due() == 0

        with later(LEASE.total_seconds() + 1):
            deliver_due()

    assert len(listener.heard) == 2
    assert delivery().done_at is not None
