"""Operations: the same id twice is the same answer, done once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from oms.core import clock
from oms.core.db import db, transaction
from oms.core.errors import Refused
from oms.core.events import Event
from oms.core.operations import By, Operation, current_operation, find_operation, remember
from tests.core.acts import how_many, take_number, take_two, taken

pytestmark = pytest.mark.usefixtures("context")


def test_an_act_is_kept_with_who_when_and_what_it_answered() -> None:
    before = clock.now()
    by = By("user:3")

    assert take_number("orders", by=by) == 1

    operation = db.session.get_one(Operation, by.operation_id)
    assert (operation.verb, operation.by, operation.answer) == ("core.take_number", "user:3", {"value": 1})
    assert before <= operation.at <= clock.now()
    event = db.session.scalars(select(Event)).one()
    assert (event.operation_id, event.by, event.about) == (by.operation_id, "user:3", "series:orders")


def test_the_same_id_twice_is_the_same_answer_once() -> None:
    by = By("user:3", "a-click")

    assert [take_number("orders", by=by) for _ in range(3)] == [1, 1, 1]

    assert taken("orders") == 1
    assert how_many(Event) == 1


def test_another_body_with_the_same_id_is_refused() -> None:
    take_number("orders", by=By("user:3", "a-click"))

    with pytest.raises(Refused, match="already used for something else"):
        take_number("parcels", by=By("user:3", "a-click"))
    with pytest.raises(Refused, match="already used for something else"):
        take_number("orders", note="gift", by=By("user:3", "a-click"))

    assert (taken("orders"), taken("parcels")) == (1, 0)


def test_another_act_with_the_same_id_is_refused() -> None:
    take_number("orders", by=By("user:3", "a-click"))

    with pytest.raises(Refused, match="already used for something else"):
        take_two("orders", "parcels", by=By("user:3", "a-click"))


def test_two_ids_are_two_acts() -> None:
    assert [take_number("orders", by=By("user:3")) for _ in range(2)] == [1, 2]


def test_an_act_inside_of_another_is_part_of_it() -> None:
    assert take_two("orders", "parcels", by=By("user:3", "both")) == [1, 1]

    assert db.session.scalars(select(Operation.id)).all() == ["both"]
    assert set(db.session.scalars(select(Event.operation_id))) == {"both"}


def test_what_is_refused_leaves_nothing_and_its_id_may_be_used_again() -> None:
    with pytest.raises(Refused, match="no second series"):
        take_two("orders", "", by=By("user:3", "both"))

    assert (taken("orders"), how_many(Operation), how_many(Event)) == (0, 0, 0)
    assert take_two("orders", "parcels", by=By("user:3", "both")) == [1, 1]


def test_the_parts_of_a_bulk_act_have_ids_that_stay_the_same() -> None:
    whole = By("user:3", "bulk")

    assert whole.part("order:1") == whole.part("order:1")
    assert whole.part("order:1") != whole.part("order:2")
    assert whole.part("order:1").actor == "user:3"


def test_nothing_changes_outside_of_an_act() -> None:
    with transaction(), pytest.raises(RuntimeError, match="inside of a verb"):
        remember(anything=1)
    with pytest.raises(RuntimeError, match="inside of a verb"):
        current_operation()


def test_what_was_never_done_cannot_be_found() -> None:
    with pytest.raises(Refused, match="nothing to undo"):
        find_operation("never")
