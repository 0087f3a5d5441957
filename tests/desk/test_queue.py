"""The queue tells a shopkeeper what to do next."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from oms.channels.models import Channel
from oms.channels.taking_in import take_in
from oms.core import clock
from oms.core.db import db, transaction
from oms.core.operations import By
from oms.desk import queries
from oms.orders.cancelling import cancel_order
from oms.orders.editing import change_promise
from oms.orders.models import Order
from tests.desk.reading import asking, numbers, see, text
from tests.orders.seen import do, pick
from tests.shop import Shop


def in_hours(hours: float) -> datetime:
    return clock.now() + timedelta(hours=hours)


@pytest.fixture
def day(shop: Shop) -> Shop:
    """One order of each sort, the later the earlier it was placed."""
    shop.receive("LAMP", 4)
    shop.order(("LAMP", 1), promise_by=in_hours(30))
    shop.order(("LAMP", 1), promise_by=in_hours(20), paid=False)
    shop.order(("GIFT-WRAP", 1), promise_by=in_hours(10))
    shop.order(("MUG", 2), promise_by=in_hours(5))
    shop.order(("LAMP", 2), promise_by=in_hours(-1))
    return shop


def test_the_oldest_promise_comes_first_and_says_how_late_it_is(day: Shop) -> None:
    page = see(day, "/")

    assert numbers(page) == ["#2045", "#2044", "#2043", "#2042", "#2041"]
    assert "−1 h 00" in text(page)


def test_it_counts_the_orders_at_every_step(day: Shop) -> None:
    words = text(see(day, "/"))

    assert "1 Need you 1 unknown item" in words
    assert "2 Ready to pick" in words
    assert "0 Being picked" in words
    assert "2 Unpaid or short 1 unpaid, 1 short" in words
    assert "All open 5" in words
    assert "Late 1" in words


@pytest.mark.parametrize(
    ("show", "found"),
    [
        ("needs_you", ["#2043"]),
        ("ready", ["#2045", "#2041"]),
        ("waiting", ["#2044", "#2042"]),
        ("unpaid", ["#2042"]),
        ("late", ["#2045"]),
        ("singles", ["#2043", "#2042", "#2041"]),
        ("cancelled", []),
        ("all", ["#2041", "#2042", "#2043", "#2044", "#2045"]),
    ],
)
def test_a_filter_shows_only_those(day: Shop, show: str, found: list[str]) -> None:
    assert numbers(see(day, "/", show=show)) == found


def test_an_order_that_is_over_leaves_the_open_ones(day: Shop) -> None:
    do(day, cancel_order, 5, "no")

    assert numbers(see(day, "/"))[0] == "#2044"
    assert numbers(see(day, "/", show="cancelled")) == ["#2045"]


def test_each_row_has_its_next_step(day: Shop) -> None:
    pick(day, 5, "A-01-1", "LAMP", "LAMP")

    words = text(see(day, "/"))

    assert "Ready to pack Pack" in words
    assert "Short 2 See why" in words
    assert "Needs you: 1 unknown item Map the item" in words
    assert "Waiting for payment Mark as paid" in words
    assert "Ready to pick Pick" in words


def test_a_search_looks_at_all_orders_and_says_when_there_is_none(day: Shop) -> None:
    assert numbers(see(day, "/", q="2043")) == ["#2043"]
    assert len(numbers(see(day, "/", q="pereira 50667"))) == 5
    assert "Nothing found for “tortoise”" in text(see(day, "/", q="tortoise"))


def test_an_empty_queue_says_what_will_appear(shop: Shop) -> None:
    assert "Nothing here now" in text(see(shop, "/", show="packed"))
    do(shop, cancel_order, shop.order(("LAMP", 1)), "no")

    assert "No open orders Orders appear here as soon as they arrive." in text(see(shop, "/"))


def test_before_the_first_order_the_owner_is_led_to_what_a_new_shop_needs(shop: Shop) -> None:
    page = see(shop, "/")

    assert "No order yet Orders appear here as soon as they arrive." in text(page)
    assert "Set up the shop" in page


def test_only_one_channel(day: Shop) -> None:
    with day.inside(), transaction() as session:
        session.add(channel := Channel(kind="shopify", account="Nordlicht", site_id=day.site))
        session.flush()
        number = channel.id
    with day.inside():
        take_in(number, day.draft(("LAMP", 1)), by=By(f"channel:{number}"))

    assert numbers(see(day, "/", channel=str(number))) == ["#2046"]
    assert numbers(see(day, "/", channel="99")) == []


@pytest.mark.parametrize("words", ["show=nothing", "after=x", "channel=x", "after=2026~1", "show="])
def test_an_address_that_makes_no_sense_shows_the_queue(day: Shop, words: str) -> None:
    assert day.client("Ada").get(f"/?{words}").status_code == 200


def next_page(page: str) -> str | None:
    found = re.search(r'rel="next" href="([^"]+)"', page)
    return found[1].replace("&amp;", "&") if found else None


def test_pages_lose_and_repeat_nothing_while_orders_come_and_go(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "PAGE", 3)
    for hours in range(1, 9):
        shop.order(("LAMP", 1), promise_by=in_hours(hours))

    first = see(shop, "/")
    assert numbers(first) == ["#2041", "#2042", "#2043"]
    do(shop, cancel_order, 2, "gone from the first page")
    shop.order(("LAMP", 1), promise_by=in_hours(0.5))
    with shop.inside():
        do(shop, change_promise, 5, in_hours(40), db.session.get_one(Order, 5).version)
    second = see(shop, next_page(first) or "")
    third = see(shop, next_page(second) or "")

    assert numbers(second) == ["#2044", "#2046", "#2047"]
    assert numbers(third) == ["#2048", "#2045"]
    assert next_page(third) is None


def test_it_asks_the_same_few_questions_for_fifty_orders_as_for_two(shop: Shop) -> None:
    shop.receive("LAMP", 60)
    shop.receive("MUG", 60)
    browser = shop.client("Ada")

    def asked() -> int:
        browser.get("/")
        with asking(shop) as statements:
            assert browser.get("/").status_code == 200
        return len(statements)

    for _ in range(2):
        shop.order(("LAMP", 1), ("MUG", 1))
    few = asked()
    for _ in range(48):
        shop.order(("LAMP", 1), ("MUG", 1))

    assert asked() == few
    assert few <= 24
