"""Stock that is lost takes promises away, the latest first; stock that comes goes to the earliest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from oms.core.db import db
from oms.core.events import Event
from oms.inventory.counting import count_bin
from oms.inventory.keeping import adjust_stock, move_goods
from oms.orders.cancelling import cancel_order
from oms.orders.models import Order
from oms.orders.placing import Part, Terms, place_order
from tests.inventory.shelf import act, assert_proven, figures, place, promised
from tests.shop import Shop

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def order(shop: Shop, quantity: int, days: int) -> int:
    """An order for lamps that was promised for so many days from noon."""
    terms = Terms(shop.site, NOON + timedelta(days=days))
    with shop.inside():
        return place_order(shop.draft(("LAMP", quantity)), ((Part(shop.skus["LAMP"]),),), terms, by=shop.by())


def headline(shop: Shop, order_id: int) -> str:
    with shop.inside():
        return db.session.get_one(Order, order_id).headline


LOSING: dict[str, Callable[[Shop, int], Any]] = {
    "damaged": lambda shop, n: act(shop, adjust_stock, shop.skus["LAMP"], shop.bins["A-01-1"], -n, "damaged"),
    "counted": lambda shop, n: act(shop, count_bin, shop.bins["A-01-1"], shop.skus["LAMP"], 6 - n),
    "out of sale": lambda shop, n: act(
        shop, move_goods, shop.skus["LAMP"], n, shop.bins["A-01-1"], place(shop, "quarantine")
    ),
}


@pytest.mark.parametrize("how", LOSING)
def test_the_latest_promise_gives_up_first(shop: Shop, how: str) -> None:
    shop.receive("LAMP", 6)
    today, next_week, tomorrow = order(shop, 2, 0), order(shop, 2, 5), order(shop, 2, 1)

    LOSING[how](shop, 3)

    assert [promised(shop, one) for one in (today, tomorrow, next_week)] == [2, 1, 0]
    assert figures(shop, "LAMP") == (3, 3)
    assert [headline(shop, one) for one in (today, tomorrow, next_week)] == ["ready", "short", "short"]
    assert_proven(shop)


def test_what_nobody_was_promised_is_lost_first(shop: Shop) -> None:
    shop.receive("LAMP", 6)
    today = order(shop, 4, 0)

    LOSING["damaged"](shop, 2)

    assert promised(shop, today) == 4


def test_who_lost_a_promise_is_written_down_and_nobody_else(shop: Shop) -> None:
    shop.receive("LAMP", 6)
    order(shop, 3, 0)
    later = order(shop, 3, 1)

    LOSING["counted"](shop, 2)

    with shop.inside():
        lost = db.session.scalars(select(Event).where(Event.kind == "ReservationLost")).all()
        assert [(event.about, event.facts["quantity"]) for event in lost] == [(f"order:{later}", 2)]


def test_what_comes_goes_to_the_earliest_promise(shop: Shop) -> None:
    next_week, tomorrow, today = order(shop, 2, 5), order(shop, 2, 1), order(shop, 2, 0)

    shop.receive("LAMP", 3)
    assert [promised(shop, one) for one in (today, tomorrow, next_week)] == [2, 1, 0]

    shop.receive("LAMP", 2)
    assert [promised(shop, one) for one in (today, tomorrow, next_week)] == [2, 2, 1]
    assert_proven(shop)


def test_what_a_cancelled_order_had_goes_to_who_waits(shop: Shop) -> None:
    shop.receive("LAMP", 2)
    first, waiting = order(shop, 2, 0), order(shop, 2, 1)
    assert promised(shop, waiting) == 0

    act(shop, cancel_order, first, "changed their mind")

    assert promised(shop, waiting) == 2
    assert headline(shop, waiting) == "ready"
    assert_proven(shop)


def test_what_was_found_again_goes_to_who_lost_it(shop: Shop) -> None:
    shop.receive("LAMP", 6)
    today, tomorrow = order(shop, 3, 0), order(shop, 3, 1)
    LOSING["counted"](shop, 4)
    assert [promised(shop, today), promised(shop, tomorrow)] == [2, 0]

    act(shop, count_bin, shop.bins["A-01-1"], shop.skus["LAMP"], 5)

    assert [promised(shop, today), promised(shop, tomorrow)] == [3, 2]
    assert_proven(shop)
