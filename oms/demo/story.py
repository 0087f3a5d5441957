"""Three weeks of a shop and its present day, in the order in which they happened."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from zoneinfo import ZoneInfo

from oms.core.operations import By
from oms.demo.cast import CUT_OFF, WORKING_DAYS, ZONE, Demo, by
from oms.demo.ordering import LATE, place
from oms.demo.setting_up import set_up
from oms.demo.working import begin, deliver, pick, pick_and_pack, pick_short, ship
from oms.inventory.counting import count_bin
from oms.inventory.keeping import adjust_stock, receive_goods, sell_at_counter
from oms.orders.cancelling import cancel_order
from oms.orders.editing import change_promise
from oms.orders.holding import place_hold
from oms.orders.paying import record_refund

Told = tuple[datetime, Callable[[], object]]
DAYS, TODAY = 21, 21
LAST_WEEK, EARLY = timedelta(days=7), timedelta(hours=2)


def story(now: datetime) -> list[Told]:
    """What happened, and when: the past up to the carrier's last visit, then the orders that came since."""
    demo, closed = Demo(), _last_pick_up(now)
    told: list[Told] = [(closed - timedelta(days=DAYS), partial(set_up, demo))]
    told += [*_weeks(demo, closed, now), *_incidents(demo, closed), *_today(demo, closed, now)]
    return sorted(told, key=lambda one: one[0])


def _last_pick_up(now: datetime) -> datetime:
    """When the carrier came last, long enough ago that orders have come since."""
    latest = now - EARLY
    day = latest.astimezone(ZoneInfo(ZONE)).date()
    visits = (datetime.combine(day - timedelta(days=ago), CUT_OFF, ZoneInfo(ZONE)) for ago in count())
    return next(visit for visit in visits if visit.isoweekday() in WORKING_DAYS and visit <= latest)


def _weeks(demo: Demo, closed: datetime, now: datetime) -> Iterator[Told]:
    """Orders on every working day, twice as many in the last week; the carrier comes in the afternoon."""
    numbers = count(-1, -1)
    for day in _working_days(closed):
        pair = closed - day < LAST_WEEK
        yield from _day(demo, day, now, [next(numbers) for _ in range(2 if pair else 1)])


def _working_days(closed: datetime) -> list[datetime]:
    """The carrier's visits, the latest first."""
    days = (closed - timedelta(days=ago) for ago in range(DAYS))
    return [day for day in days if day.isoweekday() in WORKING_DAYS]


def _day(demo: Demo, day: datetime, now: datetime, numbers: list[int]) -> Iterator[Told]:
    for later, number in enumerate(numbers):
        yield day - timedelta(hours=6 - later), partial(place, demo, number)
        yield day - timedelta(hours=2 - later), partial(pick_and_pack, demo, number)
    yield day - timedelta(minutes=10), partial(ship, demo, numbers)
    if day + timedelta(days=2) < now:
        yield day + timedelta(days=2, hours=-4), partial(deliver, demo, numbers)


def _incidents(demo: Demo, closed: datetime) -> Iterator[Told]:
    """What goes wrong in three weeks, and how it was put right."""
    days = _working_days(closed)

    def on(ago: int, act: Callable[[], object]) -> Told:
        return days[ago] - timedelta(hours=3, minutes=25), act

    yield on(
        9, lambda: receive_goods(demo.skus["TEN-WAV"], 20, demo.bins["D-01-4"], note="Delivery 3107", by=by())
    )
    yield on(7, lambda: count_bin(demo.bins["C-03-2"], demo.skus["SOAP-OLV"], 39, by=demo.picker(1)))
    yield on(6, lambda: _damage(demo, demo.picker(0)))
    yield on(5, lambda: record_refund(demo.orders[-12], 500, reference="Chipped in transit", by=by()))
    yield on(4, lambda: sell_at_counter(demo.skus["MUG-BLU"], 2, demo.bins["A-02-2"], by=demo.picker(1)))
    yield on(
        2, lambda: receive_goods(demo.skus["MUG-SND"], 3, demo.bins["A-10-1"], note="Delivery 3140", by=by())
    )


def _damage(demo: Demo, who: By) -> None:
    sku_id, bin_id = demo.skus["CAN-20"], demo.bins["C-03-1"]
    adjust_stock(sku_id, bin_id, -2, "damaged", note="fell from the trolley", by=who)


def _today(demo: Demo, closed: datetime, now: datetime) -> Iterator[Told]:
    """The open orders: some packed, some in hands, most of them ready, a few that need somebody."""
    step = (now - timedelta(minutes=55) - closed) / TODAY
    for number in range(TODAY):
        came = closed - timedelta(hours=4, minutes=40) if number == LATE else closed + step * number
        yield came, partial(place, demo, number)

    def ago(minutes: int, act: Callable[[], object]) -> Told:
        return now - timedelta(minutes=minutes), act

    for minutes, number in ((50, 1), (44, 2), (38, 3)):
        yield ago(minutes, partial(pick_and_pack, demo, number))
    for minutes, number in ((32, 4), (28, 10)):
        yield ago(minutes, partial(pick, demo, number))
    yield ago(20, partial(pick_short, demo, 19))
    yield ago(12, partial(begin, demo, 5))
    yield ago(6, partial(begin, demo, 6))
    yield ago(5, lambda: cancel_order(demo.orders[14], "The customer changed their mind", by=by()))
    yield ago(4, lambda: place_hold(demo.orders[16], "customer", "On holiday until Friday", by=by()))
    yield ago(3, lambda: change_promise(demo.orders[20], closed + timedelta(days=6), 1, by=by()))
