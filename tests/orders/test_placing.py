"""An order that arrives is kept whatever is wrong with it, and promised what is there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from oms.core import clock
from oms.core.errors import Refused, WrongInput
from oms.orders.drafts import LineDraft
from oms.orders.placing import Part, Terms, place_order
from tests.desk.reading import asking
from tests.orders.seen import (
    assert_proven,
    available,
    badge,
    demands,
    do,
    facts,
    holds,
    kept,
    lines,
    payments,
    reserved,
    undo,
)
from tests.shop import ANA, Shop


def terms(shop: Shop) -> Terms:
    return Terms(shop.site, clock.now() + timedelta(hours=4))


def test_an_order_is_written_with_its_lines_and_promised_its_stock(shop: Shop) -> None:
    shop.receive("LAMP", 3)
    shop.receive("MUG", 3)

    order = shop.order(("LAMP", 2), ("MUG", 1))

    assert [(line.position, line.sku_text, line.ordered) for line in lines(shop, order)] == [
        (1, "LAMP", 2),
        (2, "MUG", 1),
    ]
    assert reserved(shop, order) == 3
    assert (available(shop, "LAMP"), available(shop, "MUG")) == (1, 2)
    assert (kept(shop, order).headline, badge(shop, order), kept(shop, order).units) == (
        "ready",
        "Ready to pick",
        3,
    )
    assert facts(shop, order) == ["OrderPlaced"]
    assert_proven(shop)


def test_more_lines_need_no_more_questions_to_the_database(shop: Shop) -> None:
    for sku in ("LAMP", "MUG", "TWINE"):
        shop.receive(sku, 9)
    asked = []
    for wanted in ([("LAMP", 1)], [("LAMP", 1), ("MUG", 1), ("TWINE", 2)]):
        with asking(shop) as statements:
            shop.order(*wanted)
        asked.append(len(statements))

    assert asked[0] == asked[1] <= 13


def test_what_is_not_there_lacks_and_the_order_is_kept(shop: Shop) -> None:
    shop.receive("LAMP", 1)

    order = shop.order(("LAMP", 3))

    assert [(demand.wanted, demand.reserved, demand.lacking) for demand in demands(shop, order)] == [
        (3, 1, 2)
    ]
    assert badge(shop, order) == "Short 2"


def test_the_last_unit_is_promised_once(shop: Shop) -> None:
    shop.receive("LAMP", 1)

    first, second = shop.order(("LAMP", 1)), shop.order(("LAMP", 1))

    assert (badge(shop, first), badge(shop, second)) == ("Ready to pick", "Short 1")
    assert_proven(shop)


def test_what_needs_no_shipping_wants_no_stock_and_no_person(shop: Shop) -> None:
    draft = shop.draft(("LAMP", 1))
    voucher = LineDraft("1", "VOUCHER", "Gift card", 1, requires_shipping=False)
    with shop.inside():
        order = place_order(
            type(draft)(draft.external_id, "#1", draft.placed_at, (voucher,), paid=True),
            ((),),
            terms(shop),
            by=shop.by(),
        )

    assert (demands(shop, order), holds(shop, order), badge(shop, order)) == ([], [], "Nothing to ship")
    assert kept(shop, order).closed_at is not None


def test_an_order_that_was_cancelled_before_it_arrived_wants_nothing(shop: Shop) -> None:
    shop.receive("LAMP", 1)

    order = shop.order(("LAMP", 1), cancelled_at=clock.now(), paid=False)

    assert (demands(shop, order), holds(shop, order), badge(shop, order)) == ([], [], "Cancelled")


def test_what_the_channel_has_shipped_is_not_shipped_again(shop: Shop) -> None:
    shop.receive("LAMP", 5)
    draft = shop.draft(("LAMP", 3))
    sent = LineDraft("1", "LAMP", "Desk Lamp", 3, shipped_by_channel=1)
    with shop.inside():
        order = place_order(
            type(draft)(draft.external_id, "#1", draft.placed_at, (sent,), ship_to=ANA, paid=True),
            ((Part(shop.skus["LAMP"]),),),
            terms(shop),
            by=shop.by(),
        )

    assert [demand.wanted for demand in demands(shop, order)] == [2]


def test_a_kit_wants_each_of_its_parts_so_many_times(shop: Shop) -> None:
    shop.receive("LAMP", 5)
    shop.receive("MUG", 5)
    kit = (Part(shop.skus["LAMP"]), Part(shop.skus["MUG"], per=2))
    with shop.inside():
        order = place_order(shop.draft(("KIT", 2)), (kit,), terms(shop), by=shop.by())

    assert sorted(demand.wanted for demand in demands(shop, order)) == [2, 4]
    assert badge(shop, order) == "Ready to pick"
    assert_proven(shop)


def test_the_channels_own_promise_is_kept_and_else_the_shops(shop: Shop) -> None:
    ship_by = datetime(2026, 12, 1, 15, 0, tzinfo=UTC)

    told, ours = shop.order(("LAMP", 1), promise_by=ship_by), shop.order(("LAMP", 1))

    assert kept(shop, told).promise_by == ship_by
    assert kept(shop, ours).promise_by > clock.now()


def test_paid_without_a_time_is_paid_when_it_arrived(shop: Shop) -> None:
    order = kept(shop, shop.order(("LAMP", 1), paid=True))

    assert order.paid_at == order.arrived_at


def test_the_same_operation_places_one_order(shop: Shop) -> None:
    draft, parts, by = shop.draft(("LAMP", 1)), ((Part(shop.skus["LAMP"]),),), shop.by()
    agreed = terms(shop)
    with shop.inside():
        ids = {place_order(draft, parts, agreed, by=by) for _ in range(2)}

    assert len(ids) == 1
    assert payments(shop, ids.pop()) == []


def test_an_order_without_lines_is_refused(shop: Shop) -> None:
    with shop.inside(), pytest.raises(WrongInput, match="at least one line"):
        place_order(shop.draft(), (), terms(shop), by=shop.by())


def test_an_order_that_arrived_stays(shop: Shop) -> None:
    by = do(shop, place_order, shop.draft(("LAMP", 1)), ((Part(shop.skus["LAMP"]),),), terms(shop))

    with pytest.raises(Refused, match="cancel it instead"):
        undo(shop, by)
