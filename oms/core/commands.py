"""`flask work`: the worker, until it is told to end."""

from __future__ import annotations

import signal
import time
from types import FrameType

import click
from flask.cli import with_appcontext

from oms.core.db import db
from oms.core.delivering import deliver_due

PAUSE = 0.5


@click.command("work")
@click.option("--once", is_flag=True, help="Deliver what is due, then end.")
@with_appcontext
def cli(once: bool) -> None:
    """Deliver facts to their handlers: mails, imports, papers."""
    ending: list[int] = []

    def end(number: int, _frame: FrameType | None) -> None:
        ending.append(number)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    while not ending:
        tried = deliver_due(limit=20)
        db.session.remove()
        if once and not tried:
            return
        if not tried:
            time.sleep(PAUSE)
