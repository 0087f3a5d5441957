"""Shopify's orders export: an order's first row has its facts and a line, each further row a line.

Rows are newest first and grouped by Name. A further row repeats the Name, or leaves it blank after
somebody edited the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from oms.channels.gathering import Gathering
from oms.channels.parsed import Format, ParsedFile, Table
from oms.channels.shopify.drafting import has_order_facts, lacks_lines, to_order
from oms.reading.rows import Row

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
    rows: list[Row] = []
    for number, rows in _orders(gathering.rows()):
        if number and not has_order_facts(rows[0]):
            strays[number] = f"row {rows[0].number} is a line of this order that stands apart from it"
        gathering.take(len(rows), partial(to_order, rows), number)
    gathering.withdraw_numbered(strays)
    if rows and lacks_lines(rows):
        gathering.doubt(rows[0].number, "the file may be cut off here: the lines do not make the Subtotal")
    return gathering.finish()


def _orders(rows: Iterator[Row]) -> Iterator[tuple[str | None, list[Row]]]:
    """Rows that stand together and are of one order, by Name, or by Id where it tells them apart."""
    group: list[Row] = []
    name = own_id = None
    for row in rows:
        told_name, told_id = row.text("Name"), row.code("Id")
        is_another = told_name not in {None, name} or (own_id and told_id not in {None, own_id})
        if group and is_another:
            yield name, group
            group = []
        if not group:
            name, own_id = told_name, told_id
        group.append(row)
    if group:
        yield name, group


ORDERS_EXPORT = Format(
    name="shopify-orders",
    channel="shopify",
    label=LABEL,
    signature=SIGNATURE,
    amounts=AMOUNTS,
    parse=parse,
)
