"""Many writers to one SQLite file: how long the unluckiest of them waits."""

from __future__ import annotations

import time
from contextlib import nullcontext
from typing import Any
from unittest.mock import patch

from oms.core import db as core_db
from oms.inventory.keeping import receive_goods
from tests.shop import Shop


def write(shop: Shop, number: int, barrier: Any, *, writes: int, gate: bool) -> list[float]:
    """How long each of so many writes took, from asking to being done; without the gate only for comparison."""
    spent = []
    with shop.inside(), nullcontext() if gate else patch.object(core_db, "write_gate", nullcontext):
        _receive_one(shop)  # the first one in a process also reads the code
        barrier.wait(120)
        for _ in range(writes):
            began = time.perf_counter()
            _receive_one(shop)
            spent.append(time.perf_counter() - began)
    return spent


def _receive_one(shop: Shop) -> None:
    receive_goods(shop.skus["LAMP"], 1, shop.bins["A-01-1"], by=shop.by())
