"""The database session and the one place where a transaction begins and ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Integer, MetaData, String, Table
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from oms.core.errors import DiskFull
from oms.core.gate import write_gate

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware moment, kept in UTC on every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None or dialect.name != "sqlite":
            return value
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 — the signature is SQLAlchemy's
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """All tables: moments are aware, dictionaries and lists are JSON, ids are wide."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {  # noqa: RUF012 — SQLAlchemy reads it as it stands
        datetime: Moment(),
        dict[str, Any]: JSON(none_as_null=True),
        list[Any]: JSON(none_as_null=True),
        str: String(),
        int: BigInteger().with_variant(Integer(), "sqlite"),
    }


db = SQLAlchemy(metadata=Base.metadata)


def table_of(model: type[Base]) -> Table:
    """For rows that are written and not looked at: without objects they cost a third."""
    return cast("Table", model.__table__)


@contextmanager
def transaction() -> Iterator[Session]:
    """All of the block or nothing of it.

    The outermost commits, an inner one joins. On entry the read snapshot of the caller ends, so
    what is read inside is the present, and objects read before refresh by themselves.
    """
    session = cast("Session", db.session())
    if session.info.get("writing"):
        yield session
        return
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("Something was changed outside of a transaction")
    session.rollback()
    with write_gate(db.engine):
        session.info["writing"] = True
        try:
            session.connection(execution_options={"writing": True})
            yield session
            session.commit()
        except DBAPIError as error:
            session.rollback()
            if is_disk_full(error):
                raise DiskFull from error
            raise
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info.pop("writing", None)


def is_disk_full(error: DBAPIError) -> bool:
    """True where the database could not write for want of room, or because the disk failed."""
    text = str(error.orig)
    return "disk is full" in text or "disk I/O error" in text or _sqlstate(error) in {"53100", "58030"}


def is_collision(error: DBAPIError) -> bool:
    """True for a deadlock or a serialization failure: the same work may simply run again."""
    return _sqlstate(error) in {"40P01", "40001", "55P03"} and not ran_out_of_time(error)


def ran_out_of_time(error: DBAPIError) -> bool:
    """True where somebody was waited for too long, or the question took too long (postgres.py)."""
    state = _sqlstate(error)
    return state == "57014" or (state == "55P03" and _told_by(error) == "ProcessInterrupts")


def _told_by(error: DBAPIError) -> str | None:
    """Which part of PostgreSQL it comes from: `55P03` is also what `NOWAIT` answers at once."""
    return getattr(getattr(error.orig, "diag", None), "source_function", None)


def _sqlstate(error: DBAPIError) -> str | None:
    return getattr(error.orig, "sqlstate", None)


def is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"
