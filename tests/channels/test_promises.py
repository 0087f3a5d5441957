"""When an order leaves: as its channel says, else by the channel's hours, else by the shop's."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from oms.channels.models import Channel
from oms.channels.setting_up import change_channel
from oms.core.db import db, transaction
from oms.core.delivering import deliver_due
from oms.inventory.models import Demand
from oms.orders.paying import record_charge
from oms.shop.models import Holiday, the_shop
from tests.channels.bringing import account, bring, holds, order, read, take, the_order
from tests.channels.files import UNSHIPPED, amazon, amazon_item
from tests.shop import Shop

MONDAY = "2026-11-23"


def hours(shop: Shop, channel: int, *, until: time | None = None, days: int | None = None) -> None:
    with shop.inside():
        found = db.session.get_one(Channel, channel)
        change_channel(
            channel,
            found.version,
            account=found.account,
            release_unpaid=found.release_unpaid,
            cut_off=until,
            handling_days=days,
            by=shop.by(),
        )


def promised(shop: Shop, moment: str, number: int = 1001) -> str:
    """The promise of an order that was paid at that moment, in Berlin, where the shop is."""
    bring(shop, order(number, Created_at=moment, Paid_at=moment))
    return the_order(shop, f"#{number}").promise_by.astimezone(ZoneInfo("Europe/Berlin")).isoformat()


@pytest.fixture
def channel(shop: Shop) -> int:
    """The shop's carrier comes at 14:00 from Monday to Friday."""
    return account(shop)


@pytest.mark.parametrize(
    ("paid", "leaves"),
    [
        (f"{MONDAY} 13:59:59 +0100", f"{MONDAY}T14:00:00+01:00"),
        (f"{MONDAY} 14:00:00 +0100", "2026-11-24T14:00:00+01:00"),
        ("2026-11-27 15:00:00 +0100", "2026-11-30T14:00:00+01:00"),  # Friday evening, Monday
        (f"{MONDAY} 12:59:00 +0000", f"{MONDAY}T14:00:00+01:00"),  # told in another zone
        ("2026-03-27 15:00:00 +0100", "2026-03-30T14:00:00+02:00"),  # the clocks go forward in between
        ("2026-10-23 15:00:00 +0200", "2026-10-26T14:00:00+01:00"),  # and back
    ],
)
def test_it_leaves_with_the_next_pick_up(shop: Shop, channel: int, paid: str, leaves: str) -> None:
    assert promised(shop, paid) == leaves


def test_a_holiday_is_no_day_to_leave(shop: Shop, channel: int) -> None:
    with shop.inside(), transaction() as session:
        session.add(Holiday(day=date(2026, 11, 24), name="Inventory"))

    assert promised(shop, f"{MONDAY} 15:00:00 +0100") == "2026-11-25T14:00:00+01:00"


def test_a_channel_may_have_hours_of_its_own(shop: Shop, channel: int) -> None:
    hours(shop, channel, until=time(17, 30), days=2)

    assert promised(shop, f"{MONDAY} 15:00:00 +0100") == "2026-11-25T17:30:00+01:00"


def test_no_days_to_get_ready_is_not_the_shops_days(shop: Shop, channel: int) -> None:
    with shop.inside(), transaction():
        the_shop().handling_days = 3
    assert promised(shop, f"{MONDAY} 10:00:00 +0100", 1001) == "2026-11-26T14:00:00+01:00"

    hours(shop, channel, days=0)

    assert promised(shop, f"{MONDAY} 10:00:00 +0100", 1002) == f"{MONDAY}T14:00:00+01:00"


def test_the_channels_own_ship_by_counts(shop: Shop) -> None:
    account(shop, "amazon")
    row = amazon_item(promise_date="2026-11-25T22:59:59+00:00")
    take(shop, read(shop, amazon(row, columns=UNSHIPPED)))

    assert the_order(shop, row["order-id"]).promise_by == datetime(2026, 11, 25, 22, 59, 59, tzinfo=UTC)


def test_a_new_ship_by_moves_the_promise_and_whoever_waits_for_goods(shop: Shop) -> None:
    account(shop, "amazon")
    for day in ("25", "27"):
        row = amazon_item(promise_date=f"2026-11-{day}T22:59:59+00:00")
        take(shop, read(shop, amazon(row, columns=UNSHIPPED)))

    late = datetime(2026, 11, 27, 22, 59, 59, tzinfo=UTC)
    assert the_order(shop, row["order-id"]).promise_by == late
    with shop.inside():
        assert db.session.scalars(select(Demand.due_at)).all() == [late]


PENDING = {"Financial_Status": "pending", "Paid_at": "", "Created_at": f"{MONDAY} 10:00:00 +0100"}


def test_who_pays_late_is_promised_the_pick_up_after_the_payment(shop: Shop, channel: int) -> None:
    bring(shop, order(**PENDING))

    bring(shop, order(**PENDING | {"Financial_Status": "paid", "Paid_at": "2026-11-26 10:00:00 +0100"}))
    with shop.inside():
        deliver_due()

    assert the_order(shop).promise_by == datetime(2026, 11, 26, 13, 0, tzinfo=UTC)


def test_money_that_somebody_here_took_counts_too(shop: Shop, channel: int) -> None:
    bring(shop, order(**PENDING))
    with shop.inside():
        at = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
        record_charge(the_order(shop).id, None, at=at, by=shop.by())
        deliver_due()

    assert the_order(shop).promise_by == datetime(2026, 11, 25, 13, 0, tzinfo=UTC)


def test_unpaid_orders_wait_unless_their_channel_says_otherwise(shop: Shop, channel: int) -> None:
    shop.receive("LAMP", 9)
    cash = account(shop, name="cash on delivery", release_unpaid=True)

    bring(shop, order(1001, **PENDING), channel=channel)
    bring(shop, order(1002, **PENDING), channel=cash)

    assert (the_order(shop, "#1001").headline, holds(shop, "#1001")) == ("unpaid", [("payment", "")])
    assert (the_order(shop, "#1002").headline, holds(shop, "#1002")) == ("ready", [])
