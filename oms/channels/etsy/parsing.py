"""Etsy's files: Sold Order Items makes orders, Sold Orders refreshes their totals and what became of them."""

from __future__ import annotations

from functools import partial

from oms.channels.etsy.cells import order_id
from oms.channels.etsy.gathered import GatheredOrder
from oms.channels.etsy.refreshed import to_order
from oms.channels.gathering import Gathering
from oms.channels.parsed import Format, ParsedFile, RowNote, Table
from oms.reading.problems import RowProblem

ITEMS_LABEL = "Etsy Sold Order Items file"
ORDERS_LABEL = "Etsy Sold Orders file"

CUT = "the file may be cut off within its last cell, which may be a SKU: look it up at Etsy before this ships"

ITEMS_SIGNATURE = ("Sale Date", "Item Name", "Quantity", "Price", "Transaction ID", "Order ID", "Ship Name")
ORDERS_SIGNATURE = ("Sale Date", "Order ID", "Number of Items", "Order Value", "Order Total")


def parse_items(table: Table) -> ParsedFile:
    """Rows of one order may stand anywhere."""
    gathering = Gathering(table)
    orders: dict[str, GatheredOrder] = {}
    number = ""
    for row in gathering.rows():
        try:
            number = order_id(row)
        except RowProblem as problem:
            gathering.refuse(RowNote(problem.row, problem.reason))
            continue
        if number not in orders:
            orders[number] = GatheredOrder(number, row.number)
        if ignored := orders[number].add(row):
            gathering.ignore(ignored)
    for order in orders.values():
        gathering.take(order.rows, order.parsed, order.number)
    if number in orders and not table.ends_a_line:
        gathering.doubt(orders[number].first_row, CUT)
    return gathering.finish()


def parse_orders(table: Table) -> ParsedFile:
    gathering = Gathering(table)
    for row in gathering.rows():
        gathering.take(1, partial(to_order, row), row.text("Order ID"))
    return gathering.finish()


ITEMS = Format(
    name="etsy-items",
    channel="etsy",
    label=ITEMS_LABEL,
    signature=ITEMS_SIGNATURE,
    amounts=(
        *("Price", "Discount Amount", "Shipping Discount", "Order Shipping", "Order Sales Tax"),
        *("Item Total", "InPerson Discount", "VAT Paid by Buyer"),
    ),
    parse=parse_items,
)

ORDERS = Format(
    name="etsy-orders",
    channel="etsy",
    label=ORDERS_LABEL,
    signature=ORDERS_SIGNATURE,
    amounts=(
        *("Order Value", "Discount Amount", "Shipping Discount", "Shipping", "Sales Tax", "Order Total"),
        "Adjusted Order Total",
    ),
    parse=parse_orders,
)
