"""How many orders stand where, counted once for a page that says it in several places."""

from __future__ import annotations

from flask import g

from oms.desk.queries import counts_by_headline


def counts() -> dict[str, int]:
    if "counts" not in g:
        g.counts = counts_by_headline()
    return g.counts  # type: ignore[no-any-return]  # Flask's g has no types
