"""Whoever reads the shop follows the change: promises, times, money, papers and the floor."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from oms.channels.models import Channel
from oms.channels.promises import promise_for
from oms.core.db import transaction
from oms.documents.queries import bin_labels, slip_of_order
from oms.orders.models import Order
from oms.picking.queries import scans_each
from oms.shop.service import add_holidays, change_shop, remove_holiday
from oms.web.jinja import money
from oms.web.times import exact_time
from tests.shop import Shop
from tests.shop_settings.settings import DRAFT, change, undo

FRIDAY = datetime(2026, 11, 27, 14, 0, tzinfo=UTC)


@pytest.fixture
def channel(shop: Shop) -> int:
    with shop.inside(), transaction() as session:
        channel = Channel(kind="shopify", account="nordlicht", site_id=shop.site)
        session.add(channel)
        session.flush()
        return channel.id


def promised(shop: Shop, channel: int) -> str:
    with shop.inside() as session:
        return promise_for(session.get_one(Channel, channel), FRIDAY).isoformat()


def test_promises_follow_the_cut_off_the_zone_the_days_and_the_holidays(shop: Shop, channel: int) -> None:
    assert promised(shop, channel) == "2026-11-30T13:00:00+00:00"

    change(shop, cut_off=time(16, 30))
    assert promised(shop, channel) == "2026-11-27T15:30:00+00:00"
    change(shop, version=2, zone="America/New_York")
    assert promised(shop, channel) == "2026-11-27T21:30:00+00:00"
    change(shop, version=3, handling_days=1)
    assert promised(shop, channel) == "2026-11-30T15:30:00+00:00"
    change(shop, version=4, handling_days=1, working_days=(5, 6))
    assert promised(shop, channel) == "2026-11-28T15:30:00+00:00"


def test_promises_follow_the_holidays(shop: Shop, channel: int) -> None:
    closed = shop.by()
    with shop.inside():
        add_holidays(date(2026, 11, 30), date(2026, 12, 1), "", by=closed)
    assert promised(shop, channel) == "2026-12-02T13:00:00+00:00"
    with shop.inside():
        remove_holiday(date(2026, 12, 1), by=shop.by())
    assert promised(shop, channel) == "2026-12-01T13:00:00+00:00"
    undo(shop, closed)
    assert promised(shop, channel) == "2026-11-30T13:00:00+00:00"


def test_times_on_the_screen_are_those_of_the_shop(shop: Shop) -> None:
    for version, (zone, said) in enumerate(
        [("Europe/Berlin", "Fri 27 Nov 2026 15:00"), ("Asia/Tokyo", "Fri 27 Nov 2026 23:00")], 1
    ):
        change(shop, version=version, zone=zone)
        with shop.app.test_request_context():
            assert exact_time(FRIDAY) == said
        with shop.inside():
            assert exact_time(FRIDAY) == said


def test_the_worker_whose_day_is_long_follows_too(shop: Shop) -> None:
    with shop.inside():
        assert exact_time(FRIDAY).endswith("15:00")
        change_shop(1, replace(DRAFT, zone="Asia/Tokyo"), by=shop.by())
        assert exact_time(FRIDAY).endswith("23:00")


def test_money_is_written_as_the_shop_writes_it(shop: Shop) -> None:
    change(shop, locale="de_DE")
    with shop.inside():
        assert money(123450, "EUR") == "1.234,50\xa0€"
    change(shop, version=2, locale="en_IE")
    with shop.inside():
        assert money(123450, "EUR") == "€1,234.50"
        assert money(None, "EUR") == "–"


def test_papers_follow(shop: Shop) -> None:
    order = shop.order(("LAMP", 1))
    told = {"name": "Polar", "line1": "Weg 1", "thanks": "Danke!", "returns": "Ring us."}
    change(shop, **told, paper="Letter", printer_dpi=300)
    with shop.inside():
        slip, label = slip_of_order(order), bin_labels([shop.bins["A-01-1"]])[0]
    assert (slip.size, slip.greeting, slip.returns) == ("Letter", "Danke!", "Ring us.")
    assert (slip.shop.name, slip.shop.lines[0], label.dpi) == ("Polar", "Weg 1", 300)


def test_the_day_on_the_slip_is_the_shops_day(shop: Shop) -> None:
    late = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)
    order = shop.order(("LAMP", 1))
    with shop.inside(), transaction() as session:
        session.get_one(Order, order).placed_at = late
    with shop.inside():
        assert slip_of_order(order).placed_on == date(2026, 11, 28)


def test_the_floor_follows(shop: Shop) -> None:
    with shop.inside():
        assert scans_each()
    change(shop, scan_each=False)
    with shop.inside():
        assert not scans_each()
