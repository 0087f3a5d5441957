"""Migrations lead to the very database that the models describe, and back again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import check, downgrade, upgrade
from sqlalchemy import Connection, create_engine, text

from oms import create_app
from oms.core.db import Base, db
from oms.core.ddl import recreate
from oms.core.operations import By
from oms.floorplan.service import add_bin, add_site
from tests.databases import KIND
from tests.shop import settings

Schema = dict[str, str]

POSTGRES = {
    "column": "SELECT table_name || '.' || column_name, concat_ws(' ', data_type, is_nullable, column_default) "
    "FROM information_schema.columns WHERE table_schema = 'public'",
    "constraint": "SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace",
    "index": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "trigger": "SELECT tgrelid::regclass || '.' || tgname, pg_get_triggerdef(oid) FROM pg_trigger "
    "WHERE NOT tgisinternal",
    "function": "SELECT proname, pg_get_functiondef(oid) FROM pg_proc "
    "WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' AND probin IS NULL",
}

TWICE = (
    "INSERT INTO site (id, name) VALUES (1, 'Main')",
    "INSERT INTO channel (id, kind, account, site_id) VALUES (1, 'shopify', 'nordlicht', 1)",
    "INSERT INTO product (id, name) VALUES (1, 'Lamp')",
    "INSERT INTO sku (id, product_id, code) VALUES (1, 1, 'LAMP'), (2, 1, 'MUG')",
    "INSERT INTO listing (id, channel_id, name) VALUES (1, 1, 'BOX')",
    "INSERT INTO listing_part (listing_id, sku_id, quantity) VALUES (1, 1, 1), (1, 2, 1), (1, 1, 2)",
)


class Empty:
    """Empty databases, as many as a test asks for."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0

    def url(self) -> str:
        self.count += 1
        if KIND == "sqlite":
            return f"sqlite:///{self.folder / f'{self.count}.db'}"
        from tests.postgres import shared_cluster

        name, cluster = (
            f"migrating_{self.folder.parent.name}_{self.count}".replace("-", "_"),
            shared_cluster(),
        )
        admin = create_engine(cluster.url("postgres"), isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
            connection.execute(text(f'CREATE DATABASE "{name}"'))
        admin.dispose()
        return cluster.url(name)

    def app(self) -> Flask:
        return create_app(settings(self.url(), self.folder))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Empty:
    return Empty(tmp_path_factory.mktemp("migrating"))


@pytest.fixture
def migrated(empty: Empty) -> Iterator[Flask]:
    """A database that was upgraded from nothing."""
    app = empty.app()
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


def schema(connection: Connection) -> Schema:
    """Everything that the database knows of itself: tables, rules, indexes, triggers, search."""
    if KIND == "sqlite":
        rows = connection.execute(
            text("SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        )
        found = {name: _parts(sql) for name, sql in rows}
    else:
        found = {
            f"{kind} {name}": " ".join(words.split())
            for kind, query in POSTGRES.items()
            for name, words in connection.execute(text(query))
        }
    return {name: words for name, words in found.items() if "alembic_version" not in name}


def _parts(sql: str) -> str:
    """A table by its parts in any order: a migration may write its rules in another one than the models."""
    words = re.sub(r"DEFAULT \((\w+)\)", r"DEFAULT \1", " ".join(sql.replace('"', "").split()))
    if not words.startswith("CREATE TABLE"):
        return words
    return "\n".join(sorted(re.split(r", (?![^(]*\))", words.partition("(")[2].rpartition(")")[0].strip())))


def here() -> Schema:
    db.session.rollback()
    with db.engine.connect() as connection:
        return schema(connection)


def made_from_the_models(empty: Empty) -> Schema:
    app = empty.app()
    with app.app_context():
        with db.engine.begin() as connection:
            Base.metadata.create_all(connection)
            recreate(connection)
        found = here()
        db.session.remove()
        db.engine.dispose()
    return found


def test_an_upgrade_from_nothing_is_what_the_models_describe(migrated: Flask, empty: Empty) -> None:
    upgraded, made = here(), made_from_the_models(empty)

    assert {name: upgraded.get(name) for name in made} == made
    assert set(upgraded) == set(made)


def test_triggers_and_search_are_part_of_what_is_compared(migrated: Flask) -> None:
    names = " ".join(here())

    for word in (
        ("move_no_delete", "order_words") if KIND == "sqlite" else ("move_append_only", "order_words")
    ):
        assert word in names


def test_flask_db_check_finds_no_difference(migrated: Flask) -> None:
    check()


def test_the_last_migration_goes_down_and_up_again(migrated: Flask) -> None:
    before = here()

    downgrade()
    assert here() != before
    upgrade()

    assert here() == before


def test_a_second_upgrade_loses_nothing(migrated: Flask) -> None:
    add_bin(add_site("Main", by=By("test")), "A-01-1", by=By("test"))
    before = here()

    upgrade()

    assert here() == before
    assert db.session.execute(text("SELECT count(*) FROM place")).scalar() == 3


def test_what_a_listing_named_twice_is_one_part_of_as_many(migrated: Flask) -> None:
    downgrade(revision="0003")
    with db.engine.begin() as connection:
        for statement in TWICE:
            connection.execute(text(statement))

    upgrade()

    parts = db.session.execute(text("SELECT sku_id, quantity FROM listing_part ORDER BY sku_id")).all()
    assert [tuple(part) for part in parts] == [(1, 3), (2, 1)]
