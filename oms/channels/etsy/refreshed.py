"""One row of Etsy's Sold Orders file: the totals of an order, and what became of it. It tells no items."""

from __future__ import annotations

from dataclasses import dataclass

from oms.channels.etsy.cells import day, order_id, sale_day
from oms.channels.parsed import Notes, ParsedOrder, Refresh
from oms.orders.drafts import Day, OrderDraft, PaymentDraft
from oms.reading.rows import Row

IMPORT_IT = "we do not have this order, and this file has no items: import the Sold Order Items file"
SENT = "shipped already; we never had it"
CANCELLED = "cancelled at Etsy; we never had it"


@dataclass(frozen=True, slots=True)
class Totals:
    """The amounts of the order as told, in minor units; None where the file does not say."""

    value: int | None
    discount: int | None
    off_shipping: int | None
    shipping: int | None
    tax: int | None
    total: int | None
    adjusted: int | None

    @property
    def reconciles(self) -> bool:
        """False only where they contradict each other. Shipping may be told with its discount in it or not."""
        if None in {self.value, self.shipping, self.tax, self.total}:
            return True
        sums = sum(filter(None, (self.value, self.shipping, self.tax))) - (self.discount or 0)
        return self.total in {sums, sums - (self.off_shipping or 0)}

    @property
    def refunded(self) -> int | None:
        """What the adjusted total lacks; it is 0 where nothing was adjusted."""
        if not self.adjusted or self.total is None or self.adjusted >= self.total:
            return None
        return self.total - self.adjusted


def to_order(row: Row) -> ParsedOrder:
    """Raises RowProblem."""
    row.require_fit()
    number, placed_at, status = order_id(row), sale_day(row), (row.text("Status") or "").casefold()
    shipped, notes = day(row, "Date Shipped"), Notes()
    currency = row.currency("Currency")
    totals = _totals(row, currency)
    cancelled = "cancel" in status
    if not totals.reconciles:
        notes.remark(row.number, "Order Total is not what its parts come to")
    draft = OrderDraft(
        external_id=number,
        number=number,
        placed_at=placed_at,
        lines=(),
        cancelled_at=_cancelled_on(placed_at) if cancelled else None,
        currency=currency,
        total_minor=totals.total,
        shipping_minor=totals.shipping,
        tax_minor=totals.tax,
        discount_minor=totals.discount,
        reconciles=totals.reconciles,
        payments=_payments(status, totals),
    )
    return ParsedOrder(
        draft,
        first_row=row.number,
        last_row=row.number,
        rows=1,
        remarks=tuple(notes.remarks),
        refresh=Refresh(
            unknown=CANCELLED if cancelled else SENT if shipped else IMPORT_IT,
            is_missed=not (cancelled or shipped),
            all_sent=shipped is not None and not cancelled,
        ),
    )


def _cancelled_on(placed_at: Day) -> Day:
    """The file does not say when. The day of the sale is not after it, and the same in the next file."""
    return placed_at


def _totals(row: Row, currency: str | None) -> Totals:
    return Totals(
        value=row.money("Order Value", currency),
        discount=row.discount("Discount Amount", currency),
        off_shipping=row.discount("Shipping Discount", currency),
        shipping=row.money("Shipping", currency),
        tax=row.money("Sales Tax", currency),
        total=row.money("Order Total", currency),
        adjusted=row.money("Adjusted Order Total", currency),
    )


def _payments(status: str, totals: Totals) -> tuple[PaymentDraft, ...]:
    """What came in and what of it went back: all where the status says so, else what the adjusted total lacks."""
    refunded = totals.refunded
    if "refunded" in status and "partial" not in status:
        refunded = totals.total
    if refunded is None and "refunded" not in status:
        return ()
    return (PaymentDraft("charge", totals.total, None), PaymentDraft("refund", refunded, None))
