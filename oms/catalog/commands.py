"""`flask products import FILE`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup

from oms.catalog.goods import LIMITS, read_goods
from oms.catalog.models import GoodsFile
from oms.catalog.planning import PlannedRow, counted, failure_of, plan_goods
from oms.catalog.taking_in import find_file, keep_goods_file, run_goods_file, start_goods_file
from oms.core.errors import Refused
from oms.core.operations import By
from oms.reading.content import Content
from oms.reading.decoding import refuse_huge

cli = AppGroup("products", help="Products: bring them in by file.")


@cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preview", is_flag=True, help="Say what would happen, and take nothing in.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def import_products(file: Path, preview: bool, as_json: bool) -> None:
    """Read a file of products and take them in. Exits 1 where the file is refused."""
    try:
        content = read_whole(file)
        plan = plan_goods(read_goods(content))
        failed = {} if preview or not plan.products else _take_in(file.name, content)
    except Refused as refusal:
        say_refused(refusal.sentence, as_json)
        return
    say(plan.rows, failed, as_json)


def _take_in(name: str, content: Content) -> dict[str, str]:
    by = By("console")
    file_id = keep_goods_file(name, content, by=by)
    start_goods_file(file_id, by=by.part("start"))
    while not run_goods_file(file_id):
        pass
    return find_file(GoodsFile, file_id).failed or {}


def read_whole(file: Path) -> Content:
    refuse_huge(file.stat().st_size, LIMITS.size)
    return Content(file.read_bytes())


def say_refused(sentence: str, as_json: bool) -> None:
    click.echo(json.dumps({"refused": sentence}) if as_json else sentence, err=not as_json)
    raise SystemExit(1)


def say(rows: list[PlannedRow], failed: dict[str, str], as_json: bool) -> None:
    """How many rows of each kind, and every row of which there is something to say."""
    told = [_told(row, failed) for row in rows]
    counts = counted(rows)
    if as_json:
        notes = [row for row in told if row["reason"]]
        click.echo(json.dumps({"rows": len(rows), "counts": counts, "notes": notes}, ensure_ascii=False))
        return
    click.echo(f"{len(rows)} rows")
    for verdict, number in counts.items():
        click.echo(f"  {number:6} {verdict}")
    for row in told:
        if row["reason"]:
            click.echo(f"  row {row['row']}: {row['verdict']}: {row['reason']}")


def _told(row: PlannedRow, failed: dict[str, str]) -> dict[str, Any]:
    failure = failure_of(row, failed)
    told = asdict(row) | ({"verdict": "refused", "reason": failure} if failure else {})
    return {name: told[name] for name in ("row", "sku", "verdict", "reason")}
