"""The next pickup: when it is, what has to be ready for it, and whether it will be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time

import pytest

from oms.channels.models import Channel
from oms.channels.taking_in import take_in
from oms.core import clock
from oms.core.db import transaction
from oms.core.operations import By
from oms.shop.models import Shop as ShopRow
from tests.desk.reading import see, text
from tests.orders.seen import kept, pack, pick
from tests.shop import Shop

MONDAY_MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)  # 09:00 in the shop


@pytest.fixture
def morning(shop: Shop) -> Iterator[Shop]:
    shop.receive("LAMP", 9)
    with shop.inside(), transaction() as session:
        session.get_one(ShopRow, 1).cut_off = time(16, 30)
    with clock.travel(MONDAY_MORNING):
        yield shop


def channel(shop: Shop, account: str, cut_off: time | None) -> int:
    with shop.inside(), transaction() as session:
        session.add(found := Channel(kind="shopify", account=account, site_id=shop.site, cut_off=cut_off))
        session.flush()
        return found.id


def arrives(shop: Shop, channel_id: int) -> None:
    draft = shop.draft(("LAMP", 1))
    with shop.inside():
        take_in(channel_id, draft, by=By(f"channel:{channel_id}"))


def at_hour(shop: Shop, hour: int) -> int:
    return shop.order(("LAMP", 1), promise_by=datetime(2026, 11, 23, hour, 30, tzinfo=UTC))


def test_it_says_what_is_left_to_do_and_offers_to_go_on(morning: Shop) -> None:
    orders = [at_hour(morning, 15) for _ in range(3)]
    pick(morning, orders[0], "A-01-1", "LAMP")
    pack(morning, orders[0], "LAMP")
    pick(morning, orders[1], "A-01-1", "LAMP")

    words = text(see(morning, "/"))

    assert "Next pickup 16:30, 7 h" in words
    assert "1 of 3 orders packed, 1 to pick, 1 to pack." in words
    assert "Pick the order" in words
    assert kept(morning, orders[2]).headline == "ready"


def test_a_channel_with_an_earlier_cut_off_is_picked_up_first_and_named(morning: Shop) -> None:
    arrives(morning, channel(morning, "Early", time(12, 0)))
    at_hour(morning, 15)

    words = text(see(morning, "/"))

    assert "Next pickup 12:00 for Shopify · Early, 2 h 59 left: 0 of 1 order packed, 1 to pick." in words
    assert "The shop’s own pickup is 16:30." in words


def test_of_several_channels_the_earliest_counts(morning: Shop) -> None:
    for account, hour in (("Noon", 12), ("Late", 18), ("Eleven", 11)):
        arrives(morning, channel(morning, account, time(hour, 0)))

    assert "Next pickup 11:00 for Shopify · Eleven" in text(see(morning, "/"))


def test_a_channel_for_which_nothing_waits_does_not_hurry_anybody(morning: Shop) -> None:
    channel(morning, "Early", time(12, 0))
    at_hour(morning, 15)

    words = text(see(morning, "/"))

    assert "Next pickup 16:30, 7 h" in words
    assert "own pickup" not in words


def test_a_shop_that_never_works_has_no_pickup_and_still_a_queue(morning: Shop) -> None:
    at_hour(morning, 15)
    with morning.inside(), transaction() as session:
        session.get_one(ShopRow, 1).working_days = []

    assert "Next pickup" not in text(see(morning, "/"))
