"""P8: signed events of a channel, stored and answered over HTTP by the real server, with eight clients at once.

The floor is a bare Flask application on the same server that does only that: check the signature, write one row
as durably, answer.

    python -m tests.bench.hooks
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from oms import create_app
from oms.channels.models import Connection
from oms.channels.setting_up import add_channel
from oms.channels.shopify.webhooks import signature
from oms.core import clock
from oms.core.db import db, transaction
from oms.core.sealing import seal
from tests.bench.figures import Figure, best_and_median, percentile, side_by_side, table
from tests.databases import make_tables
from tests.postgres import cluster
from tests.running import ROOT, free_port, wait_until
from tests.shop import Shop, settings

CLIENTS, EVENTS, ROUNDS = 8, 150, 5
SECRET = "the app's own secret"
SERVER = ("--worker-class", "gthread", "--workers", "2", "--threads", "8", "--log-level", "error")
SERVER += ("--preload", "--no-control-socket")
WHERE = {"first_name": "Ana", "address1": "Große Straße 5", "city": "Köln", "zip": "50667"}


def order(number: int) -> bytes:
    """As long as a small order of two lines is."""
    lines = [
        {"id": 900_000 + line, "sku": "LAMP", "name": "Desk lamp, brass", "quantity": 1, "price": "10.00"}
        | {f"property_{n}": "something that nobody here reads" for n in range(20)}
        for line in range(2)
    ]
    told = {"id": 5_550_000_000 + number, "name": f"#{number}", "created_at": "2026-11-20T10:00:00+01:00"}
    told |= {"updated_at": "2026-11-20T10:00:00+01:00", "currency": "EUR", "financial_status": "paid"}
    return json.dumps(
        told | {"line_items": lines, "shipping_address": WHERE, "billing_address": WHERE}
    ).encode()


def request(path: str, number: int) -> bytes:
    body = order(number)
    told = {
        "Host": "localhost",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "X-Shopify-Topic": "orders/create",
        "X-Shopify-Webhook-Id": f"event-{number}",
        "X-Shopify-Shop-Domain": "nordlicht.myshopify.com",
        "X-Shopify-Triggered-At": "2026-11-20T09:00:00Z",
        "X-Shopify-Hmac-Sha256": signature(body, SECRET).decode(),
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in told.items())
    return f"POST {path} HTTP/1.1\r\n{head}\r\n".encode() + body


@dataclass
class Sender:
    """Eight clients of one server. Each sends the next event as soon as the last one is answered."""

    port: int
    path: str
    sent: int = 0
    waits: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        numbers = range(self.sent, self.sent + CLIENTS * EVENTS)
        self.sent = numbers.stop
        events = [request(self.path, number) for number in numbers]
        clients = [
            threading.Thread(target=self._send, args=(events[one::CLIENTS],)) for one in range(CLIENTS)
        ]
        began = time.perf_counter()
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        return len(events) / (time.perf_counter() - began)

    def _send(self, events: Sequence[bytes]) -> None:
        with socket.create_connection(("127.0.0.1", self.port), timeout=30) as connection:
            for event in events:
                began = time.perf_counter()
                connection.sendall(event)
                answer = connection.recv(65536)
                assert answer.startswith(b"HTTP/1.1 200"), answer[:300]
                self.waits.append(1000 * (time.perf_counter() - began))


@contextmanager
def serving(what: str, environ: dict[str, str]) -> Iterator[tuple[int, int]]:
    """The port and the process of a server."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", what, "--bind", f"127.0.0.1:{port}", *SERVER]
    running = subprocess.Popen(
        command, cwd=ROOT, env={"PATH": os.environ["PATH"], **environ}, stderr=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: _answers(port))
        yield port, running.pid
    finally:
        running.terminate()
        running.wait()


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


def cpu_of(process: int) -> float:
    """Seconds that a server and its workers have worked."""
    kin = [process, *map(int, Path(f"/proc/{process}/task/{process}/children").read_text().split())]
    ticks = [Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[11:13] for one in kin]
    return sum(int(tick) for pair in ticks for tick in pair) / os.sysconf("SC_CLK_TCK")


def bench_hooks() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        found = [_on("SQLite", f"sqlite:///{name}/shop.db", Path(name))]
    with cluster(durable=True) as server, tempfile.TemporaryDirectory() as name:
        return [*found, _on("PostgreSQL", server.new("hooks"), Path(name))]


def _on(engine: str, url: str, folder: Path) -> Figure:
    app = create_app(settings(url, folder))
    make_tables(app)
    shop = Shop.open(app)
    with shop.inside():
        channel_id = add_channel("shopify", "Main", shop.site, by=shop.by())
        with transaction() as session:
            keys = seal({"webhook_secret": SECRET})
            told = {"base_url": "https://nordlicht.example", "sealed_keys": keys, "since": clock.now()}
            session.add(Connection(channel_id=channel_id, **told))
        db.session.remove()
        db.engine.dispose()
    environ = {"DATABASE_URL": url, "INSTANCE": str(folder), "SECRET_KEY": app.config["SECRET_KEY"]}
    bare = {"FLOOR_DATABASE": url if engine == "PostgreSQL" else f"{folder}/floor.db", "SECRET": SECRET}
    with (
        serving("app:app", environ) as (port, server),
        serving("tests.bench.bare_hook:app", bare) as (floor, bare_server),
    ):
        ours, other = Sender(port, f"/hooks/{channel_id}"), Sender(floor, "/hook")
        for one in (ours, other):
            one()  # the first requests load what they need
            one.waits.clear()
        before = cpu_of(server), cpu_of(bare_server)
        rates = side_by_side(ROUNDS, ours, other)
        spent = [
            1000 * (cpu_of(process) - earlier) / len(ours.waits)
            for process, earlier in zip((server, bare_server), before, strict=True)
        ]
    return _figure(engine, ours.waits, rates, spent)


def _figure(engine: str, waits: list[float], rates: list[list[float]], spent: list[float]) -> Figure:
    (best, median), (floor, _) = (best_and_median(values) for values in rates)
    told = f"{median:.0f}/s (best {best:.0f}), p99 {percentile(waits, 99):.0f} ms, {spent[0]:.2f} ms CPU each"
    what = f"Webhook: signed, stored, answered; {CLIENTS} clients, {engine}"
    bars = ("p99 500 ms", "500/s, p99 100 ms")
    return Figure("P8", what, told, f"{floor:.0f}/s, {spent[1]:.2f} ms", f"{best / floor:.2f}", *bars)


if __name__ == "__main__":
    print(table(bench_hooks()))
