"""Amazon's All Orders report: what became of orders, without addresses and without the ids of their items.

It makes no order, since none of it could be sent. What Amazon sends itself (AFN) is none of ours.
"""

from __future__ import annotations

from oms.channels.amazon.parsing import AMOUNTS
from oms.channels.amazon.statuses import StatusOfOrder
from oms.channels.gathering import Gathering
from oms.channels.parsed import Format, ParsedFile, RowNote, Table
from oms.reading.problems import RowProblem
from oms.reading.rows import Row

LABEL = "Amazon All Orders report"
SIGNATURE = ("amazon-order-id", "order-status", "fulfillment-channel", "sku", "quantity")

BY_AMAZON = frozenset({"afn", "amazon"})
SENT_BY_AMAZON = "fulfilled by Amazon: nothing of it is sent from here"


def parse(table: Table) -> ParsedFile:
    """Rows of one order may stand anywhere."""
    gathering = Gathering(table)
    orders: dict[str, StatusOfOrder] = {}
    for row in gathering.rows():
        try:
            number, by_amazon = _number(row), _is_by_amazon(row)
        except RowProblem as problem:
            gathering.refuse(RowNote(problem.row, problem.reason))
            continue
        if by_amazon:
            gathering.ignore(RowNote(row.number, SENT_BY_AMAZON, number=number))
            continue
        if number not in orders:
            orders[number] = StatusOfOrder(number, row.number)
        if ignored := orders[number].add(row):
            gathering.ignore(ignored)
    for order in orders.values():
        gathering.take(order.rows, order.parsed, order.number)
    return gathering.finish()


def _number(row: Row) -> str:
    row.require_fit()
    if (number := row.identifier("amazon-order-id")) is None:
        raise RowProblem(row.number, "amazon-order-id is blank")
    return number


def _is_by_amazon(row: Row) -> bool:
    return (row.text("fulfillment-channel") or "").casefold() in BY_AMAZON


ALL_ORDERS = Format(
    name="amazon-all-orders",
    channel="amazon",
    label=LABEL,
    signature=SIGNATURE,
    amounts=AMOUNTS,
    parse=parse,
    bare_quotes=True,
    pads_rows=True,
)
