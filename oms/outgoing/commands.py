"""`flask outgoing shipments ACCOUNT`: what an account was not told yet, and the file by which it is."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import AppGroup

from oms.channels.models import Channel
from oms.channels.queries import all_channels
from oms.core.errors import Refused
from oms.core.operations import By
from oms.outgoing.files import content_of
from oms.outgoing.filing import make_shipments_file
from oms.outgoing.shipment_pages import shipments_page

cli = AppGroup("outgoing", help="What channels are told.")


@cli.command("shipments")
@click.argument("account")
@click.option(
    "--file",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Make the file, into this folder.",
)
def shipments(account: str, folder: Path | None) -> None:
    """List the parcels that an account was not told of, or make the file by which it is."""
    try:
        channel = _channel(account)
        if folder is None:
            _list(channel)
        else:
            _make(channel, folder)
    except Refused as refusal:
        raise click.ClickException(refusal.sentence) from refusal


def _channel(account: str) -> Channel:
    """By its name, or by its kind and name where two kinds have the same."""
    found = [
        one for one in all_channels() if account in {one.account, one.label, f"{one.kind}:{one.account}"}
    ]
    if len(found) != 1:
        names = ", ".join(f"{one.kind}:{one.account}" for one in all_channels() if not one.is_own)
        raise Refused(f"Say which account: {names or 'there is none yet'}.")
    return found[0]


def _list(channel: Channel) -> None:
    for one in shipments_page(channel.id).tellings:
        told = (
            one.confirmation.order.number,
            one.carrier,
            one.tracking_number or "-",
            one.reason or one.state,
        )
        click.echo("\t".join(told))


def _make(channel: Channel, folder: Path) -> None:
    filename, content = content_of(make_shipments_file(channel.id, by=By("console")))
    (folder / filename).write_bytes(content)
    click.echo(folder / filename)
