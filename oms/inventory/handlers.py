"""What the worker does with stock by file that somebody said go to."""

from __future__ import annotations

from oms.core.errors import NotDone
from oms.core.events import on
from oms.core.operations import By
from oms.inventory.bringing import run_stock_file
from oms.inventory.facts import StockFileStarted


@on(StockFileStarted)
def take_in_stock(fact: StockFileStarted, by: By) -> None:
    """In short turns, so that other deliveries are not kept waiting by a long file."""
    del by
    if not run_stock_file(fact.file_id):
        raise NotDone
