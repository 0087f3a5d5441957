"""The items of one order of eBay's report, as its lines."""

from __future__ import annotations

from collections import Counter

from oms.channels.ebay.naming import item_key, told_variation
from oms.orders.drafts import LineDraft
from oms.reading.problems import RowProblem
from oms.reading.rows import Row

OF_ITEM = ("Item Number", "Item Title", "Transaction ID")


def is_item(row: Row) -> bool:
    return row.has_any(OF_ITEM)


def to_lines(items: list[Row], head: Row, currency: str | None) -> tuple[LineDraft, ...]:
    """Sold For is for one unit in the row of an item, and a sum in a row of the order: that is not added."""
    _refuse_copies(items)
    keys = [_key(row) for row in items]
    often = Counter(keys)
    lines = tuple(
        _line(row, head, key, currency, is_alone=often[key] == 1)
        for row, key in zip(items, keys, strict=True)
    )
    _require_all(lines, head, items)
    return lines


def _refuse_copies(items: list[Row]) -> None:
    """Nobody can tell whether it was sold twice, or the file pasted twice."""
    seen = set[tuple[str, ...]]()
    for row in items:
        if tuple(row.cells) in seen:
            raise RowProblem(
                row.number, "repeats a row word for word: a second item, or the file pasted twice?"
            )
        seen.add(tuple(row.cells))


def _key(row: Row) -> str:
    item = row.identifier("Item Number")
    if item is None:
        raise RowProblem(row.number, "Item Number is blank")
    return item_key(item, told_variation(row.text("Variation Details")))


def _line(row: Row, head: Row, key: str, currency: str | None, *, is_alone: bool) -> LineDraft:
    """Known by its transaction, and by what was sold where only one line can be meant by that."""
    transaction = row.identifier("Transaction ID")
    if transaction is None and not is_alone:
        raise RowProblem(
            row.number, f"Transaction ID is blank, and item {key} is in this order more than once"
        )
    sku, quantity = row.identifier("Custom Label"), _quantity(row)
    price = row.money("Sold For", currency)
    return LineDraft(
        external_id=transaction or key,
        known_as=(key,) if transaction and is_alone else (),
        sku=sku or key,
        title=_title(row, sku or key),
        quantity=quantity,
        shipped_by_channel=quantity if _is_shipped(row, head) else 0,
        unit_price_minor=price,
        line_total_minor=None if price is None else price * quantity,
    )


def _quantity(row: Row) -> int:
    quantity = row.quantity("Quantity")
    if not quantity:
        raise RowProblem(row.number, "Quantity is blank or 0")
    return quantity


def _title(row: Row, otherwise: str) -> str:
    """With the variation, which tells the picker which one it is."""
    title, variation = row.text("Item Title"), told_variation(row.text("Variation Details"))
    if title is None:
        return otherwise
    return title if not variation or variation in title else f"{title} [{variation}]"


def _is_shipped(row: Row, head: Row) -> bool:
    return (row.day("Shipped On Date") or head.day("Shipped On Date")) is not None


def _require_all(lines: tuple[LineDraft, ...], head: Row, items: list[Row]) -> None:
    """The row of the order says how many units there are: fewer or more, and a row is missing or too many."""
    ids = Counter(line.external_id for line in lines)
    if twice := [one for one, count in ids.items() if count > 1]:
        raise RowProblem(items[0].number, f"Transaction ID {twice[0]} is told by several rows")
    told = None if head in items else head.quantity("Quantity")
    found = sum(line.quantity for line in lines)
    if told is not None and told != found:
        raise RowProblem(head.number, f"says that {told} units were sold, and its items come to {found}")
