"""Fresh databases for tests: a real SQLite file or a real PostgreSQL database, copied from a template."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import create_engine, text

from oms.core.db import Base, db
from oms.core.ddl import recreate

KIND = os.environ.get("BACKROOM_TEST_DATABASE", "sqlite")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0")


class SqliteFile:
    """One file; a fresh start is a copy of the template beside it."""

    def __init__(self, folder: Path) -> None:
        self.file, self.template = folder / "shop.db", folder / "template.db"
        self.url = f"sqlite:///{self.file}"

    def prepare(self, app: Flask) -> None:
        make_tables(app)
        with app.app_context():
            db.session.remove()
            connection = db.engine.raw_connection()
            connection.cursor().execute(f"VACUUM INTO '{self.template}'")
            connection.close()
            db.engine.dispose()

    def start_afresh(self, app: Flask) -> None:
        with app.app_context():
            db.engine.dispose()
        fresh = self.file.with_suffix(".fresh")
        shutil.copyfile(self.template, fresh)
        for file in (self.file.with_suffix(".db-wal"), self.file.with_suffix(".db-shm")):
            file.unlink(missing_ok=True)
        fresh.replace(self.file)  # at once: a thread that still looks must never find an empty database
        with app.app_context():
            db.engine.dispose()  # what such a thread opened meanwhile is the database of before

    def close(self) -> None:
        """Files go with their folder."""


class PostgresDatabase:
    """One database of a private cluster; a fresh start is made from its template database."""

    def __init__(self) -> None:
        from tests.postgres import shared_cluster

        self.name = f"shop_{WORKER}_{uuid4().hex}"
        self.cluster = shared_cluster()
        self.url: str = self.cluster.url(self.name)
        self.admin = create_engine(self.cluster.url("postgres"), isolation_level="AUTOCOMMIT")
        self._run(f"CREATE DATABASE {self.name}")

    def prepare(self, app: Flask) -> None:
        make_tables(app)
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        self._run(f"CREATE DATABASE {self.name}_template TEMPLATE {self.name}")

    def start_afresh(self, app: Flask) -> None:
        with app.app_context():
            db.engine.dispose()
        self._run(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
        self._run(f"CREATE DATABASE {self.name} TEMPLATE {self.name}_template STRATEGY file_copy")

    def close(self) -> None:
        self.admin.dispose()

    def _run(self, statement: str) -> None:
        with self.admin.connect() as connection:
            connection.execute(text(statement))


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
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield cluster.url(name)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def make_tables(app: Flask) -> None:
    with app.app_context(), db.engine.begin() as connection:
        Base.metadata.create_all(connection)
        recreate(connection)
