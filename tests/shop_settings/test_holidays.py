"""Days on which nothing leaves the shop: one, or all from the first to the last."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from oms.core import clock
from oms.core.errors import Missing, Refused, WrongInput
from oms.shop.queries import holidays_ahead
from oms.shop.service import add_holidays, remove_holiday
from tests.shop import Shop
from tests.shop_settings.settings import undo

CHRISTMAS = date(2026, 12, 25)
NOVEMBER = datetime(2026, 11, 24, 22, 0, tzinfo=UTC)


def ahead(shop: Shop) -> list[tuple[str, str]]:
    with shop.inside(), clock.travel(NOVEMBER):
        return [(holiday.day.isoformat(), holiday.name) for holiday in holidays_ahead()]


def test_one_day_and_several_are_closed(shop: Shop) -> None:
    with shop.inside():
        add_holidays(CHRISTMAS, None, " Christmas ", by=shop.by())
        add_holidays(date(2026, 12, 30), date(2027, 1, 1), "", by=shop.by())
    assert ahead(shop) == [
        ("2026-12-25", "Christmas"),
        ("2026-12-30", "Closed"),
        ("2026-12-31", "Closed"),
        ("2027-01-01", "Closed"),
    ]


def test_days_that_are_over_need_nobody_and_today_is_the_shops_today(shop: Shop) -> None:
    late = datetime(2026, 12, 24, 23, 30, tzinfo=UTC)  # in Berlin it is Christmas already
    with shop.inside():
        for day in (date(2026, 12, 24), CHRISTMAS):
            add_holidays(day, None, "", by=shop.by())
        with clock.travel(late):
            assert [holiday.day for holiday in holidays_ahead()] == [CHRISTMAS]


def test_closing_and_opening_again_can_both_be_undone(shop: Shop) -> None:
    closed, opened = shop.by(), shop.by()
    with shop.inside():
        add_holidays(CHRISTMAS, date(2026, 12, 26), "Christmas", by=closed)
        remove_holiday(CHRISTMAS, by=opened)
    assert ahead(shop) == [("2026-12-26", "Christmas")]
    undo(shop, opened)
    assert ahead(shop) == [("2026-12-25", "Christmas"), ("2026-12-26", "Christmas")]
    undo(shop, closed)
    assert ahead(shop) == []


def test_a_day_is_closed_once(shop: Shop) -> None:
    with shop.inside():
        add_holidays(CHRISTMAS, None, "Christmas", by=shop.by())
        with pytest.raises(Refused, match="25 December 2026 is a holiday already: Christmas"):
            add_holidays(date(2026, 12, 23), date(2026, 12, 27), "Winter", by=shop.by())
    assert len(ahead(shop)) == 1


def test_undo_does_not_close_a_day_twice(shop: Shop) -> None:
    opened = shop.by()
    with shop.inside():
        add_holidays(CHRISTMAS, None, "Christmas", by=shop.by())
        remove_holiday(CHRISTMAS, by=opened)
        add_holidays(CHRISTMAS, None, "Stocktake", by=shop.by())
    with pytest.raises(Refused, match="already: Stocktake"):
        undo(shop, opened)


@pytest.mark.parametrize("last", [date(2026, 12, 24), date(2027, 12, 25)])
def test_a_span_that_makes_no_sense_is_refused(shop: Shop, last: date) -> None:
    with shop.inside(), pytest.raises(WrongInput, match="The last day comes after the first"):
        add_holidays(CHRISTMAS, last, "", by=shop.by())


def test_a_day_on_which_the_shop_works_cannot_be_opened(shop: Shop) -> None:
    with shop.inside(), pytest.raises(Missing):
        remove_holiday(CHRISTMAS, by=shop.by())
