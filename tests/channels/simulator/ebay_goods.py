"""What eBay writes about things: amounts are texts with as few decimals as do, a line's is for all of its units."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

Json = dict[str, Any]
SELLER = "nordlicht"


def moment(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def amount(value: Decimal | str, currency: str) -> Json:
    """`35.0`, `41.8`: one decimal at least, and no nought after that."""
    figures = format(Decimal(value).normalize(), "f")
    return {"value": figures if "." in figures else f"{figures}.0", "currency": currency}


def item(sku: str, title: str, price: str, stock: int, number: int) -> Json:
    return {"sku": sku, "title": title, "price": price, "stock": stock, "number": str(number)}


def line(line_id: int, item: Json, quantity: int, currency: str, at: datetime) -> Json:
    cost = amount(Decimal(item["price"]) * quantity, currency)
    return {
        "lineItemId": str(line_id),
        "legacyItemId": item["number"],
        "sku": item["sku"],
        "title": item["title"],
        "lineItemCost": cost,
        "quantity": quantity,
        "soldFormat": "FIXED_PRICE",
        "listingMarketplaceId": "EBAY_DE",
        "lineItemFulfillmentStatus": "NOT_STARTED",
        "total": cost,
        "deliveryCost": {"shippingCost": amount("0", currency)},
        "taxes": [],
        "lineItemFulfillmentInstructions": {"shipByDate": moment(at + timedelta(days=3))},
    }


def order(order_id: str, record: int, lines: list[Json], currency: str, at: datetime, *, paid: bool) -> Json:
    goods = sum(Decimal(line["lineItemCost"]["value"]) for line in lines)
    shipping = Decimal("4.90")
    total = amount(goods + shipping, currency)
    return {
        "orderId": order_id,
        "legacyOrderId": order_id,
        "creationDate": moment(at),
        "lastModifiedDate": moment(at),
        "orderFulfillmentStatus": "NOT_STARTED",
        "orderPaymentStatus": "PAID" if paid else "PENDING",
        "sellerId": SELLER,
        "buyer": {"username": "lampfan", "buyerRegistrationAddress": address()},
        "pricingSummary": {
            "priceSubtotal": amount(goods, currency),
            "deliveryCost": amount(shipping, currency),
            "total": total,
        },
        "cancelStatus": {"cancelState": "NONE_REQUESTED", "cancelRequests": []},
        "paymentSummary": {"refunds": [], "payments": [payment(total, at)] if paid else []},
        "fulfillmentStartInstructions": [
            {
                "fulfillmentInstructionsType": "SHIP_TO",
                "shippingStep": {
                    "shipTo": address(),
                    "shippingCarrierCode": "DHL",
                    "shippingServiceCode": "DE_DHLPaket",
                },
            }
        ],
        "fulfillmentHrefs": [],
        "lineItems": lines,
        "salesRecordReference": str(record),
    }


def address() -> Json:
    return {
        "fullName": "Ana Pereira",
        "contactAddress": {
            "addressLine1": "Große Straße 5",
            "city": "Köln",
            "postalCode": "50667",
            "countryCode": "DE",
        },
        "primaryPhone": {"phoneNumber": "0221 5550100"},
        "email": "a1b2c3@members.ebay.com",
    }


def payment(total: Json, at: datetime) -> Json:
    return {
        "paymentMethod": "EBAY",
        "paymentReferenceId": "420004_S",
        "paymentDate": moment(at),
        "amount": total,
        "paymentStatus": "PAID",
    }


def refund(number: int, value: str, currency: str, at: datetime) -> Json:
    told = {"refundId": str(number), "refundDate": moment(at), "refundStatus": "REFUNDED"}
    return {**told, "amount": amount(value, currency)}


def notification(order: Json, line: Json, notification_id: str, at: datetime) -> Json:
    """Thin: which order, and which of its lines."""
    named = {
        "orderLineItemId": line["lineItemId"],
        "listingId": line["legacyItemId"],
        "quantity": line["quantity"],
    }
    return {
        "metadata": {"topic": "ORDER_CONFIRMATION", "schemaVersion": "1.0", "deprecated": False},
        "notification": {
            "notificationId": notification_id,
            "eventDate": moment(at),
            "publishDate": moment(at),
            "publishAttemptCount": 1,
            "data": {
                "user": {"userId": "TFHVhLbkQtu", "username": SELLER},
                "order": {"orderId": order["orderId"], "orderLineItems": [named]},
            },
        },
    }
