"""One order of a channel stays one, whichever of its ids it is told by, and so does each of its lines."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from oms.channels.taking_in import take_in, verdict
from oms.channels.telling import as_draft, as_told
from oms.core.db import db
from oms.core.operations import By
from oms.orders.drafts import Day, LineDraft, OrderDraft, PaymentDraft
from oms.orders.search import orders_matching
from tests.channels.bringing import account, lines, numbers, the_order, told
from tests.shop import ANA, Shop

AT = datetime(2026, 9, 18, 9, 0, tzinfo=UTC)
DAY = Day.of(date(2026, 9, 18))


@pytest.fixture
def channel(shop: Shop) -> int:
    shop.receive("LAMP", 10)
    return account(shop, "ebay")


def line(external_id: str = "T1", *known_as: str, **changes: Any) -> LineDraft:
    return LineDraft(external_id, "LAMP", "Lamp", 1, known_as=known_as, **changes)


def draft(external_id: str, *known_as: str, **changes: Any) -> OrderDraft:
    values = {"lines": (line(),), "ship_to": ANA, "paid": True, "placed_at": AT} | changes
    return OrderDraft(external_id=external_id, number=external_id, known_as=known_as, **values)


def unpaid(**changes: Any) -> OrderDraft:
    """Sold and not paid: it has no id but the number of its sales record."""
    return draft("45", "45", paid=False, **changes)


def paid(**changes: Any) -> OrderDraft:
    return draft("12-34567", "45", **changes)


def say(shop: Shop, channel: int, told: OrderDraft, minutes: int = 0) -> str:
    with shop.inside():
        said_at = AT + timedelta(days=1, minutes=minutes)
        return take_in(channel, told, said_at=said_at, by=By(f"channel:{channel}"))[0]


def looked_at(shop: Shop, channel: int, one: OrderDraft) -> tuple[str, str]:
    with shop.inside():
        return verdict(channel, [as_told(one)], AT + timedelta(days=2))[0]


def test_an_order_that_gets_its_number_once_it_is_paid_stays_one(shop: Shop, channel: int) -> None:
    assert say(shop, channel, unpaid()) == "new"
    assert the_order(shop, "45").headline == "unpaid"

    assert looked_at(shop, channel, paid()) == ("changed", "order number, payment")
    assert say(shop, channel, paid(), 1) == "changed"

    assert numbers(shop) == ["12-34567"]
    assert the_order(shop, "12-34567").headline == "ready"
    assert lines(shop, "12-34567") == [("LAMP", 1, 0, 0)]


def test_the_old_word_with_the_old_number_is_no_news(shop: Shop, channel: int) -> None:
    say(shop, channel, unpaid())
    say(shop, channel, paid(), 1)

    assert looked_at(shop, channel, unpaid()) == ("unchanged", "")
    assert say(shop, channel, unpaid(), 2) == "unchanged"
    assert numbers(shop) == ["12-34567"]


def test_the_paid_word_may_come_first(shop: Shop, channel: int) -> None:
    say(shop, channel, paid(), 1)

    assert say(shop, channel, unpaid(), 2) == "unchanged"
    assert say(shop, channel, unpaid()) == "unchanged"
    assert numbers(shop) == ["12-34567"]


def test_it_is_found_by_both_numbers(shop: Shop, channel: int) -> None:
    say(shop, channel, replace(unpaid(), number="REC-45"))
    say(shop, channel, paid(), 1)

    with shop.inside():
        found = [db.session.scalars(orders_matching(words)).all() for words in ("REC-45", "12-34567")]
    assert found[0] == found[1] != []


def test_a_number_that_is_used_again_is_another_order(shop: Shop, channel: int) -> None:
    say(shop, channel, paid())

    assert say(shop, channel, draft("98-76543", "45"), 1) == "new"
    assert say(shop, channel, paid(), 2) == "unchanged"
    assert numbers(shop) == ["12-34567", "98-76543"]


def test_two_accounts_may_have_the_same_number(shop: Shop, channel: int) -> None:
    say(shop, channel, unpaid())

    assert say(shop, account(shop, "ebay", "other"), paid()) == "new"


def test_a_line_told_by_another_of_its_ids_stays_one(shop: Shop, channel: int) -> None:
    say(shop, channel, paid(lines=(line("T1", "item 7"), line("T2", "item 8"))))

    say(shop, channel, paid(lines=(line("L8", "item 8"), line("L7", "item 7"))), 1)

    assert [one["external_id"] for one in told(shop, "12-34567")["lines"]] == ["T1", "T2"]  # type: ignore[attr-defined]
    assert looked_at(shop, channel, paid(lines=(line("L8", "item 8"),))) == ("unchanged", "")
    assert len(lines(shop, "12-34567")) == 2


def test_where_two_lines_may_be_meant_neither_is_guessed(shop: Shop, channel: int) -> None:
    say(shop, channel, paid(lines=(line("T1", "item 7"), line("T2", "item 7"))))

    say(shop, channel, paid(lines=(line("L7", "item 7"),)), 1)

    assert len(lines(shop, "12-34567")) == 3


def test_a_line_in_the_place_of_another_that_has_an_id_of_its_own_is_another(
    shop: Shop, channel: int
) -> None:
    first, second = paid(lines=(line("L7", "1"),)), paid(lines=(line("L8", "1"),))

    for told_, minute in ((second, 1), (first, 0)):
        with shop.inside():
            said_at = AT + timedelta(minutes=minute)
            take_in(channel, told_, said_at=said_at, whole=True, by=By(f"channel:{channel}"))

    assert sorted(lines(shop, "12-34567")) == [("LAMP", 1, 0, 0), ("LAMP", 1, 1, 0)]


def test_a_day_is_a_day_of_the_shop(shop: Shop, channel: int) -> None:
    by_days = {"placed_at": DAY, "paid_at": DAY, "promise_by": Day.of(date(2026, 9, 21))}
    say(shop, channel, paid(**by_days, payments=(PaymentDraft("charge", 100, DAY),)))

    order = the_order(shop, "12-34567")
    assert (order.placed_at, order.paid_at) == (datetime(2026, 9, 18, 10, 0, tzinfo=UTC),) * 2
    assert order.promise_by == datetime(2026, 9, 21, 12, 0, tzinfo=UTC)
    assert told(shop, "12-34567")["placed_at"] == "2026-09-18"


def test_a_day_says_nothing_new_of_a_moment_that_is_known_by_the_hour(shop: Shop, channel: int) -> None:
    payment = PaymentDraft("charge", 100, AT)
    say(shop, channel, paid(paid_at=AT, promise_by=AT, payments=(payment,)))

    days = paid(placed_at=DAY, paid_at=DAY, promise_by=DAY, payments=(replace(payment, at=DAY),))

    assert looked_at(shop, channel, days) == ("unchanged", "")


def test_what_is_told_survives_being_kept() -> None:
    told = paid(placed_at=DAY, lines=(line("T1", "item 7"),), payments=(PaymentDraft("charge", None, DAY),))

    assert as_draft(as_told(told)) == told
    assert isinstance(as_draft(as_told(told)).placed_at, Day)


def test_an_order_whose_id_changes_is_called_by_the_new_one(shop: Shop, channel: int) -> None:
    old = draft("110-220", "45", paid=False)
    say(shop, channel, old, 5)

    assert say(shop, channel, paid(), 1) == "changed", "also where the word is older than what we heard"
    assert say(shop, channel, old, 9) == "unchanged"
    assert numbers(shop) == ["12-34567"]
