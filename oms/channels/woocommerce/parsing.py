"""Exports of orders that shops make with plugins, since WooCommerce itself has none: one row for each order, its items
side by side, or one row for each item.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from oms.channels.gathering import Gathering
from oms.channels.parsed import Format, Notes, ParsedFile, ParsedOrder, Table
from oms.channels.woocommerce.exported import currency_of, order_id_of, to_order
from oms.channels.woocommerce.items import item_of_row, items_of_cells, most_items
from oms.reading.problems import RowProblem
from oms.reading.rows import Row

BY_ITEM_LABEL = "WooCommerce orders export with one row per item"
BY_ORDER_LABEL = "WooCommerce orders export with one row per order"
OF_ORDER = ("order_id", "status", "order_date", "order_total", "order_currency")
CUT = "the file may be cut off here: the items do not make the total"

AMOUNTS = (
    *("order_total", "shipping_total", "shipping_tax_total", "tax_total", "discount_total", "cart_discount"),
    *("fee_total", "refunded_total", "item_subtotal", "item_total", "item_total_tax", "item_tax"),
)


def parse_by_item(table: Table) -> ParsedFile:
    gathering = Gathering(table)
    rows: list[Row] = []
    for rows in _orders(gathering.rows()):
        gathering.take(len(rows), partial(_of_rows, rows), rows[0].text("order_id"))
    if rows and _may_be_cut(rows):
        gathering.doubt(rows[0].number, CUT)
    return gathering.finish()


def parse_by_order(table: Table) -> ParsedFile:
    gathering, most = Gathering(table), most_items(table.columns.header)
    for row in gathering.rows():
        gathering.take(1, partial(_of_row, row, most), row.text("order_id"))
    return gathering.finish()


def _orders(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """Rows that stand together and are of one order."""
    group: list[Row] = []
    for row in rows:
        if group and row.code("order_id") != group[0].code("order_id"):
            yield group
            group = []
        group.append(row)
    if group:
        yield group


def _of_rows(rows: list[Row]) -> ParsedOrder:
    """Each row repeats what is told of the whole order."""
    head, notes = rows[0], Notes()
    for row in rows:
        row.require_fit()
        order_id_of(row)
        _require_same(head, row)
    currency = currency_of(head, notes)
    items = [item_of_row(row, place, currency) for place, row in enumerate(rows, 1)]
    told = [item for item in items if item]
    if len({item.external_id for item in told}) < len(told):
        raise RowProblem(head.number, "one of its items is told twice: was the file pasted together?")
    return to_order(rows, told, currency, notes)


def _require_same(head: Row, row: Row) -> None:
    for name in ("status", "order_total", "order_currency"):
        if row.text(name) != head.text(name):
            raise RowProblem(row.number, f"{name} differs from the order's first row")


def _of_row(row: Row, most: int) -> ParsedOrder:
    row.require_fit()
    order_id_of(row)
    notes = Notes()
    currency = currency_of(row, notes)
    return to_order([row], list(items_of_cells(row, most, currency)), currency, notes)


def _may_be_cut(rows: list[Row]) -> bool:
    try:
        return not _of_rows(rows).draft.reconciles
    except RowProblem:
        return False


BY_ITEM = Format(
    name="woocommerce-items",
    channel="woocommerce",
    label=BY_ITEM_LABEL,
    signature=(*OF_ORDER, "item_name", "item_sku", "item_quantity"),
    amounts=AMOUNTS,
    parse=parse_by_item,
)

BY_ORDER = Format(
    name="woocommerce-orders",
    channel="woocommerce",
    label=BY_ORDER_LABEL,
    signature=(*OF_ORDER, "line_item_1"),
    amounts=AMOUNTS,
    parse=parse_by_order,
)

BY_ORDER_IN_COLUMNS = Format(
    name="woocommerce-orders-in-columns",
    channel="woocommerce",
    label=BY_ORDER_LABEL,
    signature=(*OF_ORDER, "Product Item 1 Name", "Product Item 1 Quantity"),
    amounts=AMOUNTS,
    parse=parse_by_order,
)
