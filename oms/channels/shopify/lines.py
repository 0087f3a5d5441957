"""The lines of one order of Shopify's export."""

from __future__ import annotations

from dataclasses import dataclass

from oms.channels.parsed import Notes, NothingWanted
from oms.channels.shopify.naming import Names
from oms.orders.drafts import LineDraft
from oms.reading.amounts import MOST_MINOR_UNITS
from oms.reading.problems import RowProblem
from oms.reading.rows import Row

LINE_FACTS = ("Lineitem name", "Lineitem sku", "Lineitem quantity")


@dataclass(frozen=True, slots=True)
class OrderSays:
    """What the first row tells of all lines: it counts where a line itself is silent."""

    currency: str | None
    fulfilment: str
    is_cancelled: bool

    @property
    def of_silent_line(self) -> str:
        """What holds for a line without a status of its own: of a partial order, anything may."""
        return "perhaps" if self.fulfilment == "partial" else self.fulfilment

    def is_restocked(self, line_status: str) -> bool:
        """Restocked is cancelled. An order that is cancelled as a whole says so with a date instead."""
        return not self.is_cancelled and "restocked" in {line_status, self.fulfilment}


def to_lines(rows: list[Row], order: OrderSays, notes: Notes) -> tuple[LineDraft, ...]:
    """Every line that is still wanted. The ids count removed lines too, so that they stay the same."""
    told = [row for row in rows if row.has_any(LINE_FACTS)]
    names = Names()
    lines = (_line(row, str(ordinal), order, names, notes) for ordinal, row in enumerate(told, 1))
    wanted = tuple(line for line in lines if line)
    if not wanted:
        raise NothingWanted(rows[0].number, "nothing is left of this order: it has no line with units")
    return wanted


def removed_lines(rows: list[Row]) -> tuple[str, ...]:
    """The ids of the lines that were taken out of the order since: they are still listed, with no units."""
    told = [row for row in rows if row.has_any(LINE_FACTS)]
    return tuple(str(ordinal) for ordinal, row in enumerate(told, 1) if _quantity(row) == 0)


def _line(row: Row, external_id: str, order: OrderSays, names: Names, notes: Notes) -> LineDraft | None:
    quantity = _quantity(row)
    sku, price = row.identifier("Lineitem sku"), row.money("Lineitem price", order.currency)
    title, told_status = row.texts(("Lineitem name", "Lineitem fulfillment status"))
    name = names.next(sku or title)
    if quantity == 0:
        notes.remark(row.number, f"line {external_id} was removed from the order: quantity 0")
        return None
    status = (told_status or order.of_silent_line).casefold()
    requires_shipping = row.flag("Lineitem requires shipping") is not False
    shipped = _shipped(quantity, status)
    if requires_shipping and not order.is_cancelled and (doubt := _doubt(quantity, status, order)):
        notes.doubt(row.number, f"{doubt}: look it up in Shopify before this ships")
    return LineDraft(
        external_id=external_id,
        sku=sku,
        title=title or sku or "(no name)",
        quantity=quantity,
        cancelled=quantity - shipped if order.is_restocked(status) else 0,
        shipped_by_channel=shipped,
        unit_price_minor=price,
        line_total_minor=_total(row, price, quantity),
        discount_minor=row.money("Lineitem discount", order.currency),
        requires_shipping=requires_shipping,
        known_as=(name,),
    )


def _total(row: Row, price: int | None, quantity: int) -> int | None:
    total = None if price is None else price * quantity
    if total is not None and total > MOST_MINOR_UNITS:
        raise RowProblem(row.number, "Lineitem price comes to more money than there can be")
    return total


def _quantity(row: Row) -> int:
    quantity = row.quantity("Lineitem quantity")
    if quantity is None:
        raise RowProblem(row.number, "Lineitem quantity is blank")
    return quantity


def _shipped(quantity: int, status: str) -> int:
    """Units that have left already. Of two, partly fulfilled means one; of more, nobody can tell."""
    if status == "fulfilled":
        return quantity
    return 1 if (status, quantity) == ("partial", 2) else 0


def _doubt(quantity: int, status: str, order: OrderSays) -> str | None:
    """Why it is not certain what has left already."""
    if status == "perhaps" or (status == "partial" and quantity != 2):
        return f"partly fulfilled already, but the file does not say how many of {quantity}"
    if order.fulfilment == "fulfilled" and status != "fulfilled":
        return f"the order is fulfilled, yet this line is {status}"
    return None
