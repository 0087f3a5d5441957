"""How fast the queue is in a shop with a million orders: every view, at any depth, and every kind of search.

    python -m tests.bench.million DATABASE_URL
    python -m tests.bench.lists DATABASE_URL

Times are those of whole answers, from the request to the last byte of the page, in this process.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable, Iterator

from flask import Flask
from sqlalchemy import select

from oms.core.db import db
from oms.orders.models import Order
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


def measure(app: Flask) -> Iterator[tuple[str, float, float]]:
    """The name, the median and the 95th percentile in milliseconds of each."""
    browser = Browser(app)
    browser.sign_in(1)
    for name, path, words in _questions(app):
        yield name, *_timed(browser, path, words)


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


def _timed(browser: Browser, path: str, words: dict[str, str]) -> tuple[float, float]:
    def ask() -> None:
        answer = browser.get(path, query_string=words or None)
        assert answer.status_code == 200, (path, answer.status_code)

    ask()
    times = sorted(_milliseconds(ask) for _ in range(ROUNDS))
    return statistics.median(times), times[int(ROUNDS * 0.95)]


def _milliseconds(act: Callable[[], None]) -> float:
    began = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    for name, median, slow in measure(application(sys.argv[1])):
        print(f"{name:28} median {median:7.1f} ms   p95 {slow:7.1f} ms", flush=True)
