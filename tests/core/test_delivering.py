"""Facts on their way to whoever wants to know: at least once, with patience, and never silently lost."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import select

from oms.core import clock
from oms.core.db import db
from oms.core.delivering import LEASE, PAUSES, deliver_due, try_again
from oms.core.errors import NotDone, Permanent, Refused, Unreachable
from oms.core.events import Delivery, Event
from oms.core.operations import By
from tests.core.acts import NumberTaken, how_many, stamp, take_number, take_two, taken
from tests.core.listening import listening

pytestmark = pytest.mark.usefixtures("context")


class Listener:
    """Hears numbers; `answers` are raised one after another before it is content."""

    def __init__(self, *answers: Exception) -> None:
        self.heard: list[tuple[int, str]] = []
        self.answers = list(answers)

    def __call__(self, fact: NumberTaken, by: By) -> None:
        self.heard.append((fact.value, by.operation_id))
        if self.answers:
            raise self.answers.pop(0)


def delivery() -> Delivery:
    db.session.rollback()
    return db.session.scalars(select(Delivery).execution_options(populate_existing=True)).one()


def later(seconds: float) -> AbstractContextManager[None]:
    return clock.travel(clock.now() + timedelta(seconds=seconds))


def test_a_fact_goes_once_to_each_who_wants_to_know() -> None:
    one, two = Listener(), Listener()
    with listening(NumberTaken, one, name="one"), listening(NumberTaken, two, name="two"):
        take_number("orders", by=By("user:3"))
        assert how_many(Delivery) == 2

        deliver_due()
        assert deliver_due() == 0

    assert [value for value, _ in one.heard] == [value for value, _ in two.heard] == [1]


def test_a_fact_that_nobody_wants_is_kept_all_the_same() -> None:
    take_number("orders", by=By("user:3"))

    assert (how_many(Event), how_many(Delivery)) == (1, 0)


def test_nothing_is_told_of_what_was_refused() -> None:
    with listening(NumberTaken, Listener()), pytest.raises(Refused):
        take_two("orders", "", by=By("user:3"))

    assert (how_many(Event), how_many(Delivery)) == (0, 0)


def test_one_who_fails_does_not_make_the_others_hear_it_again() -> None:
    broken, content = Listener(Unreachable("Away.")), Listener()
    with listening(NumberTaken, broken, name="broken"), listening(NumberTaken, content, name="content"):
        take_number("orders", by=By("user:3"))
        deliver_due()
        with later(10):
            deliver_due()

    assert (len(broken.heard), len(content.heard)) == (2, 1)


def test_each_try_has_the_same_id_so_that_what_it_does_happens_once() -> None:
    answers = [Unreachable("The answer was lost.")]

    def stamps(_fact: NumberTaken, by: By) -> None:
        stamp("stamps", by=by)
        if answers:
            raise answers.pop()

    with listening(NumberTaken, stamps):
        take_number("orders", by=By("user:3"))
        deliver_due()
        with later(10):
            deliver_due()

    assert (delivery().tried, taken("stamps")) == (2, 1)


def test_who_is_away_is_tried_again_after_growing_pauses_and_then_given_up() -> None:
    listener = Listener(*[Unreachable("The mail server is away.")] * 20)
    waits = []
    with listening(NumberTaken, listener):
        take_number("orders", by=By("user:3"))
        while delivery().failed_at is None:
            before = delivery().due_at
            with clock.travel(before + timedelta(seconds=1)):
                deliver_due()
                waits.append(round((delivery().due_at - before).total_seconds() - 1))

    assert waits == [*PAUSES, -1]
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


def test_what_tells_the_outside_waits_for_the_undo_window() -> None:
    listener = Listener()
    with listening(NumberTaken, listener, tells_outside=True):
        take_number("orders", by=By("user:3"))
        with later(290):
            assert deliver_due() == 0
        with later(310):
            assert deliver_due() == 1


def test_a_delivery_whose_handler_is_gone_is_given_up_and_the_worker_goes_on() -> None:
    content = Listener()
    with listening(NumberTaken, Listener(), name="gone"):
        take_number("orders", by=By("user:3"))
    with listening(NumberTaken, content):
        take_number("orders", by=By("user:3"))
        deliver_due()

    assert len(content.heard) == 1
    lost = db.session.scalars(select(Delivery).where(Delivery.failed_at.is_not(None))).one()
    assert lost.error == "Nothing here answers to core.gone any more."


def test_only_so_many_at_a_time() -> None:
    with listening(NumberTaken, Listener()):
        for _ in range(3):
            take_number("orders", by=By("user:3"))

        assert [deliver_due(limit=2), deliver_due(limit=2)] == [2, 1]
