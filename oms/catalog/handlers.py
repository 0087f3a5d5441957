"""What the worker does with a file of products that somebody said go to."""

from __future__ import annotations

from oms.catalog.facts import GoodsFileStarted
from oms.catalog.taking_in import run_goods_file
from oms.core.errors import NotDone
from oms.core.events import on
from oms.core.operations import By


@on(GoodsFileStarted)
def take_in_goods(fact: GoodsFileStarted, by: By) -> None:
    """In short turns, so that other deliveries are not kept waiting by a long file."""
    del by
    if not run_goods_file(fact.file_id):
        raise NotDone
