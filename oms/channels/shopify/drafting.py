"""One order of Shopify's export, from its rows to the neutral model.

The order's own facts are on its first row only and are never summed over rows. Lines have no id, so
their place in the order is their id: '1', '2', … A line's total is its unit price times its quantity,
before any discount; its own discount stands beside it, and the order's discount is not in either.
"""

from __future__ import annotations

from datetime import datetime

from oms.channels.contacts import ContactColumns, contact
from oms.channels.parsed import Notes, ParsedOrder
from oms.channels.shopify.lines import OrderSays, removed_lines, to_lines
from oms.channels.shopify.reconciling import Totals
from oms.orders.drafts import LineDraft, OrderDraft, PaymentDraft
from oms.reading.problems import RowProblem
from oms.reading.rows import Row

ORDER_FACTS = ("Id", "Financial Status", "Currency", "Total", "Subtotal")

PAYMENT_REFERENCES = ("Payment Reference", "Payment References", "Payment ID")

PAID_BY_STATUS = {
    "paid": True,
    "partially_refunded": True,
    "refunded": True,
    "authorized": False,
    "pending": False,
    "partially_paid": False,
    "voided": False,
    "expired": False,
    "unpaid": False,
}


def _columns(whose: str, phone: str, other_phone: str, email: str = "") -> ContactColumns:
    return ContactColumns(
        name=f"{whose} Name",
        company=f"{whose} Company",
        line1=f"{whose} Address1",
        street=f"{whose} Street",
        line2=f"{whose} Address2",
        city=f"{whose} City",
        region=f"{whose} Province",
        region_name=f"{whose} Province Name",
        postcode=f"{whose} Zip",
        country=f"{whose} Country",
        phone=phone,
        other_phone=other_phone,
        email=email,
    )


BUYER = _columns("Billing", "Phone", "Billing Phone", "Email")
SHIP_TO = _columns("Shipping", "Shipping Phone", "Phone")


def has_order_facts(row: Row) -> bool:
    """Whether this is the first row of an order: further rows have none of these."""
    return row.has_any(ORDER_FACTS)


def to_order(rows: list[Row]) -> ParsedOrder:
    """The order that these rows are; RowProblem where they cannot be believed."""
    _require_one_order(rows)
    head, notes = rows[0], Notes()
    draft = _draft(rows, notes)
    return ParsedOrder(
        draft,
        first_row=head.number,
        last_row=rows[-1].number,
        rows=len(rows),
        doubts=tuple(notes.doubts),
        remarks=tuple(notes.remarks),
    )


def lacks_lines(rows: list[Row]) -> bool:
    """Whether the lines come to less than the Subtotal, as they do where the last rows are missing."""
    try:
        currency = rows[0].currency("Currency")
        prices = [(row.money("Lineitem price", currency), row.quantity("Lineitem quantity")) for row in rows]
        subtotal = rows[0].money("Subtotal", currency)
    except RowProblem:
        return False
    told = [price * quantity for price, quantity in prices if price is not None and quantity]
    return len(told) == len(rows) and sum(told) < (subtotal or 0)


def _require_one_order(rows: list[Row]) -> None:
    """Further rows may repeat the order's facts, but then each must be a line that is told once."""
    head, *further = rows
    for row in rows:
        row.require_fit()
    if not has_order_facts(head):
        raise RowProblem(head.number, "a line that stands apart from the first row of its order")
    if repeats := [row for row in further if has_order_facts(row)]:
        _require_no_copy(head, repeats)


def _require_no_copy(head: Row, repeats: list[Row]) -> None:
    seen = {tuple(head.cells)}
    for row in repeats:
        if row.text("Name") is None:
            raise RowProblem(row.number, "Name is blank, so it is not clear whose row this is")
        if tuple(row.cells) in seen:
            raise RowProblem(
                row.number, "repeats a row word for word: a second line, or the file pasted twice?"
            )
        seen.add(tuple(row.cells))


def _draft(rows: list[Row], notes: Notes) -> OrderDraft:
    head = rows[0]
    external_id, number = _identity(head)
    currency = head.currency("Currency")
    cancelled_at = head.moment("Cancelled at")
    fulfilment = (head.text("Fulfillment Status") or "").casefold()
    lines = to_lines(rows, OrderSays(currency, fulfilment, cancelled_at is not None), notes)
    totals = _totals(head, currency, lines)
    paid, paid_at = _paid(head, notes), head.moment("Paid at")
    if currency is None and head.text("Total"):
        notes.remark(head.number, "Currency is blank, so the amounts are unknown")
    return OrderDraft(
        external_id=external_id,
        number=number,
        placed_at=_placed_at(head),
        lines=lines,
        buyer=contact(head, BUYER, notes),
        ship_to=contact(head, SHIP_TO, notes),
        paid=paid,
        paid_at=None if paid is False else paid_at,
        cancelled_at=cancelled_at,
        currency=currency,
        total_minor=totals.total,
        shipping_minor=totals.shipping,
        tax_minor=totals.tax,
        discount_minor=head.discount("Discount Amount", currency),
        prices_include_tax=totals.prices_include_tax,
        reconciles=totals.reconciles,
        service=head.text("Shipping Method"),
        note=head.text("Notes"),
        payments=_payments(head, totals, paid_at) if paid else (),
        removed=removed_lines(rows),
    )


def _identity(head: Row) -> tuple[str, str]:
    """Id and Name. Either stands in for the other where the store, or somebody's edit, left it out."""
    name = head.identifier("Name")
    own_id = (head.identifier("Id") or "").removesuffix(".0") or name
    if own_id is None:
        raise RowProblem(head.number, "has neither a Name nor an Id")
    return own_id, name or own_id


def _placed_at(head: Row) -> datetime:
    if (placed_at := head.moment("Created at")) is None:
        raise RowProblem(head.number, "Created at is blank")
    return placed_at


def _paid(head: Row, notes: Notes) -> bool | None:
    """A refund does not make an order unpaid; authorised or partly paid is not paid yet."""
    status = (head.text("Financial Status") or "").casefold().replace(" ", "_")
    if status and status not in PAID_BY_STATUS:
        notes.remark(head.number, f"Financial Status: “{status[:30]}” is a word that we do not know")
    return PAID_BY_STATUS.get(status)


def _totals(head: Row, currency: str | None, lines: tuple[LineDraft, ...]) -> Totals:
    gross = [line.line_total_minor for line in lines]
    return Totals(
        gross=None if None in gross else sum(filter(None, gross)),
        line_discounts=sum(line.discount_minor or 0 for line in lines),
        order_discount=head.discount("Discount Amount", currency) or 0,
        refunded=head.money("Refunded Amount", currency) or 0,
        subtotal=head.money("Subtotal", currency),
        shipping=head.money("Shipping", currency),
        tax=_tax(head, currency),
        duties=head.money("Duties", currency) or 0,
        total=head.money("Total", currency),
    )


def _tax(head: Row, currency: str | None) -> int | None:
    """Taxes, or what its parts come to where a store's export has only those."""
    taxes = head.money("Taxes", currency)
    if taxes is not None:
        return taxes
    parts = [head.money(f"Tax {part} Value", currency) for part in range(1, 6)]
    told = [part for part in parts if part is not None]
    return sum(told) if told else None


def _payments(head: Row, totals: Totals, paid_at: datetime | None) -> tuple[PaymentDraft, ...]:
    """What the file proves: the whole total came in, and the refunds went out, at no told time."""
    reference = next(filter(None, map(head.code, PAYMENT_REFERENCES)), None)
    method = head.text("Payment Method")
    status = (head.text("Financial Status") or "").casefold()
    payments = []
    if totals.total != 0:
        payments.append(PaymentDraft("charge", totals.total, paid_at, reference, method))
    if totals.refunded or "refunded" in status:
        payments.append(PaymentDraft("refund", totals.refunded or None, None, reference, method))
    return tuple(payments)
