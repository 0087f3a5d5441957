"""Undo: within its window, once, and never after the world was told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from oms.core import clock
from oms.core.db import db, transaction
from oms.core.delivering import deliver_due
from oms.core.errors import Missing, Refused, Unreachable
from oms.core.events import Delivery, Event
from oms.core.operations import By, Operation
from oms.core.undoing import undo_operation
from tests.core.acts import NumberTaken, stamp, take_number, taken
from tests.core.listening import listening

pytestmark = pytest.mark.usefixtures("context")
BY = By("user:3", "the-act")


@pytest.fixture
def told() -> Iterator[list[int]]:
    """What a customer was told; it waits for the undo window."""
    heard: list[int] = []
    with listening(NumberTaken, lambda fact, _by: heard.append(fact.value), tells_outside=True):
        yield heard


def undo(operation_id: str = "the-act") -> None:
    undo_operation(operation_id, by=By("user:4"))


def refused(sentence: str) -> None:
    before = taken("orders")
    with pytest.raises(Refused, match=sentence):
        undo()
    assert taken("orders") == before
    assert db.session.get_one(Operation, "the-act").undone_at is None


def test_an_act_is_reversed_and_both_stay_in_the_books() -> None:
    take_number("orders", by=BY)

    undo()

    assert taken("orders") == 0
    done = db.session.get_one(Operation, "the-act")
    undoing = db.session.scalars(select(Operation).where(Operation.undoes_id == "the-act")).one()
    assert done.undone_at is not None
    assert undoing.by == "user:4"
    kinds = db.session.scalars(select(Event.kind).where(Event.about == "series:orders").order_by(Event.id))
    assert kinds.all() == ["NumberTaken", "Undone"]


def test_what_was_undone_already_is_not_undone_again() -> None:
    take_number("orders", by=BY)
    undo()

    with pytest.raises(Refused, match="already undone"):
        undo()

    assert taken("orders") == 0


def test_the_same_undo_twice_is_one_undo() -> None:
    take_number("orders", by=BY)
    take_number("orders", by=By("user:3"))

    for _ in range(2):
        undo_operation("the-act", by=By("user:4", "the-undo"))

    assert taken("orders") == 1


def test_when_its_time_is_over_an_act_stays() -> None:
    take_number("orders", by=BY)

    with clock.travel(clock.now() + timedelta(minutes=61)):
        refused("time to undo this is over")


def test_what_is_final_says_why() -> None:
    stamp("orders", by=BY)

    refused("A stamp does not come off")


def test_an_undo_is_not_undone_but_done_again() -> None:
    take_number("orders", by=BY)
    undo_operation("the-act", by=By("user:4", "the-undo"))

    with pytest.raises(Refused, match="do the thing again"):
        undo("the-undo")


def test_there_is_nothing_to_undo_where_nothing_was_done() -> None:
    with pytest.raises(Missing, match="nothing to undo"):
        undo()


def test_a_message_that_still_waits_is_withdrawn_and_never_sent(told: list[int]) -> None:
    take_number("orders", by=BY)

    undo()

    assert db.session.scalars(select(Delivery)).one().withdrawn_at is not None
    with clock.travel(clock.now() + timedelta(hours=1)):
        deliver_due()
    assert told == []


def test_once_the_customer_was_told_it_cannot_be_taken_back(told: list[int]) -> None:
    take_number("orders", by=BY)
    with clock.travel(clock.now() + timedelta(minutes=6)):
        deliver_due()
        assert told == [1]

        refused("already been told")


def test_a_message_that_is_leaving_cannot_be_taken_back(told: list[int]) -> None:
    take_number("orders", by=BY)
    with transaction():
        db.session.scalars(select(Delivery)).one().leased_until = clock.now() + timedelta(seconds=90)

    refused("already been told")
    assert told == []


def test_a_message_that_nobody_took_can_still_be_withdrawn() -> None:
    def away(_fact: NumberTaken, _by: By) -> None:
        raise Unreachable("The mail server is away.")

    with listening(NumberTaken, away, tells_outside=True):
        take_number("orders", by=BY)
        with clock.travel(clock.now() + timedelta(minutes=6)):
            deliver_due()
            undo()

            assert db.session.scalars(select(Delivery)).one().withdrawn_at is not None


def test_what_only_we_were_told_does_not_stop_an_undo() -> None:
    heard: list[int] = []
    with listening(NumberTaken, lambda fact, _by: heard.append(fact.value)):
        take_number("orders", by=BY)
        deliver_due()

        undo()

    assert (heard, taken("orders")) == ([1], 0)


def test_what_was_only_queued_is_taken_back_by_whoever_queued_it() -> None:
    queue: list[int] = []
    queued = {"tells_outside": True, "withdraw": lambda fact: queue.remove(fact.value)}
    with listening(NumberTaken, lambda fact, _by: queue.append(fact.value), **queued):
        take_number("orders", by=BY)
        with clock.travel(clock.now() + timedelta(minutes=6)):
            deliver_due()
            assert queue == [1]

            undo()

    assert (queue, taken("orders")) == ([], 0)


def test_who_queued_it_refuses_once_it_was_told() -> None:
    def told(_fact: NumberTaken) -> None:
        raise Refused("The channel knows it.")

    with listening(NumberTaken, lambda *_: None, tells_outside=True, withdraw=told):
        take_number("orders", by=BY)
        with clock.travel(clock.now() + timedelta(minutes=6)):
            deliver_due()

            refused("The channel knows it")
