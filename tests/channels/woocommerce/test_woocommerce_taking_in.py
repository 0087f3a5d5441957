"""What a WooCommerce shop says, on the floor: what may go, what waits, what is not wanted any more."""

from __future__ import annotations

from typing import Any

import pytest

from oms.channels.taking_in import GONE, take_away, take_in
from oms.core.operations import By
from tests.channels.bringing import account, available, counts, holds, lines, read, take, the_order
from tests.channels.woocommerce.exports import BOTH, BY_ITEM, BY_ORDER, MUG, item, whole, written
from tests.channels.woocommerce.messages import NOT_PAID, order, refund
from tests.channels.woocommerce.messages import item as told_item
from tests.channels.woocommerce.messages import read as read_message
from tests.shop import Shop

NUMBER = "NL-2041"
LAMP, SOCK = told_item(sku="LAMP", quantity=2), told_item(id=502, sku="MUG", quantity=1)


@pytest.fixture
def channel(shop: Shop) -> int:
    for sku in ("LAMP", "MUG"):
        shop.receive(sku, 10)
    return account(shop, "woocommerce")


def say(shop: Shop, channel: int, minute: int, topic: str = "order.updated", **changes: Any) -> str:
    """The shop says it at that minute; what became of it."""
    at = f"2026-11-21T09:{minute:02}:00"
    told = read_message(topic, **{"line_items": [LAMP, SOCK], "date_modified_gmt": at, **changes})
    with shop.inside():
        by = By(f"channel:{channel}")
        for gone in told.gone:
            return take_away(channel, gone, by=by)[0]
        (one,) = told.orders
        return take_in(channel, one.draft, said_at=one.version, by=by)[0]


def standing(shop: Shop) -> tuple[str, int]:
    return the_order(shop, NUMBER).headline, available(shop, "LAMP")


def test_what_is_paid_is_promised_its_goods_and_told_twice_it_is_one(shop: Shop, channel: int) -> None:
    assert [say(shop, channel, 1, topic) for topic in ("order.created", "order.updated")] == [
        "new",
        "unchanged",
    ]

    assert standing(shop) == ("ready", 8)
    assert lines(shop, NUMBER) == [("LAMP", 2, 0, 0), ("MUG", 1, 0, 0), (None, 1, 0, 0)]


def test_a_bank_transfer_waits_for_its_money(shop: Shop, channel: int) -> None:
    say(shop, channel, 1, status="on-hold", **NOT_PAID)
    assert standing(shop) == ("unpaid", 8)

    say(shop, channel, 2)
    assert standing(shop) == ("ready", 8)


def test_what_is_paid_at_the_door_goes_at_once(shop: Shop, channel: int) -> None:
    say(shop, channel, 1, payment_method="cod", **NOT_PAID)

    assert (standing(shop), holds(shop, NUMBER)) == (("ready", 8), [])


def test_a_paid_order_that_is_put_on_hold_waits_until_it_is_let_go(shop: Shop, channel: int) -> None:
    say(shop, channel, 1)
    say(shop, channel, 2, status="on-hold")
    assert standing(shop) == ("needs_you", 8)

    say(shop, channel, 3)
    assert standing(shop) == ("ready", 8)


def test_units_that_were_refunded_are_given_back_and_the_rest_goes(shop: Shop, channel: int) -> None:
    say(shop, channel, 1)
    say(shop, channel, 2, refunds=[refund(9001, "-30.00", line_501=1)])

    assert (standing(shop), lines(shop, NUMBER)[0]) == (("ready", 9), ("LAMP", 2, 1, 0))


def test_what_was_refunded_whole_is_not_sent(shop: Shop, channel: int) -> None:
    say(shop, channel, 1)
    say(shop, channel, 2, status="refunded", refunds=[refund(9001, "-69.38")])

    assert standing(shop) == ("closed", 10)


def test_what_was_cancelled_gives_everything_back(shop: Shop, channel: int) -> None:
    say(shop, channel, 1)
    say(shop, channel, 2, status="cancelled")

    assert standing(shop) == ("cancelled", 10)


def test_what_was_cancelled_and_then_paid_after_all_goes(shop: Shop, channel: int) -> None:
    say(shop, channel, 1, status="on-hold", **NOT_PAID)
    say(shop, channel, 2, status="cancelled", **NOT_PAID)
    say(shop, channel, 3)

    assert standing(shop) == ("ready", 8)


def test_what_was_completed_there_has_left(shop: Shop, channel: int) -> None:
    say(shop, channel, 1)
    say(shop, channel, 2, status="completed", date_completed_gmt="2026-11-21T09:02:00")

    assert (standing(shop), lines(shop, NUMBER)[0]) == (("closed", 10), ("LAMP", 2, 0, 2))


@pytest.mark.parametrize(("topic", "body"), [("order.deleted", {}), ("order.updated", {"status": "trash"})])
def test_an_order_in_the_bin_waits_and_goes_on_when_it_is_restored(
    shop: Shop, channel: int, topic: str, body: dict[str, Any]
) -> None:
    say(shop, channel, 1)
    say(shop, channel, 2, topic, **body)
    assert (standing(shop), holds(shop, NUMBER)) == (("needs_you", 8), [("manual", GONE)])

    say(shop, channel, 3, "order.restored", date_modified_gmt="2099-01-01T00:00:00")
    assert standing(shop) == ("ready", 8)


@pytest.mark.parametrize(
    "content",
    [
        written([item(order_number=NUMBER), item(MUG, order_number=NUMBER)], BY_ITEM),
        written([whole(order_number=NUMBER)], BY_ORDER),
    ],
)
def test_an_export_of_what_came_by_itself_finds_every_line(shop: Shop, channel: int, content: bytes) -> None:
    with shop.inside():
        (told,) = read_message().orders
        take_in(channel, told.draft, said_at=told.version, by=By(f"channel:{channel}"))
    before = lines(shop, NUMBER)

    take(shop, read(shop, content))

    assert lines(shop, NUMBER) == before
    assert the_order(shop, NUMBER).total_minor == 6938
    assert counts(shop, read(shop, content)) == {"unchanged": 1}


@pytest.mark.parametrize("content", [written(BOTH, BY_ITEM), written([whole()], BY_ORDER)])
def test_what_came_by_an_export_and_then_by_itself_is_one_order(
    shop: Shop, channel: int, content: bytes
) -> None:
    take(shop, read(shop, content))
    before = [line[:2] for line in lines(shop, "8120")]

    with shop.inside():
        (told,) = read_message(**order(number="8120")).orders
        take_in(channel, told.draft, said_at=told.version, by=By(f"channel:{channel}"))

    assert [line[:2] for line in lines(shop, "8120")] == before
