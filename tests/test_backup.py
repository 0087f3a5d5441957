"""What the README says about backup and restore is done here word for word."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.databases import KIND, empty_database
from tests.postgres import binary
from tests.running import ROOT

ORDERS = ROOT / "tests" / "channels" / "samples" / "shopify_orders.csv"
SECTION = {"sqlite": "**SQLite**", "postgres": "**PostgreSQL**"}[KIND]


class Home:
    """A shop in a folder, where a person types commands."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        (folder / ".venv").symlink_to(sys.prefix)
        path = os.pathsep.join([str(Path(sys.executable).parent), *_where_postgres_is(), os.environ["PATH"]])
        self.environ = {
            "DATABASE_URL": url,
            "INSTANCE": str(folder / "instance"),
            "PATH": path,
            "PYTHONPATH": str(ROOT),
        }

    def type(self, command: str) -> str:
        done = subprocess.run(
            ["sh", "-ec", command], cwd=self.folder, env=self.environ, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def flask(self, command: str) -> str:
        return self.type(f"{sys.executable} -m flask --app oms:create_app {command}")


def _where_postgres_is() -> list[str]:
    return [str(Path(binary("pg_dump")).parent)] if KIND == "postgres" else []


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with empty_database(tmp_path) as url:
        plain = url.replace("postgresql+psycopg", "postgresql")
        yield Home(tmp_path, plain if KIND == "postgres" else "sqlite:///backroom.db")


def commands() -> tuple[str, str]:
    """The README's two blocks for this database: to make a backup, and to put it back."""
    text = (ROOT / "README.md").read_text()
    after = text[text.index(SECTION) :]
    backup, restore = re.findall(r"^```\n(.*?)^```", after, re.DOTALL | re.MULTILINE)[:2]
    assert "make run" in restore
    return backup, restore.replace("make run", "true")


def test_what_was_backed_up_comes_back_as_it_was(home: Home) -> None:
    backup, restore = commands()
    home.flask("db upgrade")
    home.flask(f"orders import {ORDERS}")
    before = home.flask("orders export --jsonl")
    assert before.count("\n") > 10
    home.type(backup)
    (kept,) = home.folder.glob("backup.*")
    assert kept.stat().st_mode & 0o077 == 0, "names and addresses are in it"
    home.flask("accounts add Eve eve@example.org")
    home.type(restore)
    assert home.flask("orders export --jsonl") == before
    assert "Everything adds up." in home.flask("stock prove")
    home.flask("accounts add Eve eve@example.org")
