"""How Backroom opens SQLite: durable, with real transactions, and without the WAL-reset bug."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.sql.compiler import InsertmanyvaluesSentinelOpts

from oms.core.sqlite_version import journal_mode

try:
    import pysqlite3 as driver
except ImportError:  # platforms without a wheel fall back to the system's SQLite
    import sqlite3 as driver

MODULE: ModuleType = driver
JOURNAL, WARNING = journal_mode(driver.sqlite_version)


def prepare(engine: Engine) -> None:
    """Writers take the lock when they begin, readers keep a snapshot; a commit is on disk when it returns.

    Rows of one INSERT are numbered in their order, so that several need no statement each to know their ids.
    """
    engine.dialect.insertmanyvalues_implicit_sentinel = InsertmanyvaluesSentinelOpts.ANY_AUTOINCREMENT
    event.listen(engine, "connect", _on_connect)
    event.listen(engine, "begin", _on_begin)


def _on_connect(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "busy_timeout=15000",  # before anything that may have to wait
        f"journal_mode={JOURNAL}",
        "synchronous=FULL",
        "foreign_keys=ON",
        "cache_size=-32000",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
