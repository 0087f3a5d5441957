"""The demo shop: three weeks of believable work, proven, told to nobody, and told once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from oms.accounts.models import User
from oms.catalog.models import Picture, Sku
from oms.core import clock
from oms.core.db import db
from oms.core.delivering import deliver_due
from oms.core.events import Delivery, Event
from oms.core.operations import Operation
from oms.demo import open_demo_shop
from oms.demo.story import story
from oms.inventory.models import Move
from oms.inventory.proving import prove_stock
from oms.notifications.models import Notice
from oms.orders.models import Order, Payment
from oms.shipping.models import Shipment


@pytest.fixture
def demo(app: Flask) -> Flask:
    """A new installation with the demo shop in it."""
    opened = app.test_cli_runner().invoke(args=["demo"])
    assert (opened.exit_code, opened.output) == (0, "A demo shop is open.\n")
    return app


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_a_shop_with_a_past_and_a_day_full_of_work(demo: Flask) -> None:
    with demo.app_context():
        assert prove_stock().mismatches == ()
        standing = {
            code: n
            for code, n in db.session.execute(select(Order.headline, func.count()).group_by(Order.headline))
        }
        assert set(standing) == {
            "ready", "picking", "to_pack", "packed", "shipped", "short", "unpaid", "needs_you", "cancelled",
        }  # fmt: skip
        assert standing["ready"] >= 6
        assert standing["needs_you"] == 3
        assert standing["shipped"] >= 15
        kinds = set(db.session.scalars(select(Event.kind)))
        assert {
            "PickShort",
            "BinCounted",
            "StockAdjusted",
            "SoldAtCounter",
            "OrderRefunded",
            "ParcelDelivered",
        } <= kinds
        assert count(Picture) == count(Sku) == 12
        moments = db.session.scalars(select(Event.at).order_by(Event.id)).all()
        assert moments == sorted(moments)
        assert timedelta(days=19) < clock.now() - moments[0] < timedelta(days=26)
        assert moments[-1] < clock.now()
        assert all(at <= clock.now() for at in db.session.scalars(select(Shipment.delivered_at)) if at)


def test_nobody_is_written_to_and_a_second_call_changes_nothing(demo: Flask) -> None:
    def rows() -> list[int]:
        return [count(table) for table in (Order, Operation, Move, Event, Payment, User)]

    with demo.app_context():
        with clock.travel(clock.now() + timedelta(days=1)):
            assert deliver_due() == 0
        waiting = select(Delivery).where(Delivery.withdrawn_at.is_(None), Delivery.done_at.is_(None))
        assert db.session.scalars(waiting).all() == []
        assert count(Notice) == 0
        before = rows()
    again = demo.test_cli_runner().invoke(args=["demo"])

    assert again.output == "There is a shop already; nothing was changed.\n"
    with demo.app_context():
        assert rows() == before


@pytest.mark.usefixtures("context")
def test_a_story_that_breaks_off_leaves_nothing_so_that_it_can_be_told_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = story(clock.now())[:3]

    def power_cut() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("oms.demo.story", lambda _now: [*told, (clock.now(), power_cut)])
    with pytest.raises(KeyboardInterrupt):
        open_demo_shop()

    assert (count(Order), count(Sku), count(Operation)) == (0, 0, 0)


@pytest.mark.parametrize(
    "now",
    [
        datetime(2026, 11, 24, 9, 0, tzinfo=UTC),
        datetime(2026, 11, 24, 17, 0, tzinfo=UTC),
        datetime(2026, 11, 22, 3, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
        datetime(2026, 10, 26, 12, 0, tzinfo=UTC),
        datetime(2028, 2, 29, 23, 59, tzinfo=UTC),
    ],
)
def test_whenever_it_is_opened_the_story_is_whole_and_past(now: datetime) -> None:
    moments = [at for at, _ in story(now)]

    assert moments == sorted(set(moments))
    assert moments[-1] < now
    assert now - moments[0] < timedelta(days=26)
