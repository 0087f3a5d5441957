"""New rows are written together, and each is known by its own number."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event, select

from oms.core.db import db, transaction
from oms.core.events import Event
from oms.core.numbering import Counter
from oms.core.operations import By, current_operation, final, verb
from oms.core.rows import Row, write_new, write_numbered, write_rows

pytestmark = pytest.mark.usefixtures("context")
MANY = [f"thing:{number}" for number in range(40)]


def _row(about: str) -> Row:
    running = current_operation()
    return {
        "kind": "Seen",
        "facts": {"of": about},
        "about": about,
        "by": running.by.actor,
        "at": running.at,
        "operation_id": running.operation_id,
    }


@verb(final("A test."))
def see(*abouts: str, by: By) -> list[int]:
    del by
    return write_numbered(Event, [_row(about) for about in abouts])


@verb(final("A test."))
def see_and_read(*abouts: str, by: By) -> list[int]:
    del by
    seen = [Event(**_row(about)) for about in abouts]
    write_new(*seen)
    return [one.id for one in seen]


@pytest.mark.parametrize("act", [see, see_and_read])
def test_each_row_is_known_by_its_own_number(act: Any) -> None:
    ids = act(*MANY, by=By("user:3"))

    kept = {one.id: (one.about, one.facts) for one in db.session.scalars(select(Event))}
    assert [kept[number] for number in ids] == [(about, {"of": about}) for about in MANY]


def test_many_rows_are_one_statement() -> None:
    told: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("INSERT INTO event"):
            told.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        see(*MANY, by=By("user:3"))
    finally:
        event.remove(db.engine, "before_cursor_execute", note)

    assert len(told) == 1


def test_nothing_to_write_writes_nothing() -> None:
    assert see(by=By("user:3")) == []
    assert see_and_read(by=By("user:3")) == []


def test_rows_without_a_number_are_written_too() -> None:
    with transaction():
        write_rows(Counter, [{"name": "one", "value": 1}, {"name": "two", "value": 2}])

    assert sorted(db.session.execute(select(Counter.name, Counter.value)).all()) == [("one", 1), ("two", 2)]
