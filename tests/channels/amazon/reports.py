"""All Orders reports for tests: a row of a dict, its missing columns blank."""

from __future__ import annotations

from oms.channels.parsed import ParsedFile, ParsedOrder
from oms.channels.recognising import read_file
from tests.channels.files import Cells, amazon

ALL_ORDERS = (
    *("amazon-order-id", "merchant-order-id", "purchase-date", "last-updated-date", "order-status"),
    *("fulfillment-channel", "sales-channel", "order-channel", "ship-service-level", "product-name", "sku"),
    *("asin", "item-status", "quantity", "currency", "item-price", "item-tax", "shipping-price"),
    *("shipping-tax", "gift-wrap-price", "gift-wrap-tax", "item-promotion-discount"),
    *("ship-promotion-discount", "ship-city", "ship-state", "ship-postal-code", "ship-country"),
    *("promotion-ids", "is-business-order", "purchase-order-number", "price-designation"),
)


def status(**changes: str) -> Cells:
    """A row of an order of three mugs that is still to be sent; underscores in names stand for hyphens."""
    return {
        "amazon-order-id": "203-1111111-2222222",
        "purchase-date": "2026-09-18T14:03:11+00:00",
        "last-updated-date": "2026-09-19T08:00:00+00:00",
        "order-status": "Unshipped",
        "fulfillment-channel": "Merchant",
        "sku": "MUG",
        "product-name": "Mug",
        "item-status": "Unshipped",
        "quantity": "3",
        "currency": "USD",
        "item-price": "30.00",
        "item-tax": "2.40",
        "shipping-price": "4.00",
        "shipping-tax": "0.20",
        **{name.replace("_", "-"): cell for name, cell in changes.items()},
    }


def all_orders(*rows: Cells) -> bytes:
    return amazon(*rows, columns=ALL_ORDERS)


def read_all(*rows: Cells) -> ParsedFile:
    parsed = read_file(all_orders(*rows), channel="amazon")
    assert parsed.accounted_rows == parsed.rows
    return parsed


def one_of_all(*rows: Cells) -> ParsedOrder:
    parsed = read_all(*rows)
    assert not parsed.refused
    return parsed.orders[0]
