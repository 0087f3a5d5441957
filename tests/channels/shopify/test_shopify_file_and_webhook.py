"""One order that comes in a file and by itself, in either order: one order, each line once, nothing wanted twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from oms.channels.taking_in import take_back
from oms.core.db import db
from oms.core.operations import By
from oms.orders.models import Order, OrderLine, Payment
from tests.channels.bringing import account, holds, lines, numbers, the_order, wanted
from tests.channels.shopify import messages
from tests.channels.shopify.messages import item, sent
from tests.channels.shopify.telling_both_ways import MUG, TAKEN, by_file, by_itself, with_lamp
from tests.channels.working import handed_over
from tests.picking.floor import assert_proven
from tests.shop import Shop


@pytest.fixture
def channel(shop: Shop) -> int:
    shop.receive("LAMP", 10)
    shop.receive("MUG", 10)
    return account(shop)


def ids(shop: Shop) -> list[str]:
    with shop.inside():
        return list(
            db.session.scalars(select(OrderLine.external_id).join(Order).order_by(OrderLine.position))
        )


@pytest.mark.parametrize("first", ["file", "webhook"])
def test_it_is_one_order_with_each_line_once(shop: Shop, channel: int, first: str) -> None:
    for _ in range(2):
        if first == "file":
            by_file(shop)
            by_itself(shop, channel)
        else:
            by_itself(shop, channel)
            by_file(shop)

    assert numbers(shop) == ["#1001"]
    assert lines(shop) == [("LAMP", 2, 0, 0), ("MUG", 3, 0, 0)]
    assert (wanted(shop, "LAMP"), wanted(shop, "MUG")) == ((2, 2), (3, 3))
    assert ids(shop) == (["1", "2"] if first == "file" else [str(item()["id"]), str(MUG["id"])])
    assert holds(shop) == []
    assert_proven(shop)


@pytest.mark.parametrize("lamps", [1, 2], ids=["what is left of it", "what was ordered"])
def test_a_unit_that_was_taken_off_stays_off_whichever_quantity_the_file_means(
    shop: Shop, channel: int, lamps: int
) -> None:
    by_itself(shop, channel)
    by_itself(shop, channel, 1, **TAKEN)
    for _ in range(2):
        by_file(shop, lamps=lamps)

    assert lines(shop)[0] == ("LAMP", 2, 1, 0)
    assert wanted(shop, "LAMP") == (1, 1)


@pytest.mark.parametrize("lamps", [1, 2], ids=["what is left of it", "what was ordered"])
def test_the_same_where_the_file_came_first(shop: Shop, channel: int, lamps: int) -> None:
    by_file(shop, lamps=lamps)
    by_itself(shop, channel, 1, **TAKEN)
    by_file(shop, lamps=lamps)
    by_itself(shop, channel, 1, **TAKEN)

    assert wanted(shop, "LAMP") == (1, 1)
    _, ordered, cancelled, _ = lines(shop)[0]
    assert ordered - cancelled == 1


def test_a_line_that_the_file_lists_with_no_units_is_the_one_that_was_taken_off(
    shop: Shop, channel: int
) -> None:
    by_file(shop, mugs=0)
    gone = {**MUG, "current_quantity": 0, "fulfillable_quantity": 0}
    by_itself(shop, channel, 1, line_items=[item(), gone])

    assert (wanted(shop, "LAMP"), wanted(shop, "MUG")) == ((2, 2), (0, 0))
    assert len(numbers(shop)) == 1


def test_a_line_that_was_added_since_is_added_once(shop: Shop, channel: int) -> None:
    by_itself(shop, channel, line_items=[item()])
    by_file(shop)
    by_itself(shop, channel, 2)

    assert lines(shop) == [("LAMP", 2, 0, 0), ("MUG", 3, 0, 0)]
    assert wanted(shop, "MUG") == (3, 3)


@pytest.mark.parametrize("first", ["file", "webhook"])
def test_lines_that_the_file_has_in_another_order_are_told_by_what_they_are(
    shop: Shop, channel: int, first: str
) -> None:
    turned = {"line_items": [MUG, item()]}
    if first == "file":
        by_file(shop)
        by_itself(shop, channel, **turned)
    else:
        by_itself(shop, channel, **turned)
        by_file(shop)

    assert sorted(line[:2] for line in lines(shop)) == [("LAMP", 2), ("MUG", 3)]
    assert (wanted(shop, "LAMP"), wanted(shop, "MUG")) == ((2, 2), (3, 3))
    assert holds(shop) == []


def test_a_line_that_became_another_item_stays_one_line(shop: Shop, channel: int) -> None:
    by_file(shop)
    by_itself(shop, channel, **with_lamp(sku="TWINE"))

    assert lines(shop) == [("TWINE", 2, 0, 0), ("MUG", 3, 0, 0)]
    assert (wanted(shop, "LAMP"), wanted(shop, "TWINE")) == ((0, 0), (2, 0))


def test_what_we_sent_comes_back_as_an_echo_and_is_no_news(shop: Shop, channel: int) -> None:
    by_itself(shop, channel, line_items=[item()])
    handed_over(shop, "LAMP", "LAMP")
    echo = {"line_items": [item(fulfillable_quantity=0)], "fulfillments": [sent(2)]}

    assert [by_itself(shop, channel, minute, **echo) for minute in (1, 2)] == ["unchanged", "unchanged"]
    assert lines(shop) == [("LAMP", 2, 0, 0)]
    assert the_order(shop).headline == "shipped"


def test_what_somebody_sent_on_shopifys_pages_is_not_sent_again(shop: Shop, channel: int) -> None:
    by_itself(shop, channel)
    by_itself(shop, channel, 1, fulfillments=[sent(1)], **with_lamp(fulfillable_quantity=1))

    assert lines(shop)[0] == ("LAMP", 2, 0, 1)
    assert wanted(shop, "LAMP") == (1, 1)


def test_money_that_went_back_is_told_by_both_and_noted_once(shop: Shop, channel: int) -> None:
    back: dict[str, Any] = {"financial_status": "partially_refunded", "refunds": [messages.refund()]}
    by_itself(shop, channel)
    by_itself(shop, channel, 1, **back)
    for _ in range(2):
        by_file(shop, **{"Refunded Amount": "24.50", "Financial Status": "partially_refunded"})
        by_itself(shop, channel, 1, **back)

    with shop.inside():
        kinds = [(one.kind, one.amount_minor) for one in db.session.scalars(select(Payment))]
    assert sorted(kinds) == [("charge", 7710), ("refund", 2450)]


@pytest.mark.parametrize("first", ["refund", "order"])
def test_units_that_a_refund_takes_off_are_taken_off_once(shop: Shop, channel: int, first: str) -> None:
    """Told apart from the order, by the id that the file does not know."""
    by_file(shop)

    def refunds() -> None:
        at = datetime.now(UTC)
        with shop.inside():
            take_back(channel, messages.refunded(), said_at=at, by=By(f"channel:{channel}"))

    for _ in range(2):
        if first == "refund":
            refunds()
        by_itself(shop, channel, 1, **{**TAKEN, "refunds": [messages.refund()]})
        refunds()

    assert lines(shop)[0] == ("LAMP", 2, 1, 0)
    assert wanted(shop, "LAMP") == (1, 1)
