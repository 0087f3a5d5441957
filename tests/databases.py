"""Fresh databases for tests: a real SQLite file or a real PostgreSQL database, copied from one that was kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import Engine, create_engine

from oms.core.db import Base, db
from oms.core.ddl import recreate

KIND = os.environ.get("BACKROOM_TEST_DATABASE", "sqlite")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")


EMPTY = "empty"


class SqliteFile:
    """One file; a fresh start is a copy of one that was kept beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.file = folder, folder / "shop.db"
        self.url = f"sqlite:///{self.file}"

    def prepare(self, app: Flask) -> None:
        make_tables(app)
        self.keep(app, EMPTY)

    def keep(self, app: Flask, name: str) -> None:
        """What is there now can be started from again, under this name."""
        with app.app_context():
            db.session.remove()
            connection = db.engine.raw_connection()
            connection.cursor().execute(f"VACUUM INTO '{self._kept(name)}'")
            connection.close()
            db.engine.dispose()

    def start_afresh(self, app: Flask, name: str = EMPTY) -> None:
        with app.app_context():
            db.engine.dispose()
        fresh = self.file.with_suffix(".fresh")
        shutil.copyfile(self._kept(name), fresh)
        for file in (self.file.with_suffix(".db-wal"), self.file.with_suffix(".db-shm")):
            file.unlink(missing_ok=True)
        fresh.replace(self.file)  # at once: a thread that still looks must never find an empty database
        with app.app_context():
            db.engine.dispose()  # what such a thread opened meanwhile is the database of before

    def close(self) -> None:
        """Files go with their folder."""

    def _kept(self, name: str) -> Path:
        return self.folder / f"{name}.kept"


WATCH = """
    CREATE SCHEMA kept;
    CREATE TABLE kept.altered (at timestamptz);
    CREATE FUNCTION kept.note() RETURNS event_trigger LANGUAGE plpgsql AS
        'BEGIN INSERT INTO kept.altered VALUES (now()); END';
    CREATE EVENT TRIGGER kept_note ON ddl_command_end EXECUTE FUNCTION kept.note();
"""
PUT_BACK = """
    CREATE FUNCTION kept_{name}.put_back() RETURNS boolean LANGUAGE plpgsql
    SET session_replication_role = replica AS $$ BEGIN
        IF EXISTS (SELECT FROM kept.altered) THEN RETURN false; END IF;
        PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle';
        {rows};
        RETURN true;
    END $$;
    TRUNCATE kept.altered;
"""


class PostgresDatabase:
    """One database of a private cluster. For a fresh start the rows are put back that were kept beside its
    tables, and the connections stay; once somebody altered a table, it is copied anew from a template.
    """

    def __init__(self) -> None:
        from tests.postgres import shared_cluster

        self.name = f"shop_{WORKER}_{uuid4().hex}"
        self.cluster = shared_cluster()
        self.url: str = self.cluster.url(self.name)
        self.admin = create_engine(self.cluster.url("postgres"), isolation_level="AUTOCOMMIT")
        self.inside = create_engine(self.url, isolation_level="AUTOCOMMIT")
        self.kept: list[str] = []  # in the database that is open now
        self.template: dict[str, list[str]] = {}
        self._run(self.admin, f"CREATE DATABASE {self.name}")

    def prepare(self, app: Flask) -> None:
        make_tables(app)
        self._run(self.inside, WATCH)
        self.keep(app, EMPTY)

    def keep(self, app: Flask, name: str) -> None:
        """What is there now can be started from again, under this name."""
        tables = [f'"{table.name}"' for table in Base.metadata.sorted_tables]
        copies = [f"CREATE TABLE kept_{name}.{table} AS TABLE {table}" for table in tables]
        self._run(self.inside, f"CREATE SCHEMA kept_{name}; {';'.join(copies)}")
        self._run(self.inside, PUT_BACK.format(name=name, rows=";".join(self._rows(name, tables))))
        self.kept.append(name)
        self.template[name] = list(self.kept)
        self._let_go(app)
        self._run(self.admin, f"CREATE DATABASE {self.name}_{name} TEMPLATE {self.name}")

    def start_afresh(self, app: Flask, name: str = EMPTY) -> None:
        if name in self.kept and self._ask(f"SELECT kept_{name}.put_back()")[0][0]:
            return
        self._let_go(app)
        self._run(self.admin, f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        self._run(self.admin, f"CREATE DATABASE {self.name} TEMPLATE {self.name}_{name} STRATEGY file_copy")
        self.kept = list(self.template[name])

    def close(self) -> None:
        self.admin.dispose()
        self.inside.dispose()

    def _rows(self, name: str, tables: list[str]) -> Iterator[str]:
        """What puts back every row, and every sequence to where it stood."""
        for table in tables:
            yield f"DELETE FROM {table}"
            if self._ask(f"SELECT EXISTS (SELECT FROM {table})")[0][0]:
                yield f"INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM kept_{name}.{table}"
        for sequence, last in self._ask(
            "SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE schemaname = 'public'"
        ):
            yield f"PERFORM setval('{sequence}', {last or 1}, {last is not None})"

    def _let_go(self, app: Flask) -> None:
        self.inside.dispose()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        self._run(
            self.admin,
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{self.name}'",
        )

    def _ask(self, query: str) -> list[Any]:
        with self.inside.connect() as connection:
            return list(connection.exec_driver_sql(query).all())

    def _run(self, engine: Engine, statement: str) -> None:
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)


def open_database(folder: Path, kind: str = KIND) -> Any:
    return PostgresDatabase() if kind == "postgres" else SqliteFile(folder)


@contextmanager
def empty_database(folder: Path) -> Iterator[str]:
    """The address of a database with nothing in it, for processes that open it themselves."""
    if KIND != "postgres":
        yield f"sqlite:///{folder}/empty.db"
        return
    from tests.postgres import shared_cluster

    name, cluster = f"empty_{uuid4().hex}", shared_cluster()
    admin = create_engine(cluster.url("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
        yield cluster.url(name)
        connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    admin.dispose()


def make_tables(app: Flask) -> None:
    with app.app_context(), db.engine.begin() as connection:
        Base.metadata.create_all(connection)
        recreate(connection)
