"""Acts without any business, for tests of what every act is promised."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select, update

from oms.core.db import db
from oms.core.errors import Refused
from oms.core.events import record
from oms.core.numbering import Counter, next_number
from oms.core.operations import By, Operation, final, remember, undoable, verb


@dataclass(frozen=True)
class NumberTaken:
    value: int


@verb(undoable(hours=1))
def take_number(series: str, *, note: str = "", by: By) -> int:
    """The next of a series; a `note` only makes it another request."""
    del by, note
    value = next_number(series)
    remember(series=series)
    record(NumberTaken(value), about=f"series:{series}")
    return value


@take_number.undo
def _give_back(operation: Operation) -> None:
    query = update(Counter).where(Counter.name == operation.recall("series"))
    db.session.execute(query.values(value=Counter.value - 1))


@verb(final("A stamp does not come off."))
def stamp(series: str, *, by: By) -> None:
    del by
    next_number(series)


@verb(undoable())
def take_two(first: str, second: str, *, by: By) -> list[int]:
    """Two acts that are one: an empty name of the second series is refused after the first was taken."""
    one = take_number(first, by=by)
    if not second:
        raise Refused("There is no second series.")
    return [one, take_number(second, by=by)]


def taken(series: str) -> int:
    """How far a series has got."""
    db.session.rollback()
    return db.session.scalar(select(Counter.value).where(Counter.name == series)) or 0


def how_many(table: type) -> int:
    """Rows of a table, as everybody sees them."""
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0
