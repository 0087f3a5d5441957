"""Commands on a database that nobody has prepared say so, and change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import inspect

from oms import create_app
from oms.core.db import db
from tests.databases import empty_database
from tests.shop import settings


@pytest.mark.parametrize(
    "command", ["orders export --jsonl", "stock prove", "work --once", "accounts signin-hint", "demo"]
)
def test_a_command_before_the_database_is_there_says_what_prepares_it(tmp_path: Path, command: str) -> None:
    with empty_database(tmp_path) as url:
        app = create_app(settings(url, tmp_path))

        result = app.test_cli_runner().invoke(args=command.split())

        with app.app_context():
            tables = inspect(db.engine).get_table_names()
            db.engine.dispose()
    assert (result.exit_code, result.stdout, tables) == (1, "", [])
    assert result.stderr == (
        "Error: The database holds nothing yet. `make run` prepares it, and so does: flask db upgrade\n"
    )
