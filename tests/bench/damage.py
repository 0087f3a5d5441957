"""S1: everything that can come in, damaged, through the whole way that it goes.

Files are uploaded, read and imported, events are posted to the real route and read by the worker; whatever
breaks, is slow, or is left half ends it with its seed and what it was. Each seed has a fresh shop.

    python -m tests.bench.damage [ROUNDS [SEED]]
"""

from __future__ import annotations

import faulthandler
import logging
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from oms import create_app
from oms.channels.listening import forget_listener
from oms.core.db import db
from oms.inventory.proving import prove_stock
from tests.bench.figures import Figure, table
from tests.databases import make_tables
from tests.safety.damaging import damaged, damaged_message
from tests.safety.receiving import Receiver
from tests.safety.whole import FILES, MESSAGES
from tests.shop import SKUS, Shop, settings

ROUNDS, EACH = 100_000, 500
HANGS = 120.0
LONGEST_SHOWN = 2000
KINDS = sorted({message.kind for message in MESSAGES})


@dataclass
class Found:
    """What became of what was sent: counted by where it came from. `memory` is in MB."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    slowest: tuple[float, str] = (0.0, "")
    memory: int = 0

    def add(self, other: Found) -> None:
        self.outcomes += other.outcomes
        self.slowest = max(self.slowest, other.slowest)
        self.memory = max(self.memory, other.memory)

    def note(self, name: str, outcome: str, receiver: Receiver) -> None:
        self.outcomes[name, outcome] += 1
        self.slowest = max(self.slowest, (receiver.slowest, name))


def bench_damage(rounds: int | None = None, seed: int | None = None) -> list[Figure]:
    """Every processor has shops of its own."""
    seed = random.SystemRandom().randrange(10**6) if seed is None else seed
    seeds = range(seed, seed + -(-(rounds or ROUNDS) // EACH))
    found, began = Found(), time.perf_counter()
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as pool:
        for number, one in enumerate(pool.map(batch, seeds), 1):
            found.add(one)
            print(f"  {number * EACH:,}", end="\r", file=sys.stderr, flush=True)
    spent = time.perf_counter() - began
    return [_told(found, spent, seed), *_by_origin(found.outcomes)]


def _told(found: Found, spent: float, seed: int) -> Figure:
    sent, (slowest, name) = found.outcomes.total(), found.slowest
    what = f"{sent:,} damaged files and events, each the whole way it goes"
    told = f"0 broken, slowest {slowest:.2f} s ({name}), {1000 * spent / sent:.1f} ms each, {found.memory} MB (seed {seed})"
    return Figure("S1", what, told, bar="0 in 20,000", aim="0; 2 s; 300 MB")


def _by_origin(outcomes: Counter[tuple[str, str]]) -> list[Figure]:
    names = sorted({name for name, _ in outcomes})
    several = {name: {what: n for (of, what), n in outcomes.items() if of == name} for name in names}
    return [
        Figure("S1", f"… {name}", ", ".join(f"{n:,} {what}" for what, n in sorted(told.items())))
        for name, told in several.items()
    ]


def batch(seed: int) -> Found:
    """So many, in a shop of their own; the same seed is the same again."""
    found, chance = Found(), random.Random(seed)
    with tempfile.TemporaryDirectory() as name:
        receiver = _open(Path(name))
        with receiver.shop.inside():
            for number in range(EACH):
                origin, body, receive = drawn(receiver, chance)
                faulthandler.dump_traceback_later(HANGS, exit=True)
                receiver.slowest = 0.0
                try:
                    found.note(origin, receive(), receiver)
                except BaseException as broken:
                    broken.add_note(f"seed {seed}, number {number}, {origin}: {body[:LONGEST_SHOWN]!r}")
                    raise
            faulthandler.cancel_dump_traceback_later()
            assert prove_stock().holds
            db.session.remove()
            db.engine.dispose()
    found.memory = _most_memory()
    return found


def _open(folder: Path) -> Receiver:
    logging.getLogger("oms").setLevel(logging.ERROR)  # most are refused, and each refusal is a line
    app = create_app(settings(f"sqlite:///{folder}/shop.db", folder))
    make_tables(app)
    forget_listener()
    shop = Shop.open(app)
    for sku in SKUS:
        shop.receive(sku, 50)
    return Receiver.open(shop)


def drawn(receiver: Receiver, chance: random.Random) -> tuple[str, bytes, Callable[[], str]]:
    """What comes next: where it is from, what it is, and how the shop is given it."""
    if chance.random() < 0.5:
        name = chance.choice(list(FILES))
        content = damaged(FILES[name], chance)
        return f"file, {name}", content, lambda: receiver.upload(content, chance)
    kind = chance.choice(KINDS)
    message = chance.choice([one for one in MESSAGES if one.kind == kind])
    if chance.random() < 0.5:
        message = message.of_another_order(chance.randrange(1000, 10_000))
    body = damaged_message(message.told, chance)
    if message.was_asked and chance.random() < 0.5:
        return f"answer, {message.kind}", body, lambda: receiver.answered(message, body)
    return f"event, {message.kind}", body, lambda: receiver.told(message, body, chance)


def _most_memory() -> int:
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) // 1024


if __name__ == "__main__":
    print(table(bench_damage(*map(int, sys.argv[1:]))))
