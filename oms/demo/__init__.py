"""A small shop with a past, told through the services: what a new installation shows before it is one's own."""

from __future__ import annotations

import click
from flask.cli import with_appcontext
from sqlalchemy import select, update

from oms.core import clock
from oms.core.db import db, transaction
from oms.core.events import Delivery
from oms.demo.story import story
from oms.floorplan.models import Site


def open_demo_shop() -> bool:
    """Fill an empty database, wholly or not at all; True where that was done."""
    with transaction():
        if db.session.scalar(select(Site.id)) is not None:
            return False
        for at, happen in story(clock.now()):
            with clock.travel(at):
                happen()
        _tell_nobody()
    return True


def _tell_nobody() -> None:
    """The customers of the demo do not exist, so nothing is sent to them."""
    waiting = update(Delivery).where(Delivery.done_at.is_(None))
    db.session.execute(waiting.values(withdrawn_at=clock.now()))


@click.command("demo")
@with_appcontext
def cli() -> None:
    """Fill an empty database with a small shop."""
    click.echo(
        "A demo shop is open." if open_demo_shop() else "There is a shop already; nothing was changed."
    )
