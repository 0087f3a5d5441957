"""What every test may use: a fresh shop on a real database, and browsers that are signed in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from oms import create_app
from oms.core.db import db
from tests.databases import open_database
from tests.shop import Shop
from tests.shop import settings as make_settings

pytest_plugins = ["tests.chromium"]


@pytest.fixture(scope="session")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    opened = open_database(tmp_path_factory.mktemp("database"))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def _application(database: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder: Path = tmp_path_factory.mktemp("instance")
    app = create_app(make_settings(database.url, folder))
    app.testing = True
    database.prepare(app)
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def app(_application: Flask, database: Any) -> Iterator[Flask]:
    """The application on a fresh database, with nothing in it. No context is pushed."""
    database.start_afresh(_application)
    yield _application
    with _application.app_context():
        db.session.remove()


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """Inside of the application: for tests that call verbs and never a page."""
    with app.app_context():
        yield app


@pytest.fixture
def shop(app: Flask) -> Shop:
    """A small shop: two bins, a lamp, a mug and socks, and the people who work there."""
    return Shop.open(app)
