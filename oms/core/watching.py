"""Whether anything was committed since somebody looked last. To ask costs nearly nothing, and a commit is never missed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, text

from oms.core import clock
from oms.core.db import db, is_sqlite

SNAPSHOT = text("SELECT CAST(pg_current_snapshot() AS text)")


def look_where_new(who: str, look: Callable[[], object], *, at_least_every: float) -> None:
    """Call `look` where something may have been committed since it was called last, by whomever; after so many
    seconds in any case. Each connection remembers for itself: another one looks once too often.
    """
    db.session.rollback()
    connection = db.session.connection()
    seen: dict[str, Any] = connection.info.setdefault("seen", {})
    mark = (_committed(connection), clock.now().timestamp() // at_least_every)
    if seen.get(who) != mark:
        look()
        seen[who] = mark


def _committed(connection: Connection) -> object:
    """The same as long as nothing is committed: SQLite counts what others wrote and, apart, what this connection did."""
    if not is_sqlite():
        return connection.scalar(SNAPSHOT)
    driver: Any = connection.connection.dbapi_connection
    return connection.exec_driver_sql("PRAGMA data_version").scalar(), driver.total_changes
