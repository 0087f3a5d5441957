"""The items and fees of an order in an export: one on each row, or all of them on one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from oms.channels.woocommerce.cells import Money, first_of, told_fields, units, words
from oms.channels.woocommerce.lines import Units, fee_place, listed_as
from oms.channels.woocommerce.people import plain
from oms.orders.drafts import LineDraft
from oms.reading.problems import RowProblem
from oms.reading.rows import Row, folded

NO_PRODUCT = "unknown_product"
"""What an export calls an item whose product was deleted."""
ITEM_FIELDS = (
    "name",
    "product_id",
    "sku",
    "quantity",
    "total",
    "sub_total",
    "tax_data",
    "tax",
    "_variation_id",
)
FEE_FIELDS = ("id", "title", "name", "tax_class", "total_tax", "total", "tax_data", "tax", "taxable")
MOST_ITEMS = 1000


@dataclass(frozen=True, slots=True)
class Item:
    """One item as told. Amounts are for the whole quantity, without tax; `name` is what the shop calls it."""

    external_id: str
    name: str | None
    title: str | None
    quantity: int
    refunded: int
    before: int | None
    after: int | None
    tax: int | None

    def line(self, of_order: Units) -> LineDraft:
        cancelled, sent = of_order.of(self.external_id, self.quantity)
        price = self.after if self.before is None else self.before
        unit, uneven = divmod(price or 0, self.quantity)
        return LineDraft(
            external_id=self.external_id,
            sku=self.name,
            title=self.title or self.name or "(no name)",
            quantity=self.quantity,
            cancelled=cancelled,
            shipped_by_channel=sent,
            unit_price_minor=None if price is None or uneven else unit,
            line_total_minor=price,
            tax_minor=self.tax,
            discount_minor=None if price is None or self.after is None else max(price - self.after, 0),
        )


def item_of_row(row: Row, place: int, currency: str | None) -> Item | None:
    """The item of a row of its own. Only the export that tells its id tells which variation it is; without, the
    place in the order is its id. None where the row tells no item, as of an order that has none.
    """
    external_id, sku = row.identifier("item_id"), row.identifier("item_sku")
    quantity, money = row.quantity("item_quantity"), Money(row, currency)
    if quantity is None and not row.has_any(("item_id", "item_sku", "item_name")):
        return None
    product = row.identifier("item_product_id") if external_id else None
    return Item(
        external_id=external_id or str(place),
        name=listed_as(None if sku == NO_PRODUCT else sku, product),
        title=words(row, "item_name"),
        quantity=_told(row, "item_quantity", quantity),
        refunded=units(row, "item_refunded_qty", row.code("item_refunded_qty")) or 0,
        before=money.of("item_subtotal"),
        after=money.of("item_total"),
        tax=money.of("item_total_tax" if row.cell("item_total_tax") else "item_tax"),
    )


def most_items(header: list[str]) -> int:
    """For how many items a file has columns that tells all of an order on one row."""
    names, most = set(map(folded, header)), 0
    while most < MOST_ITEMS and names & {f"line_item_{most + 1}", f"product item {most + 1} name"}:
        most += 1
    return most


def items_of_cells(row: Row, most: int, currency: str | None) -> Iterator[Item]:
    """The items of a row that has them all, each in a cell, or over several columns."""
    for place in range(1, most + 1):
        if row.cell(f"line_item_{place}"):
            yield _item_of_cell(row, place, Money(row, currency))
        elif row.has_any((f"Product Item {place} Name", f"Product Item {place} SKU")):
            yield _item_of_columns(row, place, Money(row, currency))


def _item_of_cell(row: Row, place: int, money: Money) -> Item:
    column = f"line_item_{place}"
    told = told_fields(row.text(column) or "", ITEM_FIELDS)
    return Item(
        external_id=str(place),
        name=listed_as(*(first_of(told.get(name)) for name in ("sku", "_variation_id", "product_id"))),
        title=plain(told.get("name")),
        quantity=_told(row, column, units(row, column, first_of(told.get("quantity")))),
        refunded=0,
        before=money.within(column, first_of(told.get("sub_total"))),
        after=money.within(column, first_of(told.get("total"))),
        tax=money.within(column, first_of(told.get("tax"))),
    )


def _item_of_columns(row: Row, place: int, money: Money) -> Item:
    column = f"Product Item {place}"
    return Item(
        external_id=str(place),
        name=row.identifier(f"{column} SKU"),
        title=words(row, f"{column} Name"),
        quantity=_told(row, f"{column} Quantity", row.quantity(f"{column} Quantity")),
        refunded=0,
        before=money.of(f"{column} Subtotal"),
        after=money.of(f"{column} Total"),
        tax=None,
    )


def _told(row: Row, column: str, quantity: int | None) -> int:
    if not quantity:
        raise RowProblem(row.number, f"{column} tells no quantity")
    return quantity


def fees_of(row: Row, currency: str | None) -> Iterator[LineDraft]:
    """What was sold and is never sent."""
    cells, money = filter(None, (row.text("fee_items") or "").split(";")), Money(row, currency)
    for place, cell in enumerate(cells, 1):
        told = {name: first_of(value) for name, value in told_fields(cell, FEE_FIELDS).items()}
        total = money.within("fee_items", told.get("total"))
        if (total or 0) >= 0:
            yield LineDraft(
                external_id=told.get("id") or fee_place(place),
                sku=None,
                title=plain(told.get("title") or told.get("name")) or "Fee",
                quantity=1,
                unit_price_minor=total,
                line_total_minor=total,
                tax_minor=money.within("fee_items", told.get("total_tax") or told.get("tax")),
                requires_shipping=False,
            )
