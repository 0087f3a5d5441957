"""How fast the queue is in a shop with a million orders: every view, at any depth, and every kind of search.

    python -m tests.bench.million DATABASE_URL
    python -m tests.bench.lists DATABASE_URL

Times are those of whole answers, from the request to the last byte of the page, in this process. Every question is
asked once in each round, so that a busy minute hits all of them.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import select

from oms.core.db import db
from oms.orders.models import Order
from tests.bench.figures import percentile
from tests.bench.million import application
from tests.browser import Browser

ROUNDS = 30
VIEWS = (
    "open",
    "needs_you",
    "ready",
    "picking",
    "to_pack",
    "packed",
    "waiting",
    "late",
    "singles",
    "shipped",
    "cancelled",
    "all",
)
DEPTHS = (0.0, 0.5, 0.98)
SEARCHES = {
    "number": "#500123",
    "marketplace number": "303-1700001",
    "part of a name": "tanak",
    "two names": "zoe murphy",
    "part of an e-mail": "berg98765",
    "postcode": "38731",
    "SKU": "SKU-4321",
    "tracking": "00340431000004900000",
    "everybody": "example.org",
    "two letters": "#1",
    "nothing": "zzzzqqqq",
}


@dataclass
class Asked:
    """One question, and how many milliseconds each answer took: on the clock, and of our own work."""

    name: str
    path: str
    words: dict[str, str]
    spent: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.spent)

    @property
    def p95(self) -> float:
        return percentile(self.spent, 95)

    @property
    def cpu(self) -> float:
        return statistics.median(self.worked)

    def ask(self, browser: Browser) -> None:
        began, worked = time.perf_counter(), time.process_time()
        answer = browser.get(self.path, query_string=self.words or None)
        self.worked.append(1000 * (time.process_time() - worked))
        self.spent.append(1000 * (time.perf_counter() - began))
        assert answer.status_code == 200, (self.path, answer.status_code)


def measure(app: Flask) -> list[Asked]:
    """Every question, after one round that does not count."""
    browser = Browser(app)
    browser.sign_in(1)
    asked = [Asked(*question) for question in _questions(app)]
    for one in asked:
        Asked(one.name, one.path, one.words).ask(browser)
    for _ in range(ROUNDS):
        for one in asked:
            one.ask(browser)
    return asked


def _questions(app: Flask) -> Iterator[tuple[str, str, dict[str, str]]]:
    yield from ((view, "/", {"show": view}) for view in VIEWS)
    yield from (
        (f"all, {depth:.0%} deep", "/", {"show": "all", "after": after}) for depth, after in _cursors(app)
    )
    yield from (
        (f"{view} of channel {n}", "/", {"show": view, "channel": n})
        for view in ("open", "ready", "shipped", "cancelled", "all")
        for n in "14"
    )
    yield from ((f"search: {name}", "/", {"q": words}) for name, words in SEARCHES.items())
    yield "search in a channel", "/", {"channel": "4", "q": "tanaka"}
    shown = "&".join(f"id={n}" for n in range(999_900, 999_950))
    yield "rows that changed", f"/queue/rows?newest=999999&{shown}", {}
    yield "an order", "/orders/700001", {}


def _cursors(app: Flask) -> list[tuple[float, str]]:
    with app.app_context():
        last = db.session.scalar(select(Order.id).order_by(Order.id.desc()).limit(1)) or 1
        ids = {depth: max(1, int(last * (1 - depth))) for depth in DEPTHS}
        orders = {depth: db.session.get_one(Order, order_id) for depth, order_id in ids.items()}
        return [(depth, f"{order.promise_by.isoformat()}~{order.id}") for depth, order in orders.items()]


if __name__ == "__main__":
    for one in measure(application(sys.argv[1])):
        print(
            f"{one.name:28} median {one.median:7.1f} ms   p95 {one.p95:7.1f} ms   own work {one.cpu:6.1f} ms"
        )
