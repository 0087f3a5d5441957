"""`flask work`: the worker, until it is told to end. `flask facts`: what can happen, and who is told."""

from __future__ import annotations

import signal
import sys
import time
from dataclasses import is_dataclass
from types import FrameType
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from oms.core.db import db
from oms.core.delivering import deliver_due
from oms.core.events import Subscription, subscribers
from oms.core.undoing import Undone
from oms.core.working import TURN, Lanes, do_duties, work_once

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
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if once:
        work_once(app)
        return
    lanes = Lanes(app)
    while not ending:
        do_duties()
        lanes.start_due()
        tried = deliver_due(limit=TURN)
        db.session.remove()
        if not tried:
            time.sleep(PAUSE)
    lanes.end()


@click.command("facts")
def facts() -> None:
    """List every fact, and the handlers that the worker runs for it."""
    for package, fact in known_facts():
        told = ", ".join(_said(one) for one in subscribers(fact)) or "-"
        click.echo(f"{package:<14} {fact.__name__:<18} {told}")


def known_facts() -> list[tuple[str, type[Any]]]:
    """The facts of every package, each with the package that records it."""
    modules = [
        module
        for name, module in sorted(sys.modules.items())
        if name.startswith("oms.") and name.endswith(".facts")
    ]
    found = [
        (module.__name__.split(".")[-2], fact)
        for module in modules
        for fact in vars(module).values()
        if is_dataclass(fact) and isinstance(fact, type) and fact.__module__ == module.__name__
    ]
    return [("core", Undone), *found]


def _said(subscription: Subscription) -> str:
    lane = " (in a lane)" if subscription.lane else ""
    return subscription.name + (" (after the time to undo)" if subscription.tells_outside else "") + lane
