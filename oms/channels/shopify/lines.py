"""The lines of one order of Shopify's export."""

from __future__ import annotations

from dataclasses import dataclass

from oms.channels.parsed import NothingWanted, Notes, RowProblem
from oms.channels.rows import Row
from oms.orders.drafts import LineDraft

LINE_FACTS = ("Lineitem name", "Lineitem sku", "Lineitem quantity")


@dataclass(frozen=True, slots=True)
class OrderSays:
    """What the first row tells of all lines: it counts where a line itself is silent."""

    currency: str | None
    fulfilment: str
    is_cancelled: bool


def to_lines(rows: list[Row], order: OrderSays, notes: Notes) -> tuple[LineDraft, ...]:
    """Every line that is still wanted. The ids count removed lines too, so that they stay the same."""
    told = [row for row in rows if any(row.text(name) for name in LINE_FACTS)]
    lines = (_line(row, str(ordinal), order, notes) for ordinal, row in enumerate(told, 1))
    wanted = tuple(line for line in lines if line)
    if not wanted:
        raise NothingWanted(rows[0].number, "nothing is left of this order: it has no line with units")
    return wanted


def _line(row: Row, external_id: str, order: OrderSays, notes: Notes) -> LineDraft | None:
    quantity = _quantity(row)
    sku = row.identifier("Lineitem sku")
    if quantity == 0:
        notes.remark(row.number, f"line {external_id} was removed from the order: quantity 0")
        return None
    price = row.money("Lineitem price", order.currency)
    shipped = _shipped(row, quantity, order, notes)
    return LineDraft(
        external_id=external_id,
        sku=sku,
        title=row.text("Lineitem name") or sku or "(no name)",
        quantity=quantity,
        cancelled=quantity - shipped if _is_restocked(row, order) else 0,
        shipped_by_channel=shipped,
        unit_price_minor=price,
        line_total_minor=None if price is None else price * quantity,
        discount_minor=row.money("Lineitem discount", order.currency),
        requires_shipping=row.flag("Lineitem requires shipping") is not False,
    )


def _quantity(row: Row) -> int:
    quantity = row.quantity("Lineitem quantity")
    if quantity is None:
        raise RowProblem(row.number, "Lineitem quantity is blank")
    return quantity


def _status(row: Row) -> str:
    return (row.text("Lineitem fulfillment status") or "").casefold()


def _shipped(row: Row, quantity: int, order: OrderSays, notes: Notes) -> int:
    """Units that have left already. Of two, partly fulfilled means one; of more, nobody can tell."""
    status = _status(row)
    if (status or order.fulfilment) == "fulfilled":
        return quantity
    if status == "partial" and quantity == 2:
        return 1
    if (status or order.fulfilment) == "partial":
        notes.doubt(
            row.number,
            f"partly fulfilled already, but the file does not say how many of {quantity}: "
            "look it up in Shopify before this ships",
        )
    return 0


def _is_restocked(row: Row, order: OrderSays) -> bool:
    """Restocked is cancelled. An order that is cancelled as a whole says so with a date instead."""
    return not order.is_cancelled and "restocked" in {_status(row), order.fulfilment}
