"""Shopify's orders export: an order's first row has its facts and a line, each further row a line.

Rows are newest first and grouped by Name. A further row repeats the Name, or leaves it blank after
somebody edited the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from oms.channels.gathering import Gathering
from oms.channels.parsed import Format, ParsedFile
from oms.channels.rows import Row
from oms.channels.shopify.drafting import has_order_facts, to_order
from oms.channels.tabular import Table

LABEL = "Shopify orders export"

SIGNATURE = (
    "Name",
    "Created at",
    "Financial Status",
    "Lineitem quantity",
    "Lineitem name",
    "Lineitem sku",
)

AMOUNTS = (
    "Subtotal",
    "Shipping",
    "Taxes",
    "Total",
    "Discount Amount",
    "Refunded Amount",
    "Duties",
    "Lineitem price",
    "Lineitem discount",
)


def parse(table: Table) -> ParsedFile:
    gathering = Gathering(table)
    strays: dict[str, str] = {}
    for rows in _orders(gathering.rows()):
        number = rows[0].text("Name")
        if number and not has_order_facts(rows[0]):
            strays[number] = f"row {rows[0].number} is a line of this order that stands apart from it"
        gathering.take(len(rows), partial(to_order, rows), number)
    gathering.withdraw_numbered(strays)
    return gathering.finish()


def _orders(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Rows that stand together and are of one order, by Name, or by Id where it tells them apart."""
    group: list[Row] = []
    for row in rows:
        if group and not _belongs(row, group[0]):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _belongs(row: Row, first: Row) -> bool:
    name, own_id = row.text("Name"), row.code("Id")
    if name is not None and name != first.text("Name"):
        return False
    return own_id is None or own_id == (first.code("Id") or own_id)


ORDERS_EXPORT = Format(
    name="shopify-orders",
    channel="shopify",
    label=LABEL,
    signature=SIGNATURE,
    amounts=AMOUNTS,
    parse=parse,
)
