"""Facts on their way to whoever wants to know: at least once, with patience, and never silently lost."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from oms.core.db import db
from oms.core.delivering import deliver_due
from oms.core.errors import Refused, Unreachable, Waits
from oms.core.events import Delivery, Event
from oms.core.operations import By
from tests.core.acts import NumberTaken, how_many, stamp, take_number, take_two, taken
from tests.core.listening import Listener, delivery, later, listening

pytestmark = pytest.mark.usefixtures("context")


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


def test_what_has_to_wait_is_kept_however_long_it_takes() -> None:
    waiting = Listener(*[Waits("Not open yet.")] * 20)
    with listening(NumberTaken, waiting):
        take_number("orders", by=By("user:3"))
        for hours in range(20):
            with later(hours * 3600):
                deliver_due()
        assert (delivery().failed_at, delivery().tried, delivery().error) == (None, 0, "Not open yet.")

        with later(21 * 3600):
            deliver_due()
        assert delivery().done_at is not None


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
