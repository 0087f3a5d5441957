"""`flask stock …`: proving what there is."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click
from flask.cli import AppGroup

from oms.inventory.proving import Proof, prove_stock

cli = AppGroup("stock", help="Stock: prove that everything adds up.")


@cli.command("prove")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def prove(as_json: bool) -> None:
    """Add everything up again from the ledger. Exit code 1 where something differs."""
    proof = prove_stock()
    click.echo(json.dumps(_told(proof), ensure_ascii=False) if as_json else _words(proof))
    sys.exit(0 if proof.holds else 1)


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
