"""The worker delivers at least once: a handler that is run again adds nothing to what it did before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Column, Table, select, update

from oms.channels.clients import FetchedOrder
from oms.channels.connecting import switch_account
from oms.channels.events import Incoming, Label
from oms.channels.intake import by_webhook, keep_events
from oms.core import clock
from oms.core.db import Base, db, transaction
from oms.core.delivering import deliver_due, lanes_due
from oms.core.events import SUBSCRIPTIONS, Delivery
from oms.core.operations import By
from oms.core.working import do_duties
from oms.notifications import writing
from oms.orders.paying import record_charge
from tests.lived_in import LivedIn
from tests.outgoing.market import Market
from tests.outgoing.playing import connect, play
from tests.shop import Shop

EDITED = b'{"order_edit": {"order_id": 78}}'


class Account(Market):
    """It knows how many it has, and nothing of orders."""

    def changed_orders(self, _since: datetime) -> Iterator[FetchedOrder]:
        return iter(())

    def order(self, _external_id: str) -> FetchedOrder | None:
        return None


def test_whoever_is_told_of_a_fact_twice_acts_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(writing, "send", lambda mail, *_: sent.append(mail.message_id))
    play(monkeypatch, client=Account(has={"LAMP": 3}))
    channel_id = LivedIn(shop).ids["channel_id"]
    unpaid = shop.order(("LAMP", 1), paid=False)
    with shop.inside():
        record_charge(unpaid, None, by=shop.by())
        connect(channel_id)
        for on in (False, True):
            switch_account(channel_id, on=on, by=shop.by())
        edited = Incoming("POST", "https://backroom.example.org/hooks/1", {}, {}, EDITED)
        keep_events(channel_id, [by_webhook(edited, Label("orders/edited", "1", "78"))], by=By("channel:1"))
    with shop.inside(), clock.travel(clock.now() + timedelta(days=2)):
        for _ in range(3):
            do_duties(at_once=True)
            deliver_in_all_lanes()
        told = set(db.session.scalars(select(Delivery.handler).where(Delivery.tried > 0)))
        assert told == set(SUBSCRIPTIONS), "the shop has lived enough to try every handler"
        before, mails = what_is_so(), list(sent)
        _forget_that_they_were_told()
        assert deliver_in_all_lanes() > len(SUBSCRIPTIONS)
        after = what_is_so()
    assert [name for name in after if after[name] != before[name]] == []
    assert sent == mails != []


def deliver_in_all_lanes() -> int:
    return deliver_due(limit=500) + sum(deliver_due(500, lane) for lane in lanes_due())


def what_is_so() -> dict[str, list[object]]:
    """All but the notes of what was tried, and what a channel answers when it is asked."""
    notes = {"delivery", "operation", "pulse"}
    tables = [table for table in Base.metadata.sorted_tables if table.name not in notes]
    rows = {table.name: db.session.execute(select(*_said(table))).all() for table in tables}
    db.session.rollback()
    return {name: sorted(found, key=repr) for name, found in rows.items()}


def _said(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if column.name not in {"said", "said_at"}]


def _forget_that_they_were_told() -> None:
    with transaction() as session:
        session.execute(
            update(Delivery)
            .where(Delivery.withdrawn_at.is_(None))
            .values(done_at=None, failed_at=None, due_at=clock.now(), tried=0)
        )
