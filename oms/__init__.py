"""Backroom: the order management system that small retailers deserve."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules

from flask import Flask, has_request_context
from flask_migrate import Migrate

from oms.console import on_a_prepared_database
from oms.core import postgres, sqlite
from oms.core.db import db
from oms.core.events import set_undo_window
from oms.settings import Settings
from oms.web import errors, jinja
from oms.web.htmx import htmx

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = (
    "core",
    "web",
    "shop",
    "accounts",
    "catalog",
    "floorplan",
    "inventory",
    "orders",
    "picking",
    "packing",
    "shipping",
    "channels",
    "outgoing",
    "documents",
    "notifications",
    "desk",
)
REGISTERING = (
    "models",
    "facts",
    "numbering",
    "undoing",
    "protection",
    "stock",
    "search",
    "standing",
    "proofs",
    "handlers",
)


def create_app(settings: Settings | None = None) -> Flask:
    """The application, from its settings; without them, from the environment."""
    settings = settings or Settings.from_env()
    app = Flask(__name__, template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.from_mapping(settings.flask_config())
    app.extensions["settings"] = settings
    set_undo_window(settings.undo_seconds)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    htmx.init_app(app)
    jinja.prepare(app)
    errors.prepare(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            sqlite.prepare(db.engine)
        else:
            postgres.prepare(db.engine, somebody_waits=has_request_context)
    for package in PACKAGES:
        if find_spec(f"oms.{package}"):
            _register(app, package)
    app.cli.add_command(on_a_prepared_database(import_module("oms.demo").cli))
    return app


def _register(app: Flask, package: str) -> None:
    """What a package brings, and each folder in it, under the names that every package uses."""
    folders = (package, *_folders_of(package))
    for folder in folders:
        for name in REGISTERING:
            _module(f"oms.{folder}.{name}")
    for folder in folders:
        _bring(app, folder)


def _bring(app: Flask, folder: str) -> None:
    views, commands = _module(f"oms.{folder}.views"), _module(f"oms.{folder}.commands")
    if views is not None:
        app.register_blueprint(views.bp)
    if commands is not None:
        app.cli.add_command(on_a_prepared_database(commands.cli))
    opening = _module(f"oms.{folder}.opening")
    if opening is not None:
        opening.prepare(app)


def _folders_of(package: str) -> list[str]:
    """A channel is a folder in a package, and brings what packages bring."""
    inside = iter_modules(import_module(f"oms.{package}").__path__)
    return [f"{package}.{one.name}" for one in inside if one.ispkg]


def _module(name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202 — a module of any package
    return import_module(name) if find_spec(name) else None
