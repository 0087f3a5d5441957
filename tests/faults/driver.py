"""As much of a Python database driver as SQLAlchemy asks for, over apsw: so that the shop runs on a disk of ours."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import apsw
import pysqlite3

ERRORS = [
    "Warning",
    "Error",
    "InterfaceError",
    "DatabaseError",
    "DataError",
    "OperationalError",
    "IntegrityError",
    "InternalError",
    "ProgrammingError",
    "NotSupportedError",
]
AS = {
    apsw.ConstraintError: "IntegrityError",
    apsw.FullError: "OperationalError",
    apsw.IOError: "OperationalError",
}
SAID = {apsw.FullError: "database or disk is full", apsw.IOError: "disk I/O error"}


def driver_on(disk: str) -> ModuleType:
    """A module that looks like `sqlite3` and opens its files on this disk."""
    module = ModuleType("apsw_driver")
    for name in ERRORS:
        setattr(module, name, getattr(pysqlite3, name))
    module.sqlite_version = apsw.sqlite_lib_version()  # type: ignore[attr-defined]
    module.sqlite_version_info = tuple(map(int, apsw.sqlite_lib_version().split(".")))  # type: ignore[attr-defined]
    module.paramstyle = "qmark"  # type: ignore[attr-defined]
    module.connect = lambda database, **_: Connection(database, disk)  # type: ignore[attr-defined]
    return module


class Connection:
    isolation_level: str | None = None

    def __init__(self, database: str, disk: str) -> None:
        self.inside = apsw.Connection(database, vfs=disk)

    def cursor(self) -> Cursor:
        return Cursor(self.inside)

    def execute(self, statement: str) -> Cursor:
        return self.cursor().execute(statement)

    def create_function(self, name: str, count: int, function: Any, *, deterministic: bool = False) -> None:
        self.inside.create_scalar_function(name, function, count, deterministic=deterministic)

    @property
    def in_transaction(self) -> bool:
        return bool(self.inside.in_transaction)

    def commit(self) -> None:
        if self.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        if self.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        self.inside.close()


class Cursor:
    arraysize = 1

    def __init__(self, connection: apsw.Connection) -> None:
        self.inside, self.rows = connection, iter(())
        self.description: Any = None
        self.rowcount, self.lastrowid = -1, 0

    def execute(self, statement: str, parameters: Any = ()) -> Cursor:
        cursor = self.inside.cursor()
        cursor.exec_trace = self._describe
        try:
            self.rows = iter(cursor.execute(statement, tuple(parameters)).fetchall())
        except apsw.Error as error:
            raise _as_usual(error) from error
        self.rowcount = self.inside.changes()
        self.lastrowid = self.inside.last_insert_rowid()
        return self

    def _describe(self, cursor: apsw.Cursor, _statement: str, _parameters: Any) -> bool:
        """Before the first row, since afterwards apsw no longer says what the columns are."""
        self.description = tuple((name, *(None,) * 6) for name, *_ in cursor.get_description()) or None
        return True

    def executemany(self, statement: str, many: Any) -> Cursor:
        count = 0
        for parameters in many:
            count += max(0, self.execute(statement, parameters).rowcount)
        self.rowcount = count
        return self

    def fetchone(self) -> Any:
        return next(self.rows, None)

    def fetchmany(self, size: int = 1) -> list[Any]:
        return [row for row, _ in zip(self.rows, range(size), strict=False)]

    def fetchall(self) -> list[Any]:
        return list(self.rows)

    def __iter__(self) -> Iterator[Any]:
        return self.rows

    def close(self) -> None:
        self.rows = iter(())


def _as_usual(error: apsw.Error) -> Exception:
    name = next((name for kind, name in AS.items() if isinstance(error, kind)), "OperationalError")
    said = next((said for kind, said in SAID.items() if isinstance(error, kind)), str(error))
    found: Exception = getattr(pysqlite3, name)(said)
    return found
