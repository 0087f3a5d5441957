"""An order as eBay's API writes it, by hand: each test says what is different."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

from oms.channels.ebay.webhooks import Notifications
from oms.channels.events import Told
from oms.orders.drafts import OrderDraft

Json = dict[str, Any]


def euros(value: str, currency: str = "EUR") -> Json:
    return {"value": value, "currency": currency}


def line(**changes: Any) -> Json:
    """Nineteen mugs, whose cost is for all of them."""
    return {
        "lineItemId": "10084048110913",
        "legacyItemId": "287403994390",
        "sku": "MUG",
        "title": "Mug",
        "lineItemCost": euros("4085.0"),
        "quantity": 19,
        "lineItemFulfillmentStatus": "NOT_STARTED",
        "taxes": [],
        "lineItemFulfillmentInstructions": {"shipByDate": "2026-06-23T04:59:59.000Z"},
        **changes,
    }


ORDER: Json = {
    "orderId": "13-14786-65872",
    "legacyOrderId": "13-14786-65872",
    "creationDate": "2026-06-19T14:15:22.000Z",
    "lastModifiedDate": "2026-06-19T14:16:58.000Z",
    "orderFulfillmentStatus": "NOT_STARTED",
    "orderPaymentStatus": "PAID",
    "sellerId": "nordlicht",
    "buyer": {
        "username": "hoods",
        "buyerRegistrationAddress": {"fullName": "Hoods Ltd", "email": "008e@members.ebay.com"},
    },
    "buyerCheckoutNotes": "Ring twice",
    "pricingSummary": {
        "priceSubtotal": euros("4085.0"),
        "deliveryCost": euros("9.9"),
        "total": euros("4094.9"),
    },
    "cancelStatus": {"cancelState": "NONE_REQUESTED", "cancelRequests": []},
    "paymentSummary": {
        "totalDueSeller": euros("3807.77"),
        "refunds": [],
        "payments": [
            {
                "paymentMethod": "EBAY",
                "paymentReferenceId": "420004_S",
                "paymentDate": "2026-06-19T14:15:22.915Z",
                "amount": euros("3807.77"),
                "paymentStatus": "PAID",
            }
        ],
    },
    "fulfillmentStartInstructions": [
        {
            "fulfillmentInstructionsType": "SHIP_TO",
            "shippingStep": {
                "shipTo": {
                    "fullName": "Cody Hood",
                    "companyName": "Hoods Ltd",
                    "contactAddress": {
                        "addressLine1": "2200 S Old Missouri Rd",
                        "addressLine2": "Ste N",
                        "city": "Springdale",
                        "stateOrProvince": "AR",
                        "postalCode": "72764-8719",
                        "countryCode": "US",
                    },
                    "primaryPhone": {"phoneNumber": "4795550100"},
                },
                "shippingServiceCode": "UPSGround",
            },
        }
    ],
    "lineItems": [line()],
    "salesRecordReference": "17602",
}


def order(**changes: Any) -> Json:
    return deepcopy(ORDER) | changes


def priced(total: str, *lines: Json, **sums: Json) -> Json:
    """An order with these lines and this total."""
    known = {"deliveryCost": euros("9.9"), "total": euros(total)}
    return order(lineItems=list(lines) or [line()], pricingSummary=known | sums)


def heard(told: Json) -> Told:
    (one,) = Notifications().read("order", json.dumps(told).encode()).orders
    return one


def draft(told: Json) -> OrderDraft:
    return heard(told).draft
