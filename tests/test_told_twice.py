"""The worker delivers at least once: a handler that is run again adds nothing to what it did before."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select, update

from oms.core import clock
from oms.core.db import Base, db, transaction
from oms.core.delivering import deliver_due
from oms.core.events import SUBSCRIPTIONS, Delivery
from oms.orders.paying import record_charge
from tests.lived_in import LivedIn
from tests.shop import Shop


def test_whoever_is_told_of_a_fact_twice_acts_once(shop: Shop) -> None:
    LivedIn(shop)
    unpaid = shop.order(("LAMP", 1), paid=False)
    with shop.inside():
        record_charge(unpaid, None, by=shop.by())
    with shop.inside(), clock.travel(clock.now() + timedelta(days=2)):
        deliver_due(limit=500)
        told = set(db.session.scalars(select(Delivery.handler).where(Delivery.tried > 0)))
        assert told == set(SUBSCRIPTIONS), "the shop has lived enough to try every handler"
        before = everything_but_deliveries()
        _forget_that_they_were_told()
        assert deliver_due(limit=500) > len(SUBSCRIPTIONS)
        after = everything_but_deliveries()
    assert [name for name in after if after[name] != before[name]] == []


def everything_but_deliveries() -> dict[str, list[object]]:
    tables = [table for table in Base.metadata.sorted_tables if table.name != "delivery"]
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
