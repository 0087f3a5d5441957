"""Commands of the console, which need a database that was prepared."""

from __future__ import annotations

from copy import copy
from typing import Any

from click import ClickException, Command
from flask.cli import with_appcontext
from sqlalchemy import inspect

from oms.core.db import db
from oms.core.operations import Operation

EMPTY = "The database holds nothing yet. `make run` prepares it, and so does: flask db upgrade"


def on_a_prepared_database(command: Command) -> Command:
    """The same command or group, which says so in a sentence where nobody has prepared the database."""
    checked, told = copy(command), command.callback

    @with_appcontext
    def run(*args: Any, **kwargs: Any) -> Any:
        if not inspect(db.engine).has_table(Operation.__tablename__):
            raise ClickException(EMPTY)
        return told(*args, **kwargs) if told else None

    checked.callback = run
    return checked
