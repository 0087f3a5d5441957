"""SQLite as a shop needs it: durable, private, and never in a mode that is known to lose data."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import insert, text
from sqlalchemy.exc import IntegrityError

from oms import create_app, starting
from oms.catalog.models import Sku
from oms.core import sqlite
from oms.core.db import db, transaction
from oms.core.numbering import next_number
from oms.core.sqlite_version import is_affected, journal_mode
from oms.settings import Settings

AFFECTED = ["3.7.0", "3.40.1", "3.44.5", "3.45.3", "3.46.1", "3.50.4", "3.50.6", "3.51.0", "3.51.2"]
SOUND = ["3.6.23", "3.44.6", "3.44.9", "3.50.7", "3.51.3", "3.52.0", "3.53.4", "4.0.0"]


@pytest.mark.parametrize("version", AFFECTED)
def test_a_version_that_can_lose_data_runs_without_the_log_and_says_so(version: str) -> None:
    mode, sentence = journal_mode(version)

    assert is_affected(version)
    assert mode == "DELETE"
    assert sentence is not None
    assert sentence.startswith(f"SQLite {version} can lose data in WAL mode")
    assert "journal_mode=DELETE" in sentence


@pytest.mark.parametrize("version", SOUND)
def test_a_sound_version_runs_with_the_log_and_says_nothing(version: str) -> None:
    assert journal_mode(version) == ("WAL", None)


def test_the_sqlite_that_is_installed_here_is_judged() -> None:
    assert journal_mode(sqlite.MODULE.sqlite_version) == (sqlite.JOURNAL, sqlite.WARNING)


@pytest.fixture
def installed(tmp_path: Path) -> Iterator[Flask]:
    """A new installation on SQLite, opened like anybody's, by a user whose files everybody may read."""
    before = os.umask(0o022)
    try:
        app = create_app(Settings.from_env({}, tmp_path / "instance"))
        with app.app_context():
            upgrade()
            yield app
            db.session.remove()
            db.engine.dispose()
    finally:
        os.umask(before)


def pragma(name: str) -> object:
    return db.session.execute(text(f"PRAGMA {name}")).scalar_one()


@pytest.mark.usefixtures("installed")
def test_every_connection_is_durable_and_keeps_its_references() -> None:
    full, on = 2, 1
    with transaction():
        assert pragma("journal_mode") == sqlite.JOURNAL.lower()
        assert (pragma("synchronous"), pragma("foreign_keys")) == (full, on)
    db.engine.dispose()
    assert (pragma("synchronous"), pragma("foreign_keys")) == (full, on)
    assert int(str(pragma("busy_timeout"))) >= 10_000


def test_where_it_has_to_run_without_the_log_it_does_and_the_start_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mode, sentence = journal_mode("3.40.1")
    monkeypatch.setattr(sqlite, "JOURNAL", mode)
    monkeypatch.setattr(starting, "WARNING", sentence)
    settings = Settings.from_env({"DEMO": "0"}, tmp_path)
    app = create_app(settings)

    assert f"Note: {sentence}" in list(starting.bring_up_to_date(app, settings))

    with app.app_context():
        with transaction():
            next_number("orders")
        assert (pragma("journal_mode"), pragma("synchronous")) == ("delete", 2)
        assert not (tmp_path / "backroom.db-wal").exists()
        db.session.remove()
        db.engine.dispose()


@pytest.mark.usefixtures("installed")
def test_a_reference_to_nothing_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(insert(Sku).values(product_id=404, code="LAMP"))


@pytest.mark.usefixtures("installed")
def test_a_reader_keeps_what_it_saw_while_others_write() -> None:
    with db.engine.connect() as reader:
        count = text("SELECT count(*) FROM counter")
        assert reader.execute(count).scalar() == 0
        with transaction():
            next_number("orders")

        assert reader.execute(count).scalar() == 0
    with db.engine.connect() as reader:
        assert reader.execute(count).scalar() == 1


def test_nobody_else_on_the_machine_can_read_the_shop(installed: Flask) -> None:
    with transaction():
        next_number("orders")
    folder: Path = installed.extensions["settings"].instance
    modes = {file.name: file.stat().st_mode & 0o777 for file in folder.iterdir()}

    assert {"secret_key", "backroom.db", "backroom.db.gate"} <= set(modes)
    assert ("backroom.db-wal" in modes) == (sqlite.JOURNAL == "WAL")
    assert set(modes.values()) == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
