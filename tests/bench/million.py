"""A shop with a million orders in the proportions of a real one, for measuring lists and search.

    python -m tests.bench.million DATABASE_URL [ORDERS]

Rows are written in bulk, past the services: counters agree with each other, but there is no ledger of moves.
"""

from __future__ import annotations

import gc
import sys
import tempfile
import time
from pathlib import Path

from flask import Flask
from sqlalchemy import Connection, Engine, Table, create_engine, insert, text

from oms import create_app
from oms.core.db import Base
from oms.core.ddl import recreate
from tests.bench.figures import quiet
from tests.bench.rows import TABLES, rows_of
from tests.bench.words import Words
from tests.shop import settings

MILLION = 1_000_000


def application(url: str) -> Flask:
    quiet()
    app = create_app(settings(url, Path(tempfile.mkdtemp(prefix="million-"))))
    gc.freeze()  # as app.py does
    return app


def build(url: str, orders: int = MILLION) -> None:
    """Fill an empty database with so many orders."""
    application(url)
    engine = create_engine(url)
    is_postgres = engine.dialect.name == "postgresql"  # its driver takes a single % for a placeholder
    tables = [Base.metadata.tables[name] for name in TABLES]
    with engine.begin() as connection:
        _make_ready(connection, tables)
    with engine.connect() as connection:
        _in_a_hurry(connection)
        for table in tables:
            began = time.perf_counter()
            for statement in rows_of(table.name, Words(engine.dialect.name, orders)):
                connection.exec_driver_sql(statement.replace("%", "%%") if is_postgres else statement)
            connection.commit()
            print(f"{table.name:14} {time.perf_counter() - began:6.1f} s", flush=True)
    _finish(engine, tables)


def _make_ready(connection: Connection, tables: list[Table]) -> None:
    Base.metadata.create_all(connection)
    for table in tables:
        for index in table.indexes:
            index.drop(connection)
    connection.execute(text("INSERT INTO site (id, name) VALUES (1, 'Main')"))
    connection.execute(
        insert(Base.metadata.tables["user"]).values(id=1, name="Ada", email="ada@example.org", role="owner")
    )
    channels = Base.metadata.tables["channel"]
    for number, kind in enumerate(("shopify", "amazon", "phone", "counter"), 1):
        connection.execute(insert(channels).values(id=number, kind=kind, account="Main", site_id=1))


def _in_a_hurry(connection: Connection) -> None:
    """A build that is interrupted is thrown away, so nothing has to be safe on disk."""
    if connection.dialect.name == "sqlite":
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "cache_size=-400000"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
    else:
        connection.exec_driver_sql("SET session_replication_role = replica")
        connection.exec_driver_sql("SET maintenance_work_mem = '512MB'")
        connection.exec_driver_sql("SET synchronous_commit = off")
    connection.commit()


def _finish(engine: Engine, tables: list[Table]) -> None:
    began = time.perf_counter()
    with engine.connect() as connection:
        _in_a_hurry(connection)
        for table in tables:
            for index in table.indexes:
                index.create(connection)
        recreate(connection)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("INSERT INTO order_words_index(order_words_index) VALUES ('rebuild')")
        else:
            _set_sequences(connection, tables)
        connection.commit()
    _settle(engine)
    print(f"{'indexes':14} {time.perf_counter() - began:6.1f} s", flush=True)


def _settle(engine: Engine) -> None:
    """As a shop that is years old: its tables are known and swept, and nothing sweeps while we measure."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("ANALYZE")
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
        else:
            connection.exec_driver_sql("VACUUM ANALYZE")
            connection.exec_driver_sql("CHECKPOINT")


def _set_sequences(connection: Connection, tables: list[Table]) -> None:
    for table in tables:
        if "id" in table.c and table.name != "operation":
            connection.exec_driver_sql(
                f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), (SELECT max(id) FROM {table.name}))"
            )


if __name__ == "__main__":
    build(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else MILLION)
