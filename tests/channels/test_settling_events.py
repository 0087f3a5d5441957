"""What a person does about an event that could not be done: read it again, or say why it may be ignored."""

from __future__ import annotations

import pytest

from oms.channels.intake import put_aside, read_again
from oms.core.errors import Refused
from oms.core.undoing import undo_operation
from tests.channels.bringing import numbers
from tests.channels.hooks import connected, events, shopify, shopify_order, tell, work
from tests.shop import Shop

CREATED = shopify("orders/create", shopify_order())


@pytest.fixture
def channel(shop: Shop) -> int:
    shop.receive("LAMP", 20)
    return connected(shop, is_on=False)


def test_what_was_refused_can_be_read_again_or_put_aside(shop: Shop, channel: int) -> None:
    tell(shop, channel, shopify("orders/create", {"id": 7}))
    (event,) = events(shop)
    assert event.outcome == "refused"

    with shop.inside():
        read_again(event.id, by=shop.by())
    assert events(shop)[0].outcome is None
    work(shop)
    assert events(shop)[0].outcome == "refused"

    by = shop.by()
    with shop.inside():
        put_aside(event.id, " Only a test of theirs ", by=by)
        with pytest.raises(Refused, match="put this aside already"):
            put_aside(event.id, "again", by=shop.by())
    put = events(shop)[0]
    assert (put.aside_because, put.aside_by, put.outcome) == ("Only a test of theirs", by.actor, "refused")
    with shop.inside():
        undo_operation(by.operation_id, by=shop.by())
    assert events(shop)[0].aside_at is None


def test_what_was_done_waits_for_nobody_and_cannot_be_put_aside(shop: Shop, channel: int) -> None:
    tell(shop, channel, CREATED)
    with shop.inside(), pytest.raises(Refused, match="nothing of it waits"):
        put_aside(events(shop)[0].id, "why not", by=shop.by())
    assert numbers(shop) == ["#1001"]
