"""S1, the part of the API: bodies that nobody would send, and calls made up from its own description.

python -m tests.bench.damaged_calls [BODIES]
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
from oms.inventory.proving import prove_stock
from tests.bench.figures import Figure, table
from tests.channels.webstore.calling import Store, unpaced
from tests.channels.webstore.conforming import conform
from tests.channels.webstore.mutating import bombard
from tests.databases import make_tables
from tests.shop import Shop, settings

BODIES, EACH, EXAMPLES = 20_000, 500, 150


def bench_damaged_calls(bodies: int = BODIES) -> list[Figure]:
    """Whatever breaks or is not answered as described ends it with the body that did."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = create_app(settings(f"sqlite:///{folder}/shop.db", folder))
        make_tables(app)
        logging.getLogger("oms").setLevel(
            logging.ERROR
        )  # most of them are refused, and each refusal is a line
        shop = Shop.open(app)
        shop.receive("LAMP", 500)
        store, seed = Store.open(shop), random.SystemRandom().randrange(10**6)
        with unpaced(shop):
            began = time.perf_counter()
            seen = sum((bombard(store, EACH, seed + n) for n in range(bodies // EACH)), Counter[int]())
            spent = time.perf_counter() - began
            described = sum(conform(store, EXAMPLES, seeded=False).values())
        with shop.inside():
            assert prove_stock().holds
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    taken = seen[200] + seen[201]
    told = f"0 broken, {taken:,} taken, the rest refused; {spent * 1000 / bodies:.0f} ms each, {memory} MB (seed {seed})"
    return [
        Figure("S1", f"{bodies:,} damaged bodies for the API", told, aim="0; 5 s; 300 MB"),
        Figure("S1", f"{described:,} calls made up from its description", "0 answered otherwise", aim="0"),
    ]


if __name__ == "__main__":
    print(table(bench_damaged_calls(*map(int, sys.argv[1:]))))
