"""Orders as Amazon's API tells them, as orders of ours; they meet those of the reports on the same ids."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from oms.channels.amazon.webhooks import Webhooks
from oms.channels.events import Forged, Incoming, Unreadable
from tests.channels.amazon.told import draft, item, money, order, reading, told
from tests.channels.amazon_reading import one
from tests.channels.files import UNSHIPPED, amazon_item


def test_an_order_with_its_lines_address_and_promise() -> None:
    found = told()
    order = found.draft
    (line,) = order.lines

    assert (order.external_id, order.number, order.paid) == ("302-5550001-0000001",) * 2 + (True,)
    assert (line.external_id, line.sku, line.quantity) == ("05015851154158", "MUG-5", 2)
    assert (line.unit_price_minor, line.line_total_minor, line.tax_minor) == (1500, 3000, 240)
    assert line.discount_minor == 150
    assert (order.ship_to.name, order.ship_to.postcode, order.ship_to.country) == (
        "Günther Weiß",
        "01067",
        "DE",
    )
    assert (order.ship_to.line3, order.ship_to.phone) == (None, "+49 351 555 0100")
    assert order.promise_by == datetime(2026, 9, 22, 5, 59, 59, tzinfo=UTC)
    assert found.version == datetime(2026, 9, 18, 14, 31, 9, tzinfo=UTC)


def test_the_report_and_the_api_tell_the_same_order() -> None:
    row = amazon_item(
        order_id="302-5550001-0000001",
        order_item_id="05015851154158",
        purchase_date="2026-09-18T14:03:11+00:00",
        ship_service_level="NextDay",
    )
    report, api = one(row, columns=UNSHIPPED), draft()

    assert (report.external_id, report.placed_at, report.service) == (
        api.external_id,
        api.placed_at,
        api.service,
    )
    assert report.lines[0].external_id == api.lines[0].external_id


def test_totals_are_those_that_amazon_tells() -> None:
    order = draft()

    assert (order.currency, order.total_minor, order.shipping_minor, order.tax_minor) == (
        "USD",
        3490,
        400,
        240,
    )
    assert (order.reconciles, order.prices_include_tax) == (True, False)
    assert [(one.kind, one.amount_minor) for one in order.payments] == [("charge", 3490)]


def test_a_tax_inside_the_prices_is_told_by_the_total() -> None:
    order = draft(proceeds={"grandTotal": money("32.50")})

    assert (order.reconciles, order.prices_include_tax) == (True, True)


def test_a_total_that_its_parts_do_not_make_is_flagged_and_kept() -> None:
    order = draft(proceeds={"grandTotal": money("99.00")})

    assert (order.total_minor, order.reconciles) == (9900, False)


def test_money_without_decimals_is_read_by_its_currency() -> None:
    yen = item(
        product={"sellerSku": "MUG-5", "price": {"unitPrice": money("1500", "JPY")}},
        proceeds={"breakdowns": [{"type": "ITEM", "subtotal": money("3000", "JPY")}]},
    )

    assert draft(yen, proceeds={"grandTotal": money("3000", "JPY")}).total_minor == 3000


def test_without_proceeds_the_money_is_unknown() -> None:
    order = draft(item(proceeds={}), proceeds={})

    assert (order.currency, order.total_minor, order.lines[0].unit_price_minor) == (None, None, None)


@pytest.mark.parametrize(
    ("fulfilled", "left", "units"), [(0, 2, (2, 0, 0)), (1, 1, (2, 0, 1)), (1, 0, (2, 1, 1))]
)
def test_what_is_neither_sent_nor_left_is_cancelled(
    fulfilled: int, left: int, units: tuple[int, int, int]
) -> None:
    line = draft(item(fulfillment={"quantityFulfilled": fulfilled, "quantityUnfulfilled": left})).lines[0]

    assert (line.quantity, line.cancelled, line.shipped_by_channel) == units


def test_a_cancelled_order_is_cancelled_when_it_changed_last() -> None:
    found = told(fulfillment={"fulfillmentStatus": "CANCELLED"})

    assert found.draft.cancelled_at == datetime(2026, 9, 18, 14, 31, 9, tzinfo=UTC)
    assert (found.draft.paid, found.draft.payments) == (None, ())
    assert found.only_known


@pytest.mark.parametrize(
    ("fulfilment", "sentence"),
    [
        ({"fulfilledBy": "AMAZON"}, "Amazon sends this order itself."),
        ({"fulfillmentStatus": "PENDING"}, "payment is still pending"),
        ({"fulfillmentStatus": "PENDING_AVAILABILITY"}, "payment is still pending"),
    ],
)
def test_what_is_not_to_be_sent_from_here_is_ignored_with_the_reason(
    fulfilment: dict[str, Any], sentence: str
) -> None:
    assert sentence in reading(order(fulfillment=fulfilment)).ignored


def test_an_order_that_left_before_we_heard_of_it_is_not_made() -> None:
    sent = item(fulfillment={"quantityFulfilled": 2, "quantityUnfulfilled": 0})

    assert "shipped already" in told(sent, fulfillment={"fulfillmentStatus": "SHIPPED"}).only_known


def test_a_buyer_who_asks_to_cancel_is_heard() -> None:
    asks = {"cancellationRequest": {"requester": "BUYER", "cancelReason": "Found it elsewhere"}}

    (doubt,) = told(item(cancellation=asks)).doubts

    assert "asks to cancel" in doubt
    assert "(Found it elsewhere)" in doubt
    gone = item(cancellation=asks, fulfillment={"quantityFulfilled": 2, "quantityUnfulfilled": 0})
    assert told(gone).doubts == ()


def test_what_the_buyer_says_and_what_is_to_be_written_is_the_note() -> None:
    gift = {"packing": {"giftOption": {"giftMessage": "Alles Gute!"}}, "quantityUnfulfilled": 2}
    address = order()["recipient"]["deliveryAddress"]
    wishes = {"dropOffLocation": "Front desk", "addressInstruction": "Ring twice"}
    recipient = {"deliveryAddress": address, "deliveryPreference": wishes}

    note = draft(item(fulfillment=gift), recipient=recipient).note

    assert note == "Front desk\nRing twice\nGift message: Alles Gute!"


@pytest.mark.parametrize(
    "broken",
    [
        {},
        [],
        "order",
        {"orderId": "302-5550001-0000001"},
        order(createdTime="yesterday"),
        order(orderItems=[{"orderItemId": "1"}]),
        order(item(quantityOrdered=-1)),
        order(item(quantityOrdered=10**7)),
        order(item(fulfillment={"quantityFulfilled": -1})),
        order(
            item(quantityOrdered=1000, proceeds={}, product={"price": {"unitPrice": money("9000000000000")}})
        ),
        order(orderItems="none"),
    ],
)
def test_what_cannot_be_understood_is_said(broken: Any) -> None:
    with pytest.raises(Unreadable, match="Amazon's order cannot be read"):
        reading(broken)


def test_nobody_is_believed_who_sends_something_in_amazons_name() -> None:
    with pytest.raises(Forged):
        Webhooks().verify(Incoming("POST", "", {}, {}, b"{}"), {})
    assert Webhooks().read("orders", b"{}").ignored
