"""An order as Amazon's API tells it, and what it is read as."""

from __future__ import annotations

import json
from typing import Any

from oms.channels.amazon.webhooks import Webhooks
from oms.channels.events import Reading, Told
from oms.orders.drafts import OrderDraft

Json = dict[str, Any]


def money(amount: str, currency: str = "USD") -> Json:
    return {"amount": amount, "currencyCode": currency}


def item(**changes: Any) -> Json:
    return {
        "orderItemId": "05015851154158",
        "quantityOrdered": 2,
        "product": {
            "asin": "B000000001",
            "title": 'Mug 12" – blue',
            "sellerSku": "MUG-5",
            "price": {"unitPrice": money("15.00")},
        },
        "proceeds": {
            "breakdowns": [
                {"type": "ITEM", "subtotal": money("30.00")},
                {"type": "TAX", "subtotal": money("2.40")},
                {"type": "SHIPPING", "subtotal": money("4.00")},
                {"type": "DISCOUNT", "subtotal": money("-1.50")},
            ]
        },
        "fulfillment": {"quantityFulfilled": 0, "quantityUnfulfilled": 2},
        **changes,
    }


def order(*items: Json, **changes: Any) -> Json:
    """Two mugs, paid and to be sent by the 22nd."""
    fulfilment = {
        "fulfillmentStatus": "UNSHIPPED",
        "fulfilledBy": "MERCHANT",
        "fulfillmentServiceLevel": "NEXT_DAY",
        "shipByWindow": {"latestDateTime": "2026-09-22T05:59:59Z"},
    }
    return {
        "orderId": "302-5550001-0000001",
        "createdTime": "2026-09-18T14:03:11Z",
        "lastUpdatedTime": "2026-09-18T14:31:09Z",
        "salesChannel": {"channelName": "AMAZON", "marketplaceId": "ATVPDKIKX0DER"},
        "buyer": {"buyerName": "Günther Weiß", "buyerEmail": "g7@marketplace.example.org"},
        "recipient": {
            "deliveryAddress": {
                "name": "Günther Weiß",
                "companyName": "Weiß KG",
                "addressLine1": "Bäckergasse 7",
                "addressLine2": "2. Hof",
                "addressLine3": "",
                "city": "Dresden",
                "stateOrRegion": "SN",
                "postalCode": "01067",
                "countryCode": "DE",
                "phone": "+49 351 555 0100",
            }
        },
        "proceeds": {"grandTotal": money("34.90")},
        "fulfillment": fulfilment | changes.pop("fulfillment", {}),
        "orderItems": list(items) or [item()],
        **changes,
    }


def reading(told: Any) -> Reading:
    return Webhooks().read("order", json.dumps(told).encode())


def told(*items: Json, **changes: Any) -> Told:
    return reading(order(*items, **changes)).orders[0]


def draft(*items: Json, **changes: Any) -> OrderDraft:
    return told(*items, **changes).draft
