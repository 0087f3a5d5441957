"""An order with more lines than anybody sells at once is refused with the reason: what waits for it would wait too long."""

from __future__ import annotations

from sqlalchemy import select

from oms.channels.models import StagedRow
from oms.core.db import db
from oms.orders.drafts import MOST_LINES
from tests.channels import hooks
from tests.channels.bringing import account, available, bring, lines, numbers, order, read, take
from tests.channels.files import shopify_line
from tests.channels.hooks import connected, outcomes, tell
from tests.channels.square.test_square_sales import LAMP, file
from tests.shop import Shop

SENTENCE = "An order of 1,001 lines cannot be taken in; 1,000 is the most. Enter it by hand, in parts."


def refusals(shop: Shop, import_id: int) -> list[tuple[str | None, str | None]]:
    query = select(StagedRow.outcome, StagedRow.error).where(StagedRow.import_id == import_id)
    with shop.inside():
        return [(outcome, error) for outcome, error in db.session.execute(query)]


def test_an_order_may_have_very_many_lines(shop: Shop) -> None:
    account(shop)

    bring(shop, order(), *[shopify_line()] * (MOST_LINES - 1))

    assert len(lines(shop)) == MOST_LINES


def test_one_more_in_a_file_and_it_is_refused_while_the_others_come_in(shop: Shop) -> None:
    account(shop)

    import_id = bring(shop, order(), *[shopify_line()] * MOST_LINES, order(1002))

    assert refusals(shop, import_id) == [("refused", SENTENCE), ("new", None)]
    assert numbers(shop) == ["#1002"]


def test_one_more_in_an_event_and_it_is_kept_with_the_reason(shop: Shop) -> None:
    channel_id = connected(shop, is_on=False)
    told = [hooks.shopify_line(number) for number in range(MOST_LINES + 1)]

    tell(shop, channel_id, hooks.shopify("orders/create", hooks.shopify_order(line_items=told)))

    assert outcomes(shop) == [("orders/create", "refused", SENTENCE)]
    assert numbers(shop) == []


def test_one_more_at_the_till_and_nothing_of_it_leaves_the_shelf(shop: Shop) -> None:
    account(shop, "square", "Corner shop")
    shop.receive("LAMP", 5)

    import_id = take(shop, read(shop, file(*[LAMP] * (MOST_LINES + 1))))

    assert refusals(shop, import_id) == [("refused", SENTENCE)]
    assert available(shop, "LAMP") == 5
