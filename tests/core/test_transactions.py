"""A transaction: all of it or nothing of it, and only the outermost commits."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from oms.core.db import db, is_collision, is_disk_full, is_sqlite, transaction
from oms.core.errors import DiskFull
from oms.core.numbering import Counter, next_number
from tests.core.acts import how_many, taken
from tests.databases import KIND

pytestmark = pytest.mark.usefixtures("context")


def test_what_was_written_is_there_for_others(app: Flask) -> None:
    with transaction():
        next_number("orders")

    with app.app_context():
        assert taken("orders") == 1


def number_and_fail(error: BaseException) -> None:
    with transaction():
        with transaction():
            next_number("orders")
        raise error


@pytest.mark.parametrize("error", [LookupError(), KeyboardInterrupt()])
def test_an_inner_one_joins_and_any_exception_undoes_all_of_it(error: BaseException) -> None:
    with pytest.raises(type(error)):
        number_and_fail(error)

    assert taken("orders") == 0


def test_after_a_failure_the_next_one_works() -> None:
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(insert(Counter), [{"name": "a", "value": 1}, {"name": "a", "value": 2}])

    with transaction():
        assert next_number("a") == 1


def test_what_was_changed_outside_is_refused() -> None:
    db.session.add(Counter(name="stray", value=1))

    with pytest.raises(RuntimeError, match="outside of a transaction"), transaction():
        pass

    db.session.rollback()
    assert how_many(Counter) == 0


def test_inside_the_present_is_read_and_not_what_a_page_had_read(app: Flask) -> None:
    with transaction():
        next_number("orders")
    seen = db.session.get_one(Counter, "orders")
    assert seen.value == 1
    with app.app_context(), transaction():
        next_number("orders")

    with transaction():
        assert seen.value == 2


def number_until_no_room_is_left() -> None:
    """Number something, then make the database say that the disk is full."""
    next_number("orders")
    if is_sqlite():
        pages = db.session.execute(text("PRAGMA page_count")).scalar_one()
        db.session.execute(text(f"PRAGMA max_page_count={pages}"))
        for number in range(2000):
            db.session.execute(insert(Counter).values(name=f"{number:0500}", value=number))
    else:
        db.session.execute(text("DO $$ BEGIN RAISE disk_full; END $$"))


def test_a_full_disk_says_so_keeps_what_was_there_and_recovers() -> None:
    with transaction():
        next_number("orders")

    with pytest.raises(DiskFull), transaction():
        number_until_no_room_is_left()

    assert taken("orders") == 1
    if KIND == "sqlite":
        db.session.execute(text("PRAGMA max_page_count=1000000"))
    with transaction():
        assert next_number("orders") == 2


def test_a_failing_disk_is_told_like_a_full_one() -> None:
    failure = DBAPIError("INSERT", {}, OSError("disk I/O error"))

    assert is_disk_full(failure)


@pytest.mark.parametrize(
    ("state", "again"), [("40P01", True), ("40001", True), ("55P03", True), ("23505", False), (None, False)]
)
def test_only_a_collision_is_worth_another_try(state: str | None, again: bool) -> None:
    original = OSError("of the database")
    original.sqlstate = state  # type: ignore[attr-defined]

    assert is_collision(DBAPIError("UPDATE", {}, original)) is again
