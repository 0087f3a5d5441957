"""One order of an Amazon report while its rows come in, wherever in the file they stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from oms.channels.amazon.items import Item, item_facts, item_id, promotion
from oms.channels.amazon.totals import totals_of
from oms.channels.contacts import ContactColumns, contact
from oms.channels.parsed import Notes, NothingWanted, ParsedOrder, RowNote
from oms.orders.drafts import OrderDraft, PaymentDraft
from oms.reading.problems import RowProblem
from oms.reading.rows import Row

BUYER = ContactColumns(
    name="buyer-name",
    company="buyer-company-name",
    phone="buyer-phone-number",
    email="buyer-email",
)
SHIP_TO = ContactColumns(
    name="recipient-name",
    line1="ship-address-1",
    line2="ship-address-2",
    line3="ship-address-3",
    city="ship-city",
    region="ship-state",
    postcode="ship-postal-code",
    country="ship-country",
    phone="ship-phone-number",
    other_phone="buyer-phone-number",
)


@dataclass(slots=True)
class GatheredOrder:
    """The order's own facts come from its first row; a problem in any row refuses all of them."""

    number: str
    first_row: int
    last_row: int = 0
    rows: int = 0
    head: Callable[..., OrderDraft] | None = None
    currency: str | None = None
    promise_by: datetime | None = None
    items: dict[str, Item] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)
    problem: RowProblem | None = None

    def add(self, row: Row) -> RowNote | None:
        """Take a row in. The answer is why it is ignored instead, if it is."""
        try:
            ignored = self._read(row)
        except RowProblem as problem:
            self.problem = self.problem or problem
            ignored = None
        if ignored is None:
            self.rows += 1
            self.last_row = row.number
        return ignored

    def _read(self, row: Row) -> RowNote | None:
        row.require_fit()
        if self.head is None:
            self.currency = row.currency("currency")
            self.head = _head(row, self.number, self.notes)
        currency = row.currency("currency")
        if currency != self.currency:
            raise RowProblem(row.number, "currency differs from the order's other rows")
        self._promise(row.moment("promise-date"))
        key, facts = item_id(row, self.notes), item_facts(row, currency)
        item = self.items.setdefault(key, Item(facts))
        if item.facts != facts:
            raise RowProblem(row.number, f"order-item-id {key} is told differently by another row")
        return self._promote(item, row, f"order-item-id {key}")

    def _promise(self, by: datetime | None) -> None:
        """The item that is due first makes the promise for the whole order."""
        if by is not None and (self.promise_by is None or by < self.promise_by):
            self.promise_by = by

    def _promote(self, item: Item, row: Row, what: str) -> RowNote | None:
        """A row that tells no new promotion of an item we know tells nothing at all."""
        ids, discounts = promotion(row, row.currency("currency"))
        if ids not in item.promotions:
            item.promotions[ids] = discounts
            return None
        if item.promotions[ids] != discounts:
            raise RowProblem(row.number, f"a promotion on {what} is told differently by another row")
        return RowNote(row.number, f"{what} is told by another row already", number=self.number)

    def parsed(self) -> ParsedOrder:
        """The whole order, once the file has no more rows; RowProblem if one of them was bad."""
        if self.problem or self.head is None:
            raise self.problem or RowProblem(self.first_row, "the order has no row that can be read")
        wanted = {key: item for key, item in self.items.items() if item.facts.quantity}
        if not wanted:
            raise NothingWanted(self.first_row, "nothing is left of this order: its quantities are 0")
        lines = tuple(item.facts.line(key, item.off_item) for key, item in wanted.items())
        totals = totals_of(list(wanted.values()), self.currency)
        return ParsedOrder(
            self.head(
                lines=lines,
                currency=self.currency,
                promise_by=self.promise_by,
                total_minor=totals.total,
                shipping_minor=totals.shipping,
                tax_minor=totals.tax,
                discount_minor=totals.off_shipping,
                prices_include_tax=totals.prices_include_tax,
            ),
            first_row=self.first_row,
            last_row=self.last_row,
            rows=self.rows,
            doubts=tuple(self.notes.doubts),
            remarks=tuple(self.notes.remarks),
        )


def _head(row: Row, number: str, notes: Notes) -> Callable[..., OrderDraft]:
    """The order without its lines. It is listed, so it is paid, though not for how much."""
    placed_at, paid_at = row.moment("purchase-date"), row.moment("payments-date")
    if placed_at is None:
        raise RowProblem(row.number, "purchase-date is blank")
    if purchase_order := row.text("purchase-order-number"):
        notes.remark(row.number, f"the buyer's own purchase order: {purchase_order}")
    return partial(
        OrderDraft,
        external_id=number,
        number=number,
        placed_at=placed_at,
        buyer=contact(row, BUYER, notes),
        ship_to=contact(row, SHIP_TO, notes),
        paid=True,
        paid_at=paid_at,
        service=row.text("ship-service-level"),
        note=row.text("delivery-Instructions"),
        payments=(PaymentDraft("charge", None, paid_at),),
    )
