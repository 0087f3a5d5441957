"""`flask stock …`: proving what there is."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from flask.cli import AppGroup

from oms.catalog.commands import read_whole, say, say_refused
from oms.catalog.goods import read_goods
from oms.catalog.taking_in import find_file, keep_goods_file
from oms.core.errors import Refused
from oms.core.operations import By
from oms.inventory.bringing import plan_stock, run_stock_file, start_stock_file
from oms.inventory.models import StockFile
from oms.inventory.proving import Proof, prove_stock
from oms.reading.content import Content

cli = AppGroup("stock", help="Stock: count it by file, and prove that everything adds up.")


@cli.command("prove")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def prove(as_json: bool) -> None:
    """Add everything up again from the ledger. Exit code 1 where something differs."""
    proof = prove_stock()
    click.echo(json.dumps(_told(proof), ensure_ascii=False) if as_json else _words(proof))
    sys.exit(0 if proof.holds else 1)


@cli.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--bin", "bin_", default="", help="Where rows go that name no bin.")
@click.option("--preview", is_flag=True, help="Say what would happen, and count nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def import_stock(file: Path, bin_: str, preview: bool, as_json: bool) -> None:
    """Count what a file says lies in the bins. Exits 1 where the file is refused."""
    try:
        content = read_whole(file)
        plan = plan_stock(read_goods(content), content.digest, bin_)
        failed = {} if preview or not plan.counts else _count(file.name, content, bin_)
    except Refused as refusal:
        say_refused(refusal.sentence, as_json)
        return
    say(plan.rows, failed, as_json)


def _count(name: str, content: Content, bin_: str) -> dict[str, str]:
    by = By("console")
    file_id = keep_goods_file(name, content, by=by)
    stock_file_id = start_stock_file(file_id, bin_, by=by.part("start"))
    while not run_stock_file(stock_file_id):
        pass
    return find_file(StockFile, stock_file_id).failed or {}


def _told(proof: Proof) -> dict[str, object]:
    return {
        "holds": proof.holds,
        "checks": [{"title": title, "rows": rows} for title, rows in proof.checks],
        "mismatches": [asdict(mismatch) for mismatch in proof.mismatches],
    }


def _words(proof: Proof) -> str:
    lines = [f"  {rows:>9}  {title}" for title, rows in proof.checks]
    wrong = [f"  {m.what}: kept {m.kept}, added up {m.added_up}. See {m.where}" for m in proof.mismatches]
    verdict = (
        "Everything adds up."
        if proof.holds
        else f"{len(wrong)} {'does' if len(wrong) == 1 else 'do'} not add up:"
    )
    return "\n".join(["Rows, and what was checked:", *lines, verdict, *wrong])
