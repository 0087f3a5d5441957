"""Triggers and search indexes: what a migration tool neither sees nor keeps.

SQLite drops triggers silently when a table is rebuilt, so all of them are made anew after every
migration, from one list.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection

Statements = Callable[[str], list[str]]
_all: list[Statements] = []


def ddl(statements: Statements) -> Statements:
    """Decorator: statements for a dialect (`sqlite` or `postgresql`) that may run again and again."""
    _all.append(statements)
    return statements


def recreate(connection: Connection) -> None:
    """Make all of them anew."""
    for statements in _all:
        for statement in statements(connection.dialect.name):
            connection.exec_driver_sql(statement)
