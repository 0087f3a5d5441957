"""S1, the part of events: bodies that are signed and damaged, kept over HTTP's own way in and read by the worker.

python -m tests.bench.damaged_events [BODIES]
"""

from __future__ import annotations

import logging
import random
import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from oms import create_app
from tests.bench.figures import Figure, table
from tests.channels.damaging import bombard
from tests.databases import make_tables
from tests.picking.floor import assert_proven
from tests.shop import Shop, settings

BODIES, EACH = 10_000, 500
KINDS = ("shopify", "woocommerce")


def bench_damaged_events(bodies: int = BODIES) -> list[Figure]:
    """Whatever breaks, or is not read, ends it with the seed that did."""
    logging.getLogger("oms").setLevel(logging.ERROR)
    found: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = create_app(settings(f"sqlite:///{folder}/shop.db", folder))
        make_tables(app)
        shop, seed = Shop.open(app), random.SystemRandom().randrange(10**6)
        began = time.perf_counter()
        for number in range(bodies // EACH):
            found += bombard(shop, KINDS[number % len(KINDS)], EACH, seed + number)
        spent = time.perf_counter() - began
        assert_proven(shop)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    told = f"0 broken, {found['refused']:,} refused, the rest read; {1000 * spent / bodies:.0f} ms each, {memory} MB"
    return [
        Figure(
            "S1",
            f"{bodies:,} damaged events, signed, kept and read",
            f"{told} (seed {seed})",
            aim="0; 300 MB",
        )
    ]


if __name__ == "__main__":
    print(table(bench_damaged_events(*map(int, sys.argv[1:]))))
