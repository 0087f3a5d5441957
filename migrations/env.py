"""Alembic's way in: our tables, our session's engine, and the triggers made anew after every migration."""

from __future__ import annotations

from contextlib import contextmanager

from alembic import context
from sqlalchemy import inspect

from oms.core.db import Base, db
from oms.core.ddl import recreate

OURS_ALONE = ("order_words_index",)


def include_object(thing, name, kind, reflected, compare_to):
    """The shadow tables and indexes of the search are made by hand."""
    return not (name or "").startswith((*OURS_ALONE, "ix_order_words_pieces"))


@contextmanager
def rebuilding(connection):
    """SQLite alters a table by making it anew, while other rows refer to it. It hears this outside of a transaction
    alone, and SQLAlchemy begins one with the first statement, so the driver is asked itself.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def refuse_lost(connection):
    """Nothing refers to a row that is gone; PostgreSQL looks by itself."""
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if lost:
            raise RuntimeError(f"Rows refer to what is not there: {lost[:3]}")


def run():
    with db.engine.connect() as connection, rebuilding(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=True,
            compare_type=True,
            include_object=include_object,
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()
        if inspect(connection).has_table("move"):
            recreate(connection)
        refuse_lost(connection)
        connection.commit()


run()
