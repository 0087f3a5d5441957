"""A shop that is sent whatever there is: all of it is taken, or all refused with a sentence, and nothing is left half."""

from __future__ import annotations

import hashlib
import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import func, select

from oms.channels.columns.remembering import explain_columns
from oms.channels.connections import Connection, Intake, SigningKey
from oms.channels.importing import keep_file, run_import, stage_file, start_import
from oms.channels.intake import Arrived, keep_fetched
from oms.channels.kinds import account_kinds
from oms.channels.models import ImportFile, StagedRow
from oms.channels.reading_events import OUTCOMES, read_kept
from oms.core import clock
from oms.core.db import db, transaction
from oms.core.delivering import deliver_due
from oms.core.errors import Refused
from oms.core.events import Delivery
from oms.core.operations import By
from oms.core.sealing import seal
from oms.orders.models import Order
from oms.reading.content import Content
from tests.channels.bringing import account
from tests.safety import signing
from tests.safety.whole import EXPLAINED, FILES, MEANING, Message
from tests.shop import Shop

Answer = TypeVar("Answer")

LARGEST, SLOWEST = 1_000_000, 2.0
ODD_TOPICS = ("", "order", "x" * 5000, "orders/\xe9\xff", "\xa0", "../..", "orders/create\t1", "%00", "None")


@dataclass
class Receiver:
    """All of its methods that receive something are called inside of the application. `slowest` is what took
    longest, of all that keeps somebody else waiting: a request, or one turn of the worker.
    """

    shop: Shop
    accounts: dict[str, int] = field(default_factory=dict)
    sent: int = 0
    slowest: float = 0.0

    @classmethod
    def open(cls, shop: Shop) -> Receiver:
        """It has an account of every kind, and those that tell by themselves are known by their keys."""
        one = cls(shop, {kind.code: account(shop, kind.code) for kind in account_kinds()})
        with shop.inside():
            one._learn_keys()
            import_id = keep_file("explained.csv", Content(FILES["explained"]), None, by=shop.by())
            stage_file(import_id, by=By("worker"))
            explain_columns(import_id, one.accounts["other"], EXPLAINED, MEANING, by=shop.by())
        return one

    def _learn_keys(self) -> None:
        """None of them is asked anything."""
        keys = seal({"webhook_secret": signing.SECRET, "verification_token": signing.SECRET})
        told: dict[str, Any] = {"base_url": "https://nordlicht.example", "sealed_keys": keys, "is_on": False}
        with transaction() as session:
            for kind in account_kinds():
                if kind.webhook is not None:
                    session.add(Connection(channel_id=self.accounts[kind.code], since=clock.now(), **told))
            shown = {"told": json.dumps(signing.EBAY.shown()), "shown_at": clock.now()}
            session.add(SigningKey(channel_id=self.accounts["ebay"], key_id=signing.EBAY.key_id, **shown))

    def in_time(self, act: Callable[[], Answer]) -> Answer:
        began = time.perf_counter()
        answer = act()
        spent = time.perf_counter() - began
        assert spent < SLOWEST, f"it took {spent:.1f} s"
        self.slowest = max(self.slowest, spent)
        return answer

    def upload(self, content: bytes, chance: random.Random) -> str:
        """The whole way of a file: kept, read, and half of those that can be are taken in."""
        orders, told = count(Order), Content(content)
        chosen = chance.choice(list(self.accounts.values())) if chance.random() < 0.1 else None
        try:
            import_id = self.in_time(lambda: keep_file("orders.csv", told, chosen, by=self.shop.by()))
        except Refused as refusal:
            return refused(refusal.sentence)
        self.in_time(lambda: stage_file(import_id, by=By("worker")))
        file = db.session.get_one(ImportFile, import_id)
        assert file.content == content
        assert count(Order) == orders, "nothing is taken in by looking"
        if file.refusal is not None:
            assert _rows_of(import_id) == 0, "refused whole"
            return refused(file.refusal)
        assert _rows_of(import_id) == file.rows, "every row is in one place"
        db.session.rollback()
        return self._taken(import_id, orders) if chance.random() < 0.5 else "looked at"

    def _taken(self, import_id: int, orders: int) -> str:
        """Each order of the file came in whole, or not at all, and the sentence says why."""
        start_import(import_id, by=self.shop.by())
        while not self.in_time(lambda: run_import(import_id, seconds=0)):
            pass
        staged = db.session.scalars(select(StagedRow).where(StagedRow.import_id == import_id)).all()
        for row in staged:
            assert (row.outcome is not None) == (row.verdict in {"new", "changed"})
            assert row.outcome != "refused" or (row.order_id is None and refused(row.error))
        new = {row.order_id for row in staged if row.outcome == "new" and row.order_id is not None}
        assert count(Order) == orders + len(new)
        db.session.rollback()
        return "taken in"

    def told(self, message: Message, body: bytes, chance: random.Random) -> str:
        """The whole way of a message: by the route, then the worker reads it. Some are signed by somebody else."""
        before, headers, is_true = count(Intake), *self._signed(message, body, chance)
        address = f"/hooks/{self.accounts[message.kind]}"
        client = self.shop.app.test_client()
        answer = self.in_time(lambda: client.post(address, data=body, headers=headers))
        expected = 413 if len(body) > LARGEST else 200 if is_true or _is_ping(body, headers) else 401
        assert answer.status_code == expected, answer.text
        for lane in ("", f"told_by:{self.accounts[message.kind]}", ""):
            while self.in_time(partial(deliver_due, 1, lane)):
                pass
        failed = select(Delivery.handler, Delivery.error).where(Delivery.error.is_not(None))
        assert db.session.execute(failed).all() == []
        if expected != 200 or _is_ping(body, headers):
            assert count(Intake) == before, "nothing is kept of it"
            return str(expected)
        return outcome(self._kept(message, body), body)

    def _signed(self, message: Message, body: bytes, chance: random.Random) -> tuple[dict[str, str], bool]:
        """The headers, and whether the signature is the channel's own."""
        self.sent += 1
        is_true = chance.random() > 0.15 and message.kind != "amazon"
        topic = message.topic if chance.random() < 0.95 else chance.choice(ODD_TOPICS)
        told = signing.headers(message.kind, topic, self.sent, body if is_true else body + b" ")
        if not is_true and chance.random() < 0.5:
            told.pop(signing.BY[message.kind], None)
        return {name: words for name, words in told.items() if words}, is_true

    def _kept(self, message: Message, body: bytes) -> int:
        digest = hashlib.sha256(body).hexdigest()
        query = select(Intake.id).filter_by(channel_id=self.accounts[message.kind], digest=digest)
        return db.session.scalars(query.order_by(Intake.id.desc()).limit(1)).one()

    def answered(self, message: Message, body: bytes) -> str:
        """What a channel said of one order when it was asked for it."""
        digest = hashlib.sha256(body).hexdigest()
        arrived = Arrived("fetch", message.topic, "", "1001", digest, body=body)
        intake_id = keep_fetched(self.accounts[message.kind], arrived, by=By("worker"))
        self.in_time(lambda: read_kept(intake_id, By("worker")))
        return outcome(intake_id, body)


def outcome(intake_id: int, body: bytes) -> str:
    """What became of an event, which is kept as it came."""
    event = db.session.get_one(Intake, intake_id, populate_existing=True)
    assert event.body == body
    assert event.outcome in (*OUTCOMES, "refused")
    assert event.outcome != "refused" or refused(event.sentence)
    found = event.outcome
    db.session.rollback()
    return found


def refused(sentence: str | None) -> str:
    """It is a sentence for people."""
    assert sentence, "refused without a word"
    assert sentence.endswith("."), sentence
    return "refused"


def count(table: Any) -> int:
    found = db.session.scalar(select(func.count()).select_from(table)) or 0
    db.session.rollback()
    return found


def _rows_of(import_id: int) -> int:
    query = select(func.sum(StagedRow.rows)).where(StagedRow.import_id == import_id)
    return db.session.scalar(query) or 0


def _is_ping(body: bytes, headers: dict[str, str]) -> bool:
    """A new subscription of WooCommerce says its number, without a topic and unsigned or not."""
    about_woocommerce = "X-WC-Webhook-Delivery-ID" in headers and "X-WC-Webhook-Topic" not in headers
    return about_woocommerce and body.startswith(b"webhook_id=") and body[11:].isdigit()
