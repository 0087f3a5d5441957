"""eBay's orders reports for tests: a row of a dict, its missing columns blank; underscores in names stand for spaces."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from oms.channels.parsed import ParsedFile
from oms.channels.recognising import read_file
from oms.orders.drafts import OrderDraft
from tests.channels.files import Cells, told

SAMPLES = Path(__file__).parent / "samples"

COLUMNS = (
    *("Sales Record Number", "Order Number", "Buyer Username", "Buyer Name", "Buyer Email", "Buyer Note"),
    *("Ship To Name", "Ship To Phone", "Ship To Address 1", "Ship To Address 2", "Ship To City"),
    *("Ship To State", "Ship To Zip", "Ship To Country", "Item Number", "Item Title", "Custom Label"),
    *("Quantity", "Sold For", "Shipping And Handling", "Seller Collected Tax", "eBay Collected Tax"),
    *("Electronic Waste Recycling Fee", "eBay Collected Charges", "Total Price", "Payment Method"),
    *("Sale Date", "Paid On Date", "Ship By Date", "Shipped On Date", "PayPal Transaction ID"),
    *("Shipping Service", "Transaction ID", "Variation Details", "Global Shipping Reference ID"),
)


def order(**changes: str) -> Cells:
    """An order of two lamps in one row, paid."""
    return told(
        changes,
        {
            "Sales Record Number": "41",
            "Order Number": "12-10001-20001",
            "Buyer Username": "lampfan",
            "Buyer Name": "Ana Pereira",
            "Ship To Name": "Ana Pereira",
            "Ship To Address 1": "41 Foundry Rd",
            "Ship To City": "Akron",
            "Ship To Zip": "44301",
            "Ship To Country": "United States",
            "Item Number": "110000000001",
            "Item Title": "Lamp",
            "Custom Label": "LAMP",
            "Quantity": "2",
            "Sold For": "$30.00",
            "Shipping And Handling": "$6.00",
            "Total Price": "$66.00",
            "Sale Date": "Sep-18-26",
            "Paid On Date": "Sep-18-26",
            "Transaction ID": "10012345600001",
        },
    )


def summary(**changes: str) -> Cells:
    """The row of an order of several items: it has everything but the items."""
    of_items = dict.fromkeys(("Item Number", "Item Title", "Custom Label", "Transaction ID"), "")
    sums = {"Quantity": "4", "Sold For": "$58.00", "Shipping And Handling": "$9.00", "Total Price": "$97.00"}
    return order() | of_items | sums | told(changes, {})


def item(**changes: str) -> Cells:
    """The row of one of its items: three mugs."""
    return told(
        changes,
        {
            "Sales Record Number": "41",
            "Order Number": "12-10001-20001",
            "Buyer Username": "lampfan",
            "Item Number": "110000000002",
            "Item Title": "Mug",
            "Custom Label": "MUG",
            "Quantity": "3",
            "Sold For": "$10.00",
            "Sale Date": "Sep-18-26",
            "Paid On Date": "Sep-18-26",
            "Transaction ID": "10012345600002",
        },
    )


def lamp(**changes: str) -> Cells:
    """The row of another of its items: one lamp."""
    one = {"Item Number": "110000000001", "Item Title": "Lamp", "Custom Label": "LAMP", "Quantity": "1"}
    dear = {"Sold For": "$58.00", "Transaction ID": "10012345600003"}
    return item() | one | dear | told(changes, {})


def unpaid(**changes: str) -> Cells:
    """Sold, and the buyer has not paid: no number of an order, no address."""
    blank = [name for name in order() if name.startswith("Ship To")]
    return order() | dict.fromkeys((*blank, "Order Number", "Paid On Date"), "") | told(changes, {})


def report(*rows: Cells, end: str = "", columns: tuple[str, ...] = COLUMNS, before: str = "") -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n", restval="", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return (before + text.getvalue() + end).encode()


def count(number: int) -> str:
    return f"\n{number},record(s) downloaded,,\nSeller ID : nordlicht\n"


def read(*rows: Cells, end: str = "", home: str | None = None, **how: object) -> ParsedFile:
    parsed = read_file(report(*rows, end=end, **how), channel="ebay", home=home)  # type: ignore[arg-type]
    assert parsed.accounted_rows == parsed.rows
    return parsed


def one(*rows: Cells, **how: object) -> OrderDraft:
    parsed = read(*rows, **how)  # type: ignore[arg-type]
    assert not parsed.refused
    (found,) = parsed.orders
    return found.draft


def refusal(*rows: Cells) -> tuple[int, str, int]:
    """Of the first refusal: its row, the reason, and how many rows it is about."""
    parsed = read(*rows)
    assert not parsed.orders
    note = parsed.refused[0]
    return note.row, note.reason, note.rows


def sample(name: str) -> ParsedFile:
    parsed = read_file(SAMPLES / name, channel="ebay")
    assert parsed.accounted_rows == parsed.rows
    return parsed
