"""P2: orders of three lines told to the API over HTTP, to the real server, by eight clients at once, each with a token.

The floor is a bare Flask application on the same server: it finds the token, reads the JSON, writes as many rows in one
transaction behind the same gate, just as durably, and answers.

    python -m tests.bench.orders_api
"""

from __future__ import annotations

import json
import socket
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import parse_headers
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from oms import create_app
from oms.core.db import Base, db
from oms.inventory.proving import prove_stock
from oms.orders.models import Order
from tests.bench.figures import Figure, best_and_median, percentile, side_by_side, table
from tests.bench.hooks import cpu_of, serving
from tests.bench.placing import GOODS
from tests.channels.webstore.calling import Store, said
from tests.databases import make_tables
from tests.postgres import cluster
from tests.shop import Shop, settings

CLIENTS, ORDERS, ROUNDS = 8, 50, 5


def request(number: int, secret: str) -> bytes:
    lines = ((sku, 1) for sku in GOODS)
    body = json.dumps(said(*lines, id_=str(number), currency="EUR", total_minor=4900)).encode()
    told = {
        "Host": "localhost",
        "Authorization": f"Bearer {secret}",
        "Idempotency-Key": f"order-{number}",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"POST /api/v1/orders HTTP/1.1\r\n{head}\r\n".encode() + body


@dataclass
class Callers:
    """Eight clients of one server. Each tells its next order as soon as the last one is answered."""

    port: int
    secrets: Sequence[str]
    told: int = 0
    waits: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        """Orders a second."""
        clients = [threading.Thread(target=self._tell, args=(orders,)) for orders in self._orders()]
        began = time.perf_counter()
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        return len(clients) * ORDERS / (time.perf_counter() - began)

    def _orders(self) -> list[list[bytes]]:
        orders = []
        for secret in self.secrets:
            orders.append([request(number, secret) for number in range(self.told, self.told + ORDERS)])
            self.told += ORDERS
        return orders

    def _tell(self, orders: Sequence[bytes]) -> None:
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            answers = connection.makefile("rb")
            for order in orders:
                began = time.perf_counter()
                connection.sendall(order)
                status = answers.readline()
                assert status.startswith(b"HTTP/1.1 201"), status
                answers.read(int(parse_headers(answers)["Content-Length"]))
                self.waits.append(1000 * (time.perf_counter() - began))


def bench_orders_api() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        found = [_on("SQLite", f"sqlite:///{name}/shop.db", Path(name))]
    with cluster(durable=True) as server, tempfile.TemporaryDirectory() as name:
        return [*found, _on("PostgreSQL", server.new("orders"), Path(name))]


def _on(engine: str, url: str, folder: Path) -> Figure:
    app = create_app(settings(url, folder))
    make_tables(app)
    secrets, rows = _open(app)
    ours = {"DATABASE_URL": url, "INSTANCE": str(folder), "SECRET_KEY": app.config["SECRET_KEY"]}
    bare = {"FLOOR_DATABASE": url if engine == "PostgreSQL" else f"{folder}/floor.db", "ROWS": str(rows)}
    bare["SECRETS"] = " ".join(secrets)
    with (
        serving("app:app", ours) as (port, server),
        serving("tests.bench.bare_orders:app", bare) as (floor, _),
    ):
        calls, others = Callers(port, secrets), Callers(floor, secrets)
        for one in (calls, others):
            one()  # the first calls load what they need
            one.waits.clear()
        spent = cpu_of(server)
        rates = side_by_side(ROUNDS, calls, others)
        spent = 1000 * (cpu_of(server) - spent) / len(calls.waits)
    _all_came(app, calls.told)
    return _figure(engine, calls.waits, others.waits, rates, spent)


def _open(app: Flask) -> tuple[list[str], int]:
    """The tokens of a shop that is full of goods, and how many rows one order writes."""
    shop = Shop.open(app)
    for sku in GOODS:
        shop.receive(sku, 900_000)
    store = Store.open(shop)
    store.get("/stock")
    before = _rows(shop)
    store.post("/orders", said(*((sku, 1) for sku in GOODS), id_="first"))
    rows = _rows(shop) - before
    secrets = [Store.of(shop, store.channel_id, ["orders:write"]).secret for _ in range(CLIENTS)]
    with shop.inside():
        db.session.remove()
        db.engine.dispose()
    return secrets, rows


def _rows(shop: Shop) -> int:
    with shop.inside():
        tables = (select(func.count()).select_from(one) for one in Base.metadata.sorted_tables)
        return sum(db.session.scalar(query) or 0 for query in tables)


def _all_came(app: Flask, told: int) -> None:
    with app.app_context():
        count = db.session.scalar(select(func.count(Order.id)))
        if count != told + 1 or not prove_stock().holds:
            raise SystemExit(
                f"{count} orders are there and {told + 1} were told, or the stock does not add up"
            )
        db.session.remove()
        db.engine.dispose()


def _figure(
    engine: str, waits: list[float], floor_waits: list[float], rates: list[list[float]], spent: float
) -> Figure:
    (best, median), (_, floor) = (best_and_median(values) for values in rates)
    told = f"{median:.0f}/s (best {best:.0f}), p50 {percentile(waits, 50):.0f} ms, p99 {percentile(waits, 99):.0f} ms"
    what = f"POST /api/v1/orders, {CLIENTS} clients, {engine}"
    bare = f"{floor:.0f}/s, p99 {percentile(floor_waits, 99):.0f} ms"
    bars = ("80/s, p99 400 ms", "200/s, p99 200 ms")
    return Figure("P2", what, f"{told}, {spent:.1f} ms CPU each", bare, f"{median / floor:.2f}", *bars)


if __name__ == "__main__":
    print(table(bench_orders_api()))
