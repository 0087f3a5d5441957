"""P6: ten pickers scan on tablets, against the real server, while a file is imported by the real worker.

Times are those of whole answers, over HTTP on this machine.

    python -m tests.bench.scanning
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask

from oms import create_app
from oms.accounts.people import add_person
from oms.channels.importing import keep_file, start_import
from oms.channels.setting_up import add_channel
from oms.core.delivering import deliver_due
from oms.picking.running import start_run
from oms.reading.content import Content
from tests.bench.figures import Figure, percentile, table
from tests.bench.files import shopify_export
from tests.databases import make_tables
from tests.running import ROOT, free_port, wait_until
from tests.shop import SKUS, Shop, settings

PICKERS, SCANS, PAUSE, ORDERS = 10, 60, 0.4, 3000
BARCODE = SKUS["LAMP"][2]


def bench_scanning() -> list[Figure]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder}/shop.db"
        app = create_app(settings(url, folder))
        make_tables(app)
        tablets = _tablets(app, folder)
        environ = {"DATABASE_URL": url, "INSTANCE": name, "SECRET_KEY": app.config["SECRET_KEY"]}
        port = free_port()
        server = _start(["gunicorn", "app:app", "--bind", f"127.0.0.1:{port}", *GTHREAD], environ)
        worker = _start(["flask", "--app", "app", "work"], environ)
        try:
            wait_until(lambda: _answers(port))
            waits = _all(tablets, port)
        finally:
            for process in (worker, server):
                process.terminate()
                process.wait()
    told = f"{percentile(waits, 95):.0f} ms (median {percentile(waits, 50):.0f}, 99th {percentile(waits, 99):.0f})"
    what = f"One scan, 95th of {len(waits)}, {PICKERS} pickers and an import running, SQLite"
    return [Figure("P6", what, told, bar="150 ms", aim="50 ms")]


GTHREAD = ("--worker-class", "gthread", "--workers", "2", "--threads", "8", "--log-level", "error")


def _start(arguments: list[str], environ: dict[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", *arguments]
    environ = {"PATH": "/usr/bin:/bin", **environ}
    return subprocess.Popen(command, cwd=ROOT, env=environ, stderr=subprocess.DEVNULL)


def _answers(port: int) -> bool:
    try:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        connection.request("GET", "/sign-in")
        return connection.getresponse().status == 200
    except OSError:
        return False


class Tablet:
    """A picker in front of the bin, signed in."""

    def __init__(self, shop: Shop, name: str, run_id: int) -> None:
        browser = shop.client(name)
        token, cookie = browser.form_token(), browser.get_cookie("backroom")
        assert cookie is not None
        self.path = f"/pick/runs/{run_id}/scans"
        self.headers = {
            "Cookie": f"backroom={cookie.value}",
            "X-CSRFToken": token,
            "HX-Request": "true",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.waits: list[float] = []

    def walk(self, port: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        for code in ["A-01-1", *[BARCODE] * (SCANS - 1)]:
            began = time.perf_counter()
            connection.request("POST", self.path, urlencode({"code": code}), self.headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            self.waits.append(1000 * (time.perf_counter() - began))
            time.sleep(PAUSE)


def _tablets(app: Flask, folder: Path) -> list[Tablet]:
    shop = Shop.open(app)
    shop.receive("LAMP", 100 * PICKERS)
    shop.receive("MUG", 90_000)
    tablets = []
    for number in range(PICKERS):
        name, order_id = f"Picker {number}", shop.order(("LAMP", SCANS))
        with shop.inside():
            shop.people[name] = add_person(name, f"p{number}@example.org", "picker", by=shop.by())
            run_id = start_run(order_id, by=shop.by(name))
        tablets.append(Tablet(shop, name, run_id))
    with shop.inside():
        channel_id = add_channel("shopify", "Main", shop.site, by=shop.by())
        content = shopify_export(folder / "orders.csv", ORDERS, ["MUG"]).read_bytes()
        import_id = keep_file("orders.csv", Content(content), channel_id, by=shop.by())
        deliver_due()
        start_import(import_id, by=shop.by())
    return tablets


def _all(tablets: list[Tablet], port: int) -> list[float]:
    threads = [threading.Thread(target=tablet.walk, args=(port,)) for tablet in tablets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [wait for tablet in tablets for wait in tablet.waits]


if __name__ == "__main__":
    print(table(bench_scanning()))
