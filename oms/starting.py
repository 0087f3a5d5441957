"""What has to be true before the shop opens: an address that is free, and a database that is up to date."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from errno import EACCES, EADDRINUSE

from alembic import command
from alembic.util import CommandError
from flask import Flask
from sqlalchemy.exc import DBAPIError

from oms.core.sqlite import WARNING
from oms.settings import Settings


class CannotStart(Exception):
    """The text says why, and what to do."""


def check_address(settings: Settings) -> None:
    """Whether the server will be able to listen there: asked before anything is changed."""
    try:
        family, kind, protocol, _, at = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with closing(socket.socket(family, kind, protocol)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(at)
    except OSError as error:
        raise CannotStart(_why_not(error, settings)) from error


def _why_not(error: OSError, settings: Settings) -> str:
    if error.errno == EADDRINUSE:
        return (
            f"Port {settings.port} is in use, perhaps by another Backroom. "
            f"End that one, or choose another port: PORT={settings.port + 1} make run"
        )
    if error.errno == EACCES:
        return f"PORT should be 1024 or more, not {settings.port}: lower ones belong to the system."
    return f"HOST should be an address of this machine, not {settings.host!r}."


def bring_up_to_date(app: Flask, settings: Settings) -> Iterator[str]:
    """Migrate, fill an empty database with the demo shop, and say what a person should know."""
    from oms.demo import open_demo_shop  # noqa: PLC0415 — it knows every package
    from oms.documents.fonts import missing_fonts  # noqa: PLC0415

    with app.app_context():
        _migrate(app)
        if settings.demo and open_demo_shop():
            yield "The database was empty: it now holds a demo shop."
    for sentence in filter(None, [WARNING, *(font.sentence for font in missing_fonts())]):
        yield f"Note: {sentence}"


def _migrate(app: Flask) -> None:
    try:
        command.upgrade(app.extensions["migrate"].migrate.get_config(), "head")
    except DBAPIError as error:
        raise CannotStart(f"The database at DATABASE_URL cannot be used: {_first_line(error)}") from error
    except CommandError as error:
        raise CannotStart(
            f"The database is from another version of Backroom ({error}). "
            "Run that version, or put back the backup that was made before it."
        ) from error


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0]
