"""P1 beside django-oscar, in the same minute: it is installed into a folder of its own that is gone afterwards.

Its orders have three lines with stock too, on SQLite with the same durability. `make bench WHAT=peer`; this alone
needs the network, and so it is not among what is measured unasked.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.figures import Figure, best_and_median, side_by_side
from tests.bench.placing import ROOT, _cpu_of, _open, place

PINNED = ("django-oscar==4.2.1", "Django==5.2.19")
ORDERS, ROUNDS = 60, 5
SHOP = ROOT / "tests" / "bench" / "peer_shop.py"


def bench_peer() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app, _ = _open(f"sqlite:///{folder}/shop.db", folder)
        with _peer(_installed(folder), folder) as peer:
            _placed(peer, 5)  # what is loaded at the first time
            ours, theirs = side_by_side(ROUNDS, lambda: place(app, ORDERS), lambda: _placed(peer, ORDERS)[0])
            work, (_, without_basket, their_work) = _cpu_of(app), _placed(peer, ORDERS)
    (best, median), (their_best, their_median) = best_and_median(ours), best_and_median(theirs)
    return [
        Figure(
            "P1",
            f"Orders placed a second, SQLite, one process, beside {PINNED[0]}",
            f"{median:.0f}/s (best {best:.0f}), {work:.1f} ms CPU each",
            f"{their_median:.0f}/s (best {their_best:.0f}), {their_work:.1f} ms CPU each; "
            f"{without_basket:.0f}/s without its basket",
            f"{median / their_median:.1f} ×; in CPU {their_work / work:.1f} ×",
            aim="8 ×",
        )
    ]


def _installed(folder: Path) -> str:
    """A Python that has it."""
    subprocess.run([sys.executable, "-m", "venv", folder / "peer"], check=True)
    python = str(folder / "peer" / "bin" / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--quiet", *PINNED], check=True)
    return python


@contextmanager
def _peer(python: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Its shop, waiting for numbers."""
    command = [python, "-W", "ignore", str(SHOP), str(folder / "peer.db")]
    running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield running
    finally:
        running.communicate()


def _placed(peer: subprocess.Popen[str], orders: int) -> tuple[float, float, float]:
    """Orders a second, the same without filling baskets, and CPU milliseconds of one."""
    assert peer.stdin
    assert peer.stdout
    print(orders, file=peer.stdin, flush=True)
    rate, without_basket, work = map(float, peer.stdout.readline().split())
    return rate, without_basket, work
