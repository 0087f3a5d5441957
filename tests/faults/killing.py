"""Killing the server, the worker or PostgreSQL itself, again and again, while people work.

What the people were answered is what must be there afterwards, once.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from random import Random
from threading import Event as Flag
from threading import Thread
from uuid import uuid4

from sqlalchemy import create_engine, text

from oms import create_app
from oms.core import clock
from oms.core.db import Base, db
from oms.core.ddl import recreate
from oms.core.delivering import deliver_due
from oms.inventory.proving import prove_stock
from tests.faults.picture import Picture, by_id, take_picture
from tests.faults.promises import broken
from tests.faults.server import Client, Mailbox, Server
from tests.postgres import Cluster
from tests.shop import SKUS, Shop, settings

LEASE_IS_OVER = timedelta(seconds=120)
ADDRESS = [("name", "Ana Pereira"), ("line1", "Große Straße 5"), ("postcode", "50667"), ("city", "Köln")]


@dataclass
class Answered:
    """What people were told: the orders that they took, and how many units they picked for each."""

    orders: list[int] = field(default_factory=list)
    picked: Counter[int] = field(default_factory=Counter)
    failed: list[BaseException] = field(default_factory=list)

    @property
    def tally(self) -> int:
        return len(self.orders) + self.picked.total()


@contextmanager
def people_at_work(shop: Shop, server: Server, people: int = 3) -> Iterator[Answered]:
    """So many people take orders and pick them until the block ends; then each finishes what they began."""
    answered, enough = Answered(), Flag()
    clients = [Client(shop, server.settings, "Mo") for _ in range(people)]
    workers = [Thread(target=_work, args=(shop, client, answered, enough)) for client in clients]
    for worker in workers:
        worker.start()
    try:
        yield answered
    finally:
        enough.set()
        for worker in workers:
            worker.join()
    assert not answered.failed, answered.failed


def _work(shop: Shop, client: Client, answered: Answered, enough: Flag) -> None:
    try:
        while not enough.is_set():
            order_id = _take_order(shop, client)
            answered.orders.append(order_id)
            _pick(client, order_id, answered, enough)
    except BaseException as failure:
        answered.failed.append(failure)


def _take_order(shop: Shop, client: Client) -> int:
    email = f"{uuid4().hex}@example.org"
    form = [("kind", "phone"), ("paid", "y"), ("country", "DE"), ("email", email), *ADDRESS]
    form += [("sku_id", str(shop.skus["LAMP"])), ("quantity", "2"), ("price", "")]
    return int(client.send("/orders/new", form, uuid4().hex).rpartition("/")[2])


def _pick(client: Client, order_id: int, answered: Answered, enough: Flag) -> None:
    run = client.send(f"/pick/orders/{order_id}", [], uuid4().hex)
    client.send(f"{run}/scans", [("code", "A-01-1")], uuid4().hex)
    for _ in range(2):
        if not enough.is_set():
            client.send(f"{run}/scans", [("code", SKUS["LAMP"][2])], uuid4().hex)
            answered.picked[order_id] += 1


def kill_often(server: Server, answered: Answered, rounds: int, chance: Random) -> None:
    """Each round lets something be answered first, and kills the server, the worker or both."""
    for _ in range(rounds):
        wait_for_work(answered)
        time.sleep(chance.uniform(0, 0.2))
        server.kill(*chance.choice([("web",), ("worker",), ("web", "worker"), ("web", "worker")]))
        server.start()
    server.wait()


def kill_postgres_often(cluster: Cluster, answered: Answered, rounds: int, chance: Random) -> list[float]:
    """The same with PostgreSQL itself; our own processes go on. How long each time until it worked again."""
    pauses = []
    for _ in range(rounds):
        wait_for_work(answered)
        time.sleep(chance.uniform(0, 0.2))
        cluster.kill()
        cluster.start()
        ready = time.monotonic()
        wait_for_work(answered)
        pauses.append(time.monotonic() - ready)
    return pauses


@contextmanager
def shop_on(cluster: Cluster, folder: Path) -> Iterator[Shop]:
    """The shop of the tests in a database of this cluster."""
    admin = create_engine(cluster.url("postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE shop"))
    admin.dispose()
    app = create_app(settings(cluster.url("shop"), folder))
    with app.app_context(), db.engine.begin() as made:
        Base.metadata.create_all(made)
        recreate(made)
    try:
        yield Shop.open(app)
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()


def wait_for_work(answered: Answered, seconds: float = 180) -> None:
    """Until one more thing was answered than now."""
    before, until = answered.tally, time.monotonic() + seconds
    while answered.tally == before and not answered.failed:
        assert time.monotonic() < until, "nothing is answered any more"
        time.sleep(0.01)


def faults_of(shop: Shop, answered: Answered, mailbox: Mailbox) -> list[str]:
    """What was lost, doubled or does not add up, once the worker has done what was left to do."""
    with shop.inside(), clock.travel(clock.now() + LEASE_IS_OVER):
        while deliver_due():
            pass
        picture = take_picture()
        found = broken(picture) + [str(mismatch) for mismatch in prove_stock().mismatches]
    for look in (_orders, _picks, _notices):
        found += look(picture, answered, mailbox)
    return found


def _orders(picture: Picture, answered: Answered, _mailbox: Mailbox) -> list[str]:
    there = {order["id"] for order in picture["orders"]}
    emails = Counter(contact["email"] for contact in picture["contact"])
    lost = sorted(set(answered.orders) - there)
    twice = len(answered.orders) - len(set(answered.orders))
    told = [f"orders {lost} are lost"] if lost else []
    told += [f"{twice} orders were answered twice"] if twice else []
    return told + [f"{email} ordered {n // 2} times" for email, n in emails.items() if n != 2]


def _picks(picture: Picture, answered: Answered, _mailbox: Mailbox) -> list[str]:
    picked = {demand["owner"]: demand["picked"] for demand in picture["demand"]}
    return [
        f"order {order_id}: {units} picks were answered, {picked.get(f'order:{order_id}')} are there"
        for order_id, units in answered.picked.items()
        if picked.get(f"order:{order_id}") != units
    ]


def _notices(picture: Picture, answered: Answered, mailbox: Mailbox) -> list[str]:
    """Everybody was told once; what came twice around a crash carries the same Message-ID."""
    contacts = by_id(picture["contact"])
    notices = {contacts[n["contact_id"]]["email"]: n for n in picture["notice"]}
    told: dict[str, set[str]] = {}
    for email, message_id in mailbox.mails:
        told.setdefault(email, set()).add(message_id)
    orders = by_id(picture["orders"])
    buyers = {
        contacts[orders[order_id]["buyer_id"]]["email"] for order_id in answered.orders if order_id in orders
    }
    found = [f"{email} was not told" for email in buyers - told.keys()]
    found += [f"{email} was told of {len(ids)} messages" for email, ids in told.items() if len(ids) != 1]
    return found + [f"{email} is not marked as told" for email in buyers if not notices[email]["sent_at"]]
