"""Events that come too early, that only name an order, or that a person has to settle."""

from __future__ import annotations

from datetime import timedelta

import pytest

from oms.channels.taking_in import GONE
from oms.core import clock
from oms.core.db import db
from oms.core.errors import Permanent, Unreachable
from oms.orders.models import Payment
from tests.channels.asking import Asked, asked
from tests.channels.bringing import available, holds, lines, the_order
from tests.channels.hooks import (
    connected,
    events,
    outcomes,
    shopify,
    shopify_line,
    shopify_order,
    shopify_refund,
    tell,
    work,
)
from tests.channels.working import handed_over
from tests.picking.floor import assert_proven
from tests.shop import Shop

CREATED = shopify("orders/create", shopify_order())
REFUNDED = shopify("refunds/create", shopify_refund())
EDITED = shopify("orders/edited", {"order_edit": {"order_id": 5_550_001_001}})


__all__ = ["asked"]


@pytest.fixture
def channel(shop: Shop, asked: Asked) -> int:
    del asked
    shop.receive("LAMP", 20)
    shop.receive("MUG", 20)
    return connected(shop)


def payments(shop: Shop) -> list[tuple[str, int | None, str | None]]:
    with shop.inside():
        found = db.session.query(Payment).order_by(Payment.id)
        return [(one.kind, one.amount_minor, one.reference) for one in found]


def test_a_refund_that_comes_before_its_order_waits_for_it(shop: Shop, channel: int) -> None:
    tell(shop, channel, REFUNDED)
    ((_, outcome, sentence),) = outcomes(shop)
    assert (outcome, sentence) == (
        "waiting",
        "The order that it is about has not come yet. It is done once it does.",
    )

    tell(shop, channel, CREATED)

    assert [outcome for _, outcome, _ in outcomes(shop)] == ["changed", "new"]
    assert payments(shop) == [("charge", 2000, None), ("refund", 500, "77")]
    assert available(shop, "LAMP") == 18


def test_units_that_a_refund_takes_off_are_cancelled_once(shop: Shop, channel: int) -> None:
    off = {"line_item_id": 11, "quantity": 1, "restock_type": "cancel"}
    refund = shopify_refund(refund_line_items=[off])
    later = shopify_order(
        at="2026-11-23T11:00:01Z",
        refunds=[refund],
        line_items=[shopify_line(current_quantity=1, fulfillable_quantity=1)],
    )

    tell(shop, channel, CREATED, shopify("refunds/create", refund), shopify("orders/updated", later))

    assert lines(shop) == [("LAMP", 2, 1, 0)]
    assert payments(shop) == [("charge", 2000, None), ("refund", 500, "77")]
    assert available(shop, "LAMP") == 19
    assert_proven(shop)


def test_a_sum_that_is_none_is_no_payment(shop: Shop, channel: int) -> None:
    pending = shopify_order(financial_status="pending", total_price="-1.00")
    paid = shopify_order(at="2026-11-23T10:30:00Z", total_price="-1.00")

    tell(shop, channel, shopify("orders/create", pending), shopify("orders/paid", paid))
    tell(shop, channel, shopify("orders/create", shopify_order(1002, total_price="-1.00"), "event-2"))

    assert [outcome for _, outcome, _ in outcomes(shop)] == ["new", "changed", "new"]
    assert payments(shop) == []


def test_cancelled_before_it_was_created_is_cancelled(shop: Shop, channel: int) -> None:
    at = "2026-11-23T10:30:00Z"
    cancelled = shopify("orders/cancelled", shopify_order(at=at, cancelled_at=at))

    tell(shop, channel, cancelled, CREATED)

    assert (the_order(shop).headline, available(shop, "LAMP")) == ("cancelled", 20)


def test_what_our_own_word_caused_is_no_news(shop: Shop, channel: int) -> None:
    tell(shop, channel, CREATED)
    handed_over(shop, "LAMP", "LAMP")
    version = the_order(shop).version
    sent = [{"id": 1, "status": "success", "line_items": [shopify_line()]}]

    tell(
        shop, channel, shopify("orders/updated", shopify_order(at="2026-11-23T12:00:00Z", fulfillments=sent))
    )

    assert outcomes(shop)[-1][1] == "unchanged"
    assert (the_order(shop).version, lines(shop)) == (version, [("LAMP", 2, 0, 0)])


def test_an_event_that_only_names_an_order_has_it_fetched(shop: Shop, channel: int, asked: Asked) -> None:
    more = [shopify_line(quantity=2), shopify_line(12, "MUG", 1)]
    asked.order_of["5550001001"] = shopify_order(at="2026-11-23T10:05:00Z", line_items=more)

    tell(shop, channel, CREATED, EDITED)

    assert lines(shop) == [("LAMP", 2, 0, 0), ("MUG", 1, 0, 0)]
    assert [(one.source, one.topic, one.outcome) for one in events(shop)] == [
        ("webhook", "orders/create", "new"),
        ("webhook", "orders/edited", "changed"),
        ("fetch", "order", "changed"),
    ]
    assert {one.order_id for one in events(shop)} == {the_order(shop).id}


def test_while_the_channel_is_away_it_waits(shop: Shop, channel: int, asked: Asked) -> None:
    asked.trouble = [Unreachable("nordlicht.example did not answer in time.")]
    asked.order_of["5550001001"] = shopify_order()

    tell(shop, channel, EDITED)

    assert outcomes(shop) == [
        ("orders/edited", "waiting", "It only names the order; the channel is asked for it.")
    ]
    with clock.travel(clock.now() + timedelta(seconds=10)):
        work(shop)
    assert outcomes(shop)[0] == ("orders/edited", "new", None)


def test_a_no_of_the_channel_is_kept_beside_the_event(shop: Shop, channel: int, asked: Asked) -> None:
    asked.trouble = [Permanent("The channel does not accept the keys (401). Enter them again.")]

    tell(shop, channel, EDITED)

    assert outcomes(shop) == [
        ("orders/edited", "refused", "The channel does not accept the keys (401). Enter them again.")
    ]


def test_an_order_that_the_channel_has_no_more_is_held(shop: Shop, channel: int) -> None:
    tell(shop, channel, CREATED, EDITED)

    assert holds(shop) == [("manual", GONE)]
    assert outcomes(shop)[-1] == (
        "orders/edited",
        "changed",
        "The channel was asked for this order, and has none.",
    )


def test_deleted_before_it_came_is_held_once_it_does(shop: Shop, channel: int) -> None:
    tell(shop, channel, shopify("orders/delete", {"id": 5_550_001_001}))
    assert outcomes(shop)[0][1] == "ignored"

    tell(shop, channel, CREATED)

    assert holds(shop) == [("manual", GONE)]
