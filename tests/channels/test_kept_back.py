"""What a channel says of whether an order may leave: unpaid but to be sent, kept back by itself, deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from oms.channels.taking_in import GONE, take_away, take_in
from oms.core.operations import By
from oms.orders.cancelling import cancel_order
from oms.orders.drafts import OrderDraft
from tests.channels.bringing import account, available, holds, lines, the_order
from tests.channels.working import picked
from tests.picking.floor import assert_proven
from tests.shop import Shop

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WAIT = "The channel has this order on hold."


@pytest.fixture
def channel(shop: Shop) -> int:
    shop.receive("LAMP", 10)
    return account(shop, "woocommerce")


def say(shop: Shop, channel: int, draft: OrderDraft, minute: int = 0, **changes: Any) -> str:
    """The channel says it so many minutes later, with these changes."""
    told = OrderDraft(**{**{name: getattr(draft, name) for name in draft.__dataclass_fields__}, **changes})
    with shop.inside():
        what, _ = take_in(channel, told, said_at=AT + timedelta(minutes=minute), by=By(f"channel:{channel}"))
    return what


def delete(shop: Shop, channel: int, external_id: str) -> str:
    with shop.inside():
        return take_away(channel, external_id, by=By(f"channel:{channel}"))[0]


def test_what_is_paid_on_delivery_goes_to_the_floor(shop: Shop, channel: int) -> None:
    draft = shop.draft(("LAMP", 1), paid=False, ships_unpaid=True)
    say(shop, channel, draft)

    assert (the_order(shop, draft.number).headline, holds(shop, draft.number)) == ("ready", [])
    assert the_order(shop, draft.number).paid_at is None


def test_it_waits_for_money_until_the_channel_says_to_send_it_unpaid(shop: Shop, channel: int) -> None:
    draft = shop.draft(("LAMP", 1), paid=False, ships_unpaid=False)
    say(shop, channel, draft)
    assert the_order(shop, draft.number).headline == "unpaid"

    say(shop, channel, draft, 1, ships_unpaid=True)
    assert the_order(shop, draft.number).headline == "ready"

    say(shop, channel, draft, 2, ships_unpaid=False)
    assert the_order(shop, draft.number).headline == "unpaid"


def test_what_the_channel_keeps_back_waits_with_its_reason_until_it_lets_go(shop: Shop, channel: int) -> None:
    draft = shop.draft(("LAMP", 1), kept_back=WAIT)
    say(shop, channel, draft)
    assert holds(shop, draft.number) == [("manual", WAIT)]

    assert say(shop, channel, draft, 1) == "unchanged"
    assert say(shop, channel, draft, 2, kept_back=None) == "unchanged"
    assert say(shop, channel, draft, 3, kept_back="") == "changed"

    assert (the_order(shop, draft.number).headline, holds(shop, draft.number)) == ("ready", [])


def test_that_nothing_stops_it_is_no_news(shop: Shop, channel: int) -> None:
    draft = shop.draft(("LAMP", 1))
    say(shop, channel, draft)

    assert say(shop, channel, draft, 1, kept_back="", ships_unpaid=False) == "unchanged"
    assert say(shop, channel, draft, 2) == "unchanged"
    assert holds(shop, draft.number) == []


def test_a_deleted_order_waits_for_a_person_once_and_goes_on_when_it_is_restored(
    shop: Shop, channel: int
) -> None:
    draft = shop.draft(("LAMP", 1))
    say(shop, channel, draft)

    assert [delete(shop, channel, draft.external_id) for _ in range(2)] == ["changed", "unchanged"]
    assert holds(shop, draft.number) == [("manual", GONE)]

    say(shop, channel, draft, 60 * 24 * 36500, kept_back="")
    assert holds(shop, draft.number) == []


def test_an_unknown_order_that_is_deleted_is_ignored(shop: Shop, channel: int) -> None:
    assert delete(shop, channel, "4711") == "ignored"


def test_what_the_channel_cancelled_and_wants_after_all_is_wanted_again(shop: Shop, channel: int) -> None:
    draft = shop.draft(("LAMP", 2), stands=True)
    say(shop, channel, draft)
    say(shop, channel, draft, 1, cancelled_at=AT, stands=False)
    assert (the_order(shop, draft.number).headline, available(shop, "LAMP")) == ("cancelled", 10)

    assert say(shop, channel, draft, 2) == "changed"

    assert (the_order(shop, draft.number).headline, available(shop, "LAMP")) == ("ready", 8)
    assert lines(shop, draft.number) == [("LAMP", 2, 0, 0)]


def test_an_older_word_that_it_stands_brings_nothing_back(shop: Shop, channel: int) -> None:
    draft = shop.draft(("LAMP", 2), stands=True)
    say(shop, channel, draft)
    say(shop, channel, draft, 5, cancelled_at=AT, stands=False)

    say(shop, channel, draft, 3)

    assert the_order(shop, draft.number).headline == "cancelled"


def test_what_somebody_here_cancelled_stays_so_whatever_the_channel_says(shop: Shop, channel: int) -> None:
    draft = shop.draft(("LAMP", 2), stands=True)
    say(shop, channel, draft)
    with shop.inside():
        cancel_order(the_order(shop, draft.number).id, "customer", by=shop.by())

    say(shop, channel, draft, 1, note="Please!")

    assert the_order(shop, draft.number).headline == "cancelled"


def test_what_is_wanted_after_all_is_taken_from_the_tote_where_it_still_lies(
    shop: Shop, channel: int
) -> None:
    draft = replace(shop.draft(("LAMP", 2), stands=True), number="#1001")
    say(shop, channel, draft)
    picked(shop, "LAMP", "LAMP")
    say(shop, channel, draft, 1, cancelled_at=AT, stands=False)

    say(shop, channel, draft, 2)

    assert the_order(shop).headline == "to_pack"
    assert_proven(shop)
