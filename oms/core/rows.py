"""New rows, written as they are, all of one kind in one statement.

What a verb adds and does not change again needs no session to watch over it: to add it there and to flush
costs several times what the database needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from functools import cache
from typing import Any

from sqlalchemy import Insert, insert

from oms.core.db import Base, db, table_of

Row = dict[str, Any]


def write_rows(model: type[Base], rows: Sequence[Row]) -> None:
    """Rows that say the same columns, each."""
    if rows:
        db.session.execute(_plainly(model), rows)


def write_numbered(model: type[Base], rows: Sequence[Row]) -> list[int]:
    """Their ids, in the order of the rows."""
    return list(db.session.scalars(_numbered(model), rows)) if rows else []


def write_new(*objects: Base) -> None:
    """Objects of one kind that the verb goes on to read. They get their ids; what is changed of them later is
    not written.
    """
    if objects:
        ids = write_numbered(type(objects[0]), [_as_row(one) for one in objects])
        for one, number in zip(objects, ids, strict=True):
            one.id = number  # type: ignore[attr-defined]  # what is numbered has one


def as_row(record: Any) -> Row:
    """The fields of a dataclass; `asdict` copies everything in them and takes ten times as long."""
    return {one.name: getattr(record, one.name) for one in fields(record)}


@cache
def _plainly(model: type[Base]) -> Insert:
    return insert(table_of(model))


@cache
def _numbered(model: type[Base]) -> Any:
    return _plainly(model).returning(table_of(model).c.id, sort_by_parameter_order=True)


def _as_row(one: Base) -> Row:
    return {name: value for name, value in vars(one).items() if name in table_of(type(one)).c}
