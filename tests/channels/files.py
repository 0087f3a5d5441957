"""Small channel files for tests: a line of a dict becomes a row, its missing columns blank."""

from __future__ import annotations

import csv
import io
from pathlib import Path

SAMPLES = Path(__file__).parent / "samples"

CONTACT = ("Name", "Street", "Address1", "Address2", "Company", "City", "Zip", "Province", "Country", "Phone")

SHOPIFY = (
    *("Name", "Email", "Financial Status", "Paid at", "Fulfillment Status", "Fulfilled at"),
    *("Accepts Marketing", "Currency", "Subtotal", "Shipping", "Taxes", "Total", "Discount Code"),
    *("Discount Amount", "Shipping Method", "Created at", "Lineitem quantity", "Lineitem name"),
    *("Lineitem price", "Lineitem compare at price", "Lineitem sku", "Lineitem requires shipping"),
    *("Lineitem taxable", "Lineitem fulfillment status"),
    *(f"Billing {part}" for part in CONTACT),
    *(f"Shipping {part}" for part in CONTACT),
    *("Notes", "Note Attributes", "Cancelled at", "Payment Method", "Payment Reference"),
    *("Refunded Amount", "Vendor", "Outstanding Balance", "Employee", "Location", "Device ID", "Id"),
    *("Tags", "Risk Level", "Source", "Lineitem discount"),
    *(f"Tax {number} {part}" for number in range(1, 6) for part in ("Name", "Value")),
    *("Phone", "Receipt Number", "Duties", "Billing Province Name", "Shipping Province Name"),
    *("Payment ID", "Payment Terms Name", "Next Payment Due At", "Payment References"),
)

ADDRESS = (
    *("recipient-name", "ship-address-1", "ship-address-2", "ship-address-3", "ship-city"),
    *("ship-state", "ship-postal-code", "ship-country"),
)

UNSHIPPED = (
    *("order-id", "order-item-id", "purchase-date", "payments-date", "reporting-date"),
    *("promise-date", "days-past-promise", "buyer-email", "buyer-name", "buyer-phone-number"),
    *("sku", "product-name", "quantity-purchased", "quantity-shipped", "quantity-to-ship"),
    *("ship-service-level", *ADDRESS, "is-business-order", "purchase-order-number"),
    *("price-designation", "is-prime"),
)

NEW_ORDERS = (
    *("order-id", "order-item-id", "purchase-date", "payments-date", "buyer-email", "buyer-name"),
    *("buyer-phone-number", "sku", "product-name", "quantity-purchased", "currency"),
    *("item-price", "item-tax", "shipping-price", "shipping-tax", "ship-service-level"),
    *(*ADDRESS, "ship-phone-number", "item-promotion-discount", "item-promotion-id"),
    *("ship-promotion-discount", "ship-promotion-id", "delivery-start-date", "delivery-end-date"),
    *("delivery-time-zone", "delivery-Instructions", "sales-channel"),
)

Cells = dict[str, str]


def shopify(*rows: Cells, columns: tuple[str, ...] = SHOPIFY, delimiter: str = ",") -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=delimiter, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def amazon(*rows: Cells, columns: tuple[str, ...], line_end: str = "\r\n") -> bytes:
    lines = [columns, *([row.get(name, "") for name in columns] for row in rows)]
    return "".join("\t".join(line) + line_end for line in lines).encode()


def shopify_order(**changes: str) -> Cells:
    """The first row of an order of one lamp, paid; underscores in names stand for spaces."""
    return told(
        changes,
        {
            "Name": "#1001",
            "Id": "5550001001",
            "Financial Status": "paid",
            "Paid at": "2026-04-05 21:06:21 +0400",
            "Created at": "2026-04-05 21:05:00 +0400",
            "Currency": "EUR",
            "Subtotal": "20.00",
            "Shipping": "5.00",
            "Taxes": "5.00",
            "Total": "30.00",
            "Lineitem quantity": "2",
            "Lineitem name": "Lamp",
            "Lineitem price": "10.00",
            "Lineitem sku": "LAMP",
            "Lineitem fulfillment status": "pending",
        },
    )


def shopify_line(**changes: str) -> Cells:
    """A further row of the same order."""
    return told(
        changes,
        {
            "Name": "#1001",
            "Created at": "2026-04-05 21:05:00 +0400",
            "Lineitem quantity": "1",
            "Lineitem name": "Mug",
            "Lineitem price": "8.00",
            "Lineitem sku": "MUG",
        },
    )


def amazon_item(**changes: str) -> Cells:
    """A row of either report; underscores in names stand for hyphens."""
    return {
        "order-id": "203-1111111-2222222",
        "order-item-id": "01234567890123",
        "purchase-date": "2026-09-18T14:03:11+00:00",
        "payments-date": "2026-09-18T14:05:00+00:00",
        "sku": "MUG",
        "product-name": "Mug",
        "quantity-purchased": "3",
        "quantity-shipped": "0",
        "quantity-to-ship": "3",
        "currency": "USD",
        "item-price": "10.00",
        "item-tax": "0.80",
        "shipping-price": "4.00",
        "shipping-tax": "0.20",
        **{name.replace("_", "-"): cell for name, cell in changes.items()},
    }


def told(changes: dict[str, str], cells: Cells) -> Cells:
    return {**cells, **{name.replace("_", " "): cell for name, cell in changes.items()}}
