"""What the All Orders report says of one order: where it stands, and of its items by SKU how many were sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from oms.channels.amazon.items import Item, ItemFacts, item_money, promotion
from oms.channels.amazon.totals import Totals, totals_of
from oms.channels.parsed import ItemWord, Notes, ParsedOrder, Refresh, RowNote
from oms.orders.drafts import OrderDraft
from oms.reading.problems import RowProblem
from oms.reading.rows import Row

CANCELLED, SENT, PENDING, OPEN, PARTLY = "cancelled", "shipped", "pending", "unshipped", "partly shipped"
PARTLY_WORDS = frozenset({"partiallyshipped", "partially shipped", "shipping"})
IMPORT_IT = "we do not have this order, and this report has no addresses: import the Unshipped Orders report"
UNKNOWN = {
    CANCELLED: "cancelled at Amazon; we never had it",
    SENT: "shipped already; we never had it",
    PENDING: "its payment is still pending at Amazon; it is in the Unshipped Orders report once it is to be sent",
}


@dataclass(slots=True)
class StatusOfOrder:
    """The order's own facts come from its first row; a problem in any row refuses all of them."""

    number: str
    first_row: int
    last_row: int = 0
    rows: int = 0
    status: str = ""
    placed_at: datetime | None = None
    changed_at: datetime | None = None
    currency: str | None = None
    items: list[tuple[str, Item]] = field(default_factory=list)
    seen: set[tuple[str, ...]] = field(default_factory=set)
    notes: Notes = field(default_factory=Notes)
    problem: RowProblem | None = None

    def add(self, row: Row) -> RowNote | None:
        """Take a row in. The answer is why it is ignored instead, if it is."""
        if tuple(row.cells) in self.seen:
            return RowNote(row.number, "the very same is told by another row already", number=self.number)
        self.seen.add(tuple(row.cells))
        self.rows += 1
        self.last_row = row.number
        try:
            self._read(row)
        except RowProblem as problem:
            self.problem = self.problem or problem
        return None

    def _read(self, row: Row) -> None:
        status = _status(row.text("order-status"))
        if self.placed_at is None:
            self.placed_at, self.status = row.moment("purchase-date"), status
            self.changed_at = row.moment("last-updated-date")
            if self.placed_at is None:
                raise RowProblem(row.number, "purchase-date is blank")
        if status != self.status:
            raise RowProblem(row.number, "order-status differs from the order's other rows")
        currency = row.currency("currency")
        if self.currency and currency and currency != self.currency:
            raise RowProblem(row.number, "currency differs from the order's other rows")
        self.currency = self.currency or currency
        self.items.append((_status(row.text("item-status")) or status, _item(row, currency)))

    def parsed(self) -> ParsedOrder:
        """The whole word, once the file has no more rows; RowProblem if one of them was bad."""
        if self.problem or self.placed_at is None:
            raise self.problem or RowProblem(self.first_row, "the order has no row that can be read")
        if self.status not in {CANCELLED, SENT, PENDING, OPEN, PARTLY}:
            reason = f"order-status: “{self.status[:30]}” is a word that we do not know"
            self.notes.remark(self.first_row, reason)
        items = self._items()
        return ParsedOrder(
            self._draft(self._totals(), self.placed_at),
            first_row=self.first_row,
            last_row=self.last_row,
            rows=self.rows,
            remarks=tuple(self.notes.remarks),
            refresh=Refresh(
                unknown=UNKNOWN.get(self.status, IMPORT_IT),
                is_missed=self.status not in UNKNOWN,
                all_sent=self.status == SENT,
                items=items,
            ),
        )

    def _draft(self, totals: Totals, placed_at: datetime) -> OrderDraft:
        return OrderDraft(
            external_id=self.number,
            number=self.number,
            placed_at=placed_at,
            lines=(),
            paid=True if self.status in {SENT, OPEN, PARTLY} else None,
            cancelled_at=(self.changed_at or placed_at) if self.status == CANCELLED else None,
            currency=self.currency,
            total_minor=totals.total,
            shipping_minor=totals.shipping,
            tax_minor=totals.tax,
            discount_minor=totals.off_shipping,
            prices_include_tax=totals.prices_include_tax,
        )

    def _totals(self) -> Totals:
        """Of what is not cancelled; unknown for an order that is."""
        sold = (
            [] if self.status == CANCELLED else [item for status, item in self.items if status != CANCELLED]
        )
        return totals_of(sold, self.currency) if sold else Totals(None, None, None, None, None)

    def _items(self) -> tuple[ItemWord, ...]:
        """By SKU, in the order of the file. An order that is cancelled as a whole says all with that."""
        if self.status in {CANCELLED, PENDING}:
            return ()
        by_sku: dict[str | None, list[tuple[str, Item]]] = {}
        for status, item in self.items:
            by_sku.setdefault(item.facts.sku, []).append((status, item))
        words = [self._word(sku, told) for sku, told in by_sku.items()]
        return tuple(word for word in words if word)

    def _word(self, sku: str | None, told: list[tuple[str, Item]]) -> ItemWord | None:
        kept = [(status, item) for status, item in told if status != CANCELLED]
        if kept and len(kept) < len(told):
            self.notes.remark(
                self.first_row, f"“{sku}” is cancelled in part: look it up in Amazon before it ships"
            )
            return None
        only: Mapping[str, int | None] = _money(kept[0][1]) if len(kept) == 1 else {}
        return ItemWord(
            sku=sku,
            quantity=sum(item.facts.quantity for _, item in kept),
            sent=sum(item.facts.quantity for status, item in kept if status == SENT),
            **only,
        )


def _status(word: str | None) -> str:
    """`Shipped - Delivered to Buyer` is Shipped too."""
    told = (word or "").casefold().partition(" - ")[0].strip()
    if told in PARTLY_WORDS:
        return PARTLY
    return CANCELLED if told == "canceled" else told


def _item(row: Row, currency: str | None) -> Item:
    quantity = row.quantity("quantity")
    sku = row.identifier("sku")
    facts = ItemFacts(
        sku=sku,
        title=row.text("product-name") or sku or "(no name)",
        quantity=quantity or 0,
        shipped=0,
        cancelled=0,
        **item_money(row, currency),
    )
    return Item(facts, dict([promotion(row, currency)]))


def _money(item: Item) -> dict[str, int | None]:
    return {
        "line_total_minor": item.facts.price,
        "tax_minor": item.facts.tax,
        "discount_minor": item.off_item,
    }
