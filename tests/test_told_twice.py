"""The worker delivers at least once: a handler that is run again adds nothing to what it did before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from oms.core import clock
from oms.core.db import Base, db, transaction
from oms.core.delivering import deliver_due
from oms.core.events import SUBSCRIPTIONS, Delivery
from oms.notifications import writing
from oms.orders.paying import record_charge
from tests.lived_in import LivedIn
from tests.shop import Shop


def test_whoever_is_told_of_a_fact_twice_acts_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[str] = []
    monkeypatch.setattr(writing, "send", lambda mail, *_: sent.append(mail.message_id))
    LivedIn(shop)
    unpaid = shop.order(("LAMP", 1), paid=False)
    with shop.inside():
        record_charge(unpaid, None, by=shop.by())
    with shop.inside(), clock.travel(clock.now() + timedelta(days=2)):
        deliver_due(limit=500)
        told = set(db.session.scalars(select(Delivery.handler).where(Delivery.tried > 0)))
        assert told == set(SUBSCRIPTIONS), "the shop has lived enough to try every handler"
        before, mails = what_is_so(), list(sent)
        _forget_that_they_were_told()
        assert deliver_due(limit=500) > len(SUBSCRIPTIONS)
        after = what_is_so()
    assert [name for name in after if after[name] != before[name]] == []
    assert sent == mails != []


def what_is_so() -> dict[str, list[object]]:
    """All but the notes of what was tried."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in {"delivery", "operation"}]
    rows = {table.name: [tuple(row) for row in db.session.execute(select(table)).all()] for table in tables}
    db.session.rollback()
    return {name: sorted(found, key=repr) for name, found in rows.items()}


def _forget_that_they_were_told() -> None:
    with transaction() as session:
        session.execute(
            update(Delivery)
            .where(Delivery.withdrawn_at.is_(None))
            .values(done_at=None, failed_at=None, due_at=clock.now(), tried=0)
        )
