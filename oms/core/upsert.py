"""`INSERT … ON CONFLICT`, which both databases speak with the same words in two dialects."""

from __future__ import annotations

from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from oms.core.db import is_sqlite


def upsert(table: Any) -> sqlite.Insert:
    """An insert with `on_conflict_do_nothing` and `on_conflict_do_update`."""
    if is_sqlite():
        return sqlite.insert(table)
    return postgresql.insert(table)  # type: ignore[return-value]  # the two classes share the methods used here
