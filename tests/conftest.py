"""What every test may use: a fresh shop on a real database, and browsers that are signed in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from oms import create_app
from oms.channels.listening import forget_listener
from oms.core.db import db
from tests.databases import KIND, open_database
from tests.lived_in import LivedIn
from tests.shop import Shop
from tests.shop import settings as make_settings
from tests.stages import Stages

pytest_plugins = ["tests.chromium", "tests.channels.simulator.running"]

ONCE = (
    "core/test_batching.py",
    "core/test_locking.py",
    "architecture",
    "test_architecture.py",
    "test_not_starting.py",
    "test_settings.py",
    "accounts/test_strength.py",
    "channels/amazon",
    "channels/etsy",
    "channels/ebay",
    "channels/shopify",
    "channels/test_amazon_parsing.py",
    "channels/test_amazon_refusals.py",
    "channels/columns/test_days_as_written.py",
    "channels/columns/test_explained_files.py",
    "channels/test_hearing.py",
    "channels/test_hearing_words.py",
    "channels/test_mutations.py",
    "channels/test_recognising.py",
    "channels/test_shopify_parsing.py",
    "channels/test_shopify_rows.py",
    "channels/test_tabular.py",
    "channels/woocommerce",
    "channels/webstore/test_webstore_orders.py",
    "documents",
    "floorplan/test_laying_out.py",
    "orders/test_addresses.py",
    "orders/test_promising.py",
    "outgoing/test_levels.py",
    "reading",
    "safety/test_damaged_uploads.py",
    "shipping/test_carrier_numbers.py",
)
# How a page looks, and what its answer tells a browser, is the same on every database.
LOOKS = (
    "test_every_page.py",
    "catalog/test_accessible.py",
    "desk/test_accessible.py",
    "inventory/test_accessible.py",
    "safety/test_every_answer.py",
)
# What a browser does with a page is the same too. The whole way is gone in it on each.
IN_THE_BROWSER_ON_EACH = ("test_journey.py",)
# So that at the end no process waits for another one's long test.
LONG = (
    "faults",
    "test_every_page.py",
    "safety/test_hostile_input.py",
    "test_serving.py",
    "catalog/test_accessible.py",
    "test_invariants.py",
    "accounts/test_limiting.py",
    "desk/test_accessible.py",
    "test_journey.py",
    "test_backup.py",
    "documents/test_locked_in.py",
    "safety",
    "test_routes.py",
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What has no database under it runs once, with SQLite; the longest begin."""
    once = {item for item in items if KIND == "postgres" and _runs_once(item)}
    config.hook.pytest_deselected(items=list(once))
    items[:] = sorted((item for item in items if item not in once), key=_turn)


def _runs_once(item: pytest.Item) -> bool:
    needs = getattr(item, "fixturenames", ())
    if "open_as" in needs and not _is_in(item, IN_THE_BROWSER_ON_EACH):
        return True
    return _is_in(item, LOOKS) or ("database" not in needs and _is_in(item, ONCE))


def _turn(item: pytest.Item) -> int:
    return next((number for number, name in enumerate(LONG) if _is_in(item, (name,))), len(LONG))


def _is_in(item: pytest.Item, names: tuple[str, ...]) -> bool:
    return any(item.path.is_relative_to(Path(__file__).parent / name) for name in names)


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


@pytest.fixture(scope="session")
def _stages(_application: Flask, database: Any) -> Stages:
    return Stages(_application, database)


@pytest.fixture
def app(request: pytest.FixtureRequest, _application: Flask, _stages: Stages) -> Iterator[Flask]:
    """The application on a fresh database, with nothing in it but what the test asks for. No context is pushed."""
    _stages.begin(request.fixturenames)
    forget_listener()
    yield _application
    with _application.app_context():
        db.session.remove()


@pytest.fixture
def context(app: Flask) -> Iterator[Flask]:
    """Inside of the application: for tests that call verbs and never a page."""
    with app.app_context():
        yield app


@pytest.fixture
def shop(app: Flask, _stages: Stages) -> Shop:
    """A small shop: two bins, a lamp, a mug and socks, and the people who work there."""
    del app
    return _stages.shop()


@pytest.fixture
def lived(shop: Shop, _stages: Stages) -> LivedIn:
    """The shop where everything has happened once."""
    return LivedIn.again(shop, _stages.built["lived"].ids)
