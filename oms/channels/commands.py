"""`flask orders import FILE` and `flask orders export`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from sqlalchemy import select

from oms.channels.exporting import jsonl
from oms.channels.importing import keep_file, run_import, stage_file, start_import
from oms.channels.kinds import all_kinds
from oms.channels.models import Channel
from oms.channels.queries import Tally, find_import_for_page, staged_rows, tally
from oms.channels.recognising import channel_of, read_file
from oms.channels.setting_up import add_channel
from oms.core.db import db
from oms.core.errors import Refused
from oms.core.operations import By
from oms.floorplan.models import Site
from oms.floorplan.service import add_site
from oms.reading.content import Content
from oms.reading.decoding import refuse_huge
from oms.reading.problems import UnreadableFile
from oms.reading.tabular import Limits

cli = AppGroup("orders", help="Orders in and out.")
FILE_CHANNELS = [kind.code for kind in all_kinds().values() if kind.has_files]
FIRST_SITE = "Back room"


@cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--channel", type=click.Choice(FILE_CHANNELS), help="Whose file it is; else told by its header."
)
@click.option("--account", help="The account, where there are several; a new one is made.")
@click.option("--preview", is_flag=True, help="Say what would happen, and take no order in.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def import_file(file: Path, channel: str | None, account: str | None, preview: bool, as_json: bool) -> None:
    """Read a channel's file and take its orders in. Exits 1 where the file is refused."""
    by = By("console")
    try:
        refuse_huge(file.stat().st_size, Limits().size)
        channel_id = _channel(file, channel, account, by)
        import_id = keep_file(file.name, Content(file.read_bytes()), channel_id, by=by)
        stage_file(import_id, by=by.part("stage"))
        _refuse(import_id)
        if not preview:
            start_import(import_id, by=by.part("start"))
            while not run_import(import_id):
                if not as_json:
                    click.echo(f"… {tally(import_id).percent} %")
    except Refused as refusal:
        _say_refused(refusal.sentence, as_json)
    _print(import_id, as_json)


@cli.command("export")
@click.option("--jsonl", "as_jsonl", is_flag=True, required=True, help="One order a line, as JSON.")
def export(as_jsonl: bool) -> None:
    """Print every order in the neutral model."""
    del as_jsonl
    for line in jsonl():
        click.echo(line)


def _channel(file: Path, kind: str | None, account: str | None, by: By) -> int | None:
    """The account of the file, made if it is new and the file can be read; None where staging shall refuse it."""
    kind = kind or _kind(file)
    if kind is None:
        return None
    query = select(Channel.id).where(Channel.kind == kind)
    if account is not None:
        query = query.where(Channel.account == account)
    found = db.session.scalars(query).all()
    if len(found) > 1:
        raise Refused(f"There are several {kind} accounts. Say which: --account NAME.")
    if found:
        return found[0]
    read_file(file, channel=kind)
    return add_channel(kind, account or kind, _site(by), by=by.part("channel"))


def _kind(file: Path) -> str | None:
    try:
        return channel_of(file)
    except UnreadableFile:
        return None


def _site(by: By) -> int:
    """Where orders are shipped from; a shop that has said nothing about it gets a first site."""
    first = db.session.scalar(select(Site.id).order_by(Site.id))
    return first or add_site(FIRST_SITE, by=by.part("site"))


def _refuse(import_id: int) -> None:
    file = find_import_for_page(import_id)
    if file.refusal:
        raise Refused(file.refusal)


def _say_refused(sentence: str, as_json: bool) -> None:
    click.echo(json.dumps({"refused": sentence}) if as_json else sentence, err=not as_json)
    raise SystemExit(1)


def _print(import_id: int, as_json: bool) -> None:
    counts = tally(import_id)
    if as_json:
        click.echo(json.dumps(_report(import_id, counts), ensure_ascii=False))
        return
    file = find_import_for_page(import_id)
    click.echo(f"{file.label} ({file.encoding}), {file.rows} rows")
    for verdict, number in counts.counts.items():
        click.echo(f"  {number:6} {verdict}")
    for row in _noteworthy(import_id):
        click.echo(f"  row {row['row']}: {row['verdict']}: {row['reason']}")


def _report(import_id: int, counts: Tally) -> dict[str, Any]:
    file = find_import_for_page(import_id)
    return {
        "import": import_id,
        "format": file.label,
        "encoding": file.encoding,
        "rows": file.rows,
        **asdict(counts),
        "notes": _noteworthy(import_id),
    }


def _noteworthy(import_id: int) -> list[dict[str, Any]]:
    """Every row of which there is something to say."""
    found, after = [], 0
    while page := staged_rows(import_id, None, after):
        after = page[-1].position
        for row in page:
            reason = " · ".join(filter(None, [row.reason, row.error]))
            if reason:
                found.append(
                    {
                        "row": row.row,
                        "number": row.number,
                        "verdict": row.outcome or row.verdict,
                        "reason": reason,
                    }
                )
    return found
