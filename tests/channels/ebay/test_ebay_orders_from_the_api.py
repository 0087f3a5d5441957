"""An order as eBay's API tells it, as one of ours."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from oms.channels.ebay.orders import WANTS_TO_CANCEL
from oms.channels.ebay.webhooks import Notifications
from oms.channels.events import Unreadable
from tests.channels.ebay.answers import Json, draft, euros, heard, line, order
from tests.channels.ebay.reports import one
from tests.channels.ebay.reports import order as row

PLACED = datetime(2026, 6, 19, 14, 15, 22, tzinfo=UTC)
CHANGED = datetime(2026, 6, 19, 14, 16, 58, tzinfo=UTC)


def test_an_order_is_read() -> None:
    told, version = heard(order()).draft, heard(order()).version

    assert (told.external_id, told.number, told.known_as) == ("13-14786-65872", "13-14786-65872", ("17602",))
    assert (told.placed_at, told.paid, told.paid_at, version) == (PLACED, True, PLACED, CHANGED)
    assert told.promise_by == datetime(2026, 6, 23, 4, 59, 59, tzinfo=UTC)
    assert (told.service, told.note, told.cancelled_at, told.kept_back) == (
        "UPSGround",
        "Ring twice",
        None,
        "",
    )
    assert (told.buyer.name, told.buyer.email) == ("Hoods Ltd", "008e@members.ebay.com")
    ship_to = told.ship_to
    assert (ship_to.name, ship_to.company, ship_to.line1) == (
        "Cody Hood",
        "Hoods Ltd",
        "2200 S Old Missouri Rd",
    )
    assert (ship_to.line2, ship_to.city, ship_to.region) == ("Ste N", "Springdale", "AR")
    assert (ship_to.postcode, ship_to.country, ship_to.phone) == ("72764-8719", "US", "4795550100")


@pytest.mark.parametrize(
    ("status", "paid"),
    [
        ("PAID", True),
        ("PARTIALLY_REFUNDED", True),
        ("FULLY_REFUNDED", True),
        ("PENDING", False),
        ("FAILED", False),
        ("NEW", None),
    ],
)
def test_whether_it_is_paid(status: str, paid: bool | None) -> None:
    told = draft(order(orderPaymentStatus=status))

    assert told.paid is paid
    assert (told.paid_at is not None) == bool(paid)


@pytest.mark.parametrize(
    ("told", "when"),
    [
        (
            {"cancelState": "CANCELED", "cancelledDate": "2026-06-20T09:00:00.000Z"},
            datetime(2026, 6, 20, 9, tzinfo=UTC),
        ),
        (
            {
                "cancelState": "CANCELED",
                "cancelRequests": [{"cancelCompletedDate": "2026-06-20T10:00:00.000Z"}],
            },
            datetime(2026, 6, 20, 10, tzinfo=UTC),
        ),
        ({"cancelState": "CANCELED"}, CHANGED),
        ({"cancelState": "NONE_REQUESTED"}, None),
    ],
)
def test_when_it_was_cancelled(told: Json, when: datetime | None) -> None:
    assert draft(order(cancelStatus=told)).cancelled_at == when


def test_while_the_buyer_asks_to_cancel_it_waits() -> None:
    told = draft(order(cancelStatus={"cancelState": "IN_PROGRESS"}))

    assert (told.kept_back, told.cancelled_at) == (WANTS_TO_CANCEL, None)


def test_what_is_sent_is_counted_by_the_parcels() -> None:
    begun = order(lineItems=[line(lineItemFulfillmentStatus="IN_PROGRESS")])
    parcels = {"fulfillments": [{"lineItems": [{"lineItemId": "10084048110913", "quantity": 7}]}]}

    assert draft(begun | parcels).lines[0].shipped_by_channel == 7
    assert heard(begun | parcels).doubts == ()
    assert draft(begun).lines[0].shipped_by_channel == 0
    assert "“Mug” is partly sent already" in heard(begun).doubts[0]
    assert (
        draft(order(lineItems=[line(lineItemFulfillmentStatus="FULFILLED")])).lines[0].shipped_by_channel
        == 19
    )


def test_the_reference_of_international_shipping_stays_in_the_address() -> None:
    told: Any = order()
    told["fulfillmentStartInstructions"][0]["shippingStep"]["shipToReferenceId"] = "GSP-77"

    assert draft(told).ship_to.line3 == "Ref GSP-77"


@pytest.mark.parametrize(
    ("kind", "leaves"), [("SHIP_TO", True), ("FULFILLED_BY_EBAY", False), ("DIGITAL", False)]
)
def test_what_ebay_itself_sends_does_not_leave_here(kind: str, leaves: bool) -> None:
    told: Any = order()
    told["fulfillmentStartInstructions"][0]["fulfillmentInstructionsType"] = kind

    assert draft(told).lines[0].requires_shipping is leaves


def test_a_variation_is_told_as_in_the_report() -> None:
    aspects = [{"name": "Size", "value": "M"}, {"name": "Colour", "value": "Dark blue"}]
    by_api = draft(
        order(lineItems=[line(legacyItemId="110000000001", sku=None, variationAspects=aspects)])
    ).lines[0]
    by_file = one(
        row(Variation_Details="[Colour:Dark blue,Size:M]", Custom_Label="", Transaction_ID="")
    ).lines[0]

    assert by_api.sku == by_file.sku == "110000000001 [Colour: Dark blue, Size: M]"
    assert by_api.known_as == (by_file.external_id,)
    assert by_api.title == "Mug [Colour: Dark blue, Size: M]"


def test_another_id_of_before_it_was_paid_is_remembered() -> None:
    assert draft(order(legacyOrderId="287403994390-10084048110913")).known_as == (
        "17602",
        "287403994390-10084048110913",
    )
    assert draft(order(salesRecordReference="0")).known_as == ()


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"orderId": None}, "orderId is missing"),
        ({"creationDate": ""}, "creationDate is missing"),
        ({"creationDate": "yesterday"}, "creationDate: “yesterday” is not a date and time"),
        ({"lineItems": []}, "lineItems is empty"),
        ({"lineItems": {"a": 1}}, "lineItems is no list"),
        ({"lineItems": [line(lineItemId=None)]}, r"lineItems\[0\].lineItemId is missing"),
        ({"lineItems": [line(quantity=0)]}, r"lineItems\[0\].quantity is missing, or no number of units"),
        ({"lineItems": [line(quantity="two")]}, "“two” is not a number"),
        ({"lineItems": [line(lineItemCost=euros("much"))]}, "“much” is not a number"),
        ({"pricingSummary": 7}, "pricingSummary is no object"),
    ],
)
def test_what_cannot_be_believed_is_named(changes: Json, what: str) -> None:
    with pytest.raises(Unreadable, match=rf"^eBay's message cannot be read: .*{what}.*\.$"):
        Notifications().read("order", json.dumps(order(**changes)).encode())
