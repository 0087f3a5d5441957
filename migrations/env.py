"""Alembic's way in: our tables, our session's engine, and the triggers made anew after every migration."""

from __future__ import annotations

from alembic import context
from sqlalchemy import inspect

from oms.core.db import Base, db
from oms.core.ddl import recreate

OURS_ALONE = ("order_words_index",)


def include_object(thing, name, kind, reflected, compare_to):
    """The shadow tables and indexes of the search are made by hand."""
    return not (name or "").startswith((*OURS_ALONE, "ix_order_words_pieces"))


def run():
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.commit()
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
        connection.commit()


run()
