"""A small shop with a past, told through the services: what a new installation shows before it is one's own."""

from __future__ import annotations

from itertools import count

import click
import httpx
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select, update

from oms.core import clock
from oms.core.db import db, transaction
from oms.core.errors import Refused
from oms.core.events import Delivery
from oms.demo.live import Live, watch
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
@click.option("--live", "is_live", is_flag=True, help="Play five channels whose customers buy, until Ctrl-C.")
@click.option("--at", default="", help="Where the shop runs; without it BASE_URL, or this machine.")
@click.option("--every", default=6.0, help="Seconds between two customers.")
@with_appcontext
def cli(is_live: bool, at: str, every: float) -> None:
    """Fill an empty database with a small shop; with --live, let customers come."""
    is_new = open_demo_shop()
    click.echo("A demo shop is open." if is_new else "There is a shop already; nothing was changed.")
    if is_live:
        settings = current_app.extensions["settings"]
        _go_live(at or settings.base_url or f"http://localhost:{settings.port}", every)


def _go_live(at: str, every: float) -> None:
    try:
        live = Live.begin(at, local_allowed=current_app.extensions["settings"].allow_local_channels)
    except (Refused, ValueError) as no:
        raise click.ClickException(str(no)) from no
    except (OSError, httpx.HTTPError) as silence:
        raise click.ClickException(
            f"Nothing answers at {at}. Start the shop there, or say --at."
        ) from silence
    click.echo(f"Five channels are played. Watch the queue at {at}/ ; Ctrl-C ends it.")
    try:
        watch(live, every, click.echo, count())
    except KeyboardInterrupt:
        live.end()
