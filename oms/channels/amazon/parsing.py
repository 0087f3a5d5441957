"""Amazon's Unshipped Orders and New Orders reports: one row an item, one item one or more rows.

An item with two promotions has two rows that repeat everything else, so quantities and prices count
once per order-item-id, and only the promotions add up. item-price is for the whole quantity. Both
reports list only orders that are paid. Unshipped Orders tells no money at all: it is unknown.
"""

from __future__ import annotations

from dataclasses import replace

from oms.channels.amazon.gathered import GatheredOrder
from oms.channels.gathering import Gathering
from oms.channels.parsed import Format, ParsedFile, RowNote, Table
from oms.reading.problems import RowProblem
from oms.reading.rows import Row

UNSHIPPED_LABEL = "Amazon Unshipped Orders report"
NEW_ORDERS_LABEL = "Amazon New Orders report"

UNSHIPPED_SIGNATURE = ("order-id", "order-item-id", "sku", "quantity-to-ship")
NEW_ORDERS_SIGNATURE = ("order-id", "order-item-id", "sku", "quantity-purchased")

AMOUNTS = (
    "item-price",
    "item-tax",
    "shipping-price",
    "shipping-tax",
    "gift-wrap-price",
    "gift-wrap-tax",
    "item-promotion-discount",
    "ship-promotion-discount",
)


def parse(table: Table) -> ParsedFile:
    """Both reports: what only one of them tells is unknown in the other. Rows may stand anywhere."""
    gathering = Gathering(table)
    orders: dict[str, GatheredOrder] = {}
    for row in gathering.rows():
        try:
            number = _number(row)
        except RowProblem as problem:
            gathering.refuse(RowNote(problem.row, problem.reason))
            continue
        if (order := orders.get(number)) is None:
            order = orders[number] = GatheredOrder(number, row.number)
        if ignored := order.add(row):
            gathering.ignore(ignored)
    for order in orders.values():
        gathering.take(order.rows, order.parsed, order.number)
    return gathering.finish()


def _number(row: Row) -> str:
    if (number := row.identifier("order-id")) is None:
        raise RowProblem(row.number, "order-id is blank")
    return number


UNSHIPPED = Format(
    name="amazon-unshipped",
    channel="amazon",
    label=UNSHIPPED_LABEL,
    signature=UNSHIPPED_SIGNATURE,
    amounts=AMOUNTS,
    parse=parse,
    bare_quotes=True,
    pads_rows=True,
)

NEW_ORDERS = replace(
    UNSHIPPED,
    name="amazon-new-orders",
    label=NEW_ORDERS_LABEL,
    signature=NEW_ORDERS_SIGNATURE,
)
