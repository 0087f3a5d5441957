"""Etsy's files for tests: a row of a dict, its missing columns blank."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from oms.channels.parsed import ParsedFile, ParsedOrder
from oms.channels.recognising import read_file
from oms.orders.drafts import OrderDraft
from tests.channels.files import Cells

SAMPLES = Path(__file__).parent / "samples"

ITEMS = (
    *("Sale Date", "Item Name", "Buyer", "Quantity", "Price", "Coupon Code", "Coupon Details"),
    *("Discount Amount", "Shipping Discount", "Order Shipping", "Order Sales Tax", "Item Total", "Currency"),
    *("Transaction ID", "Listing ID", "Date Paid", "Date Shipped", "Ship Name", "Ship Address1"),
    *("Ship Address2", "Ship City", "Ship State", "Ship Zipcode", "Ship Country", "Order ID", "Variations"),
    *("Order Type", "Listings Type", "Payment Type", "InPerson Discount", "InPerson Location"),
    *("VAT Paid by Buyer", "SKU"),
)
ORDERS = (
    *("Sale Date", "Order ID", "Buyer User ID", "Full Name", "Number of Items", "Date Shipped", "Currency"),
    *("Order Value", "Discount Amount", "Shipping Discount", "Shipping", "Sales Tax", "Order Total"),
    *("Status", "Adjusted Order Total"),
)


def item(**changes: str) -> Cells:
    """An item of an order of two lamps, paid; underscores in names stand for spaces."""
    return {
        "Sale Date": "09/03/26",
        "Item Name": "Lamp",
        "Buyer": "potter_pia",
        "Quantity": "2",
        "Price": "10.00",
        "Item Total": "20.00",
        "Order Shipping": "5.00",
        "Order Sales Tax": "1.00",
        "Currency": "EUR",
        "Transaction ID": "4100000001",
        "Listing ID": "1500000001",
        "Date Paid": "09/03/26",
        "Ship Name": "Ana Pereira",
        "Ship Address1": "Große Straße 5",
        "Ship City": "Köln",
        "Ship Zipcode": "50667",
        "Ship Country": "Germany",
        "Order ID": "3001",
        "SKU": "LAMP",
        **{name.replace("_", " "): cell for name, cell in changes.items()},
    }


def sold(**changes: str) -> Cells:
    """The same order in the Sold Orders file."""
    return {
        "Sale Date": "09/03/26",
        "Order ID": "3001",
        "Number of Items": "1",
        "Currency": "EUR",
        "Order Value": "20.00",
        "Shipping": "5.00",
        "Sales Tax": "1.00",
        "Order Total": "26.00",
        "Status": "Paid",
        "Adjusted Order Total": "0.00",
        **{name.replace("_", " "): cell for name, cell in changes.items()},
    }


def etsy(*rows: Cells, columns: tuple[str, ...] = ITEMS) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def read(*rows: Cells, columns: tuple[str, ...] = ITEMS) -> ParsedFile:
    parsed = read_file(etsy(*rows, columns=columns), channel="etsy")
    assert parsed.accounted_rows == parsed.rows
    return parsed


def parsed_one(*rows: Cells, columns: tuple[str, ...] = ITEMS) -> ParsedOrder:
    parsed = read(*rows, columns=columns)
    assert not parsed.refused
    return parsed.orders[0]


def one(*rows: Cells, columns: tuple[str, ...] = ITEMS) -> OrderDraft:
    return parsed_one(*rows, columns=columns).draft


def refusal(*rows: Cells, columns: tuple[str, ...] = ITEMS) -> tuple[int, str, int]:
    parsed = read(*rows, columns=columns)
    assert not parsed.orders
    return parsed.refused[0].row, parsed.refused[0].reason, parsed.refused[0].rows


def sample(name: str) -> list[ParsedOrder]:
    return list(read_file(SAMPLES / name).orders)
