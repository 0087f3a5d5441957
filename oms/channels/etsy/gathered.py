"""One order of Etsy's Sold Order Items file while its rows come in: each is an item.

Shipping, tax and discount are of the whole order: some files repeat them on each row, others tell them on the
first. So the most of them counts, once, and rows that tell two amounts are flagged.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from oms.channels.contacts import ContactColumns
from oms.channels.etsy.cells import day, person, sale_day, words
from oms.channels.etsy.names import choices, name_of, title_of
from oms.channels.parsed import Notes, ParsedOrder, RowNote
from oms.orders.drafts import Day, LineDraft, OrderDraft, PaymentDraft
from oms.reading.amounts import MOST_MINOR_UNITS
from oms.reading.problems import RowProblem
from oms.reading.rows import Row

SHIP_TO = ContactColumns(
    name="Ship Name",
    line1="Ship Address1",
    line2="Ship Address2",
    city="Ship City",
    region="Ship State",
    postcode="Ship Zipcode",
    country="Ship Country",
)
BUYER = ContactColumns(name="Buyer")
OF_THE_ORDER = ("Order Shipping", "Order Sales Tax", "Discount Amount", "Shipping Discount")
UNCLEAR = ("Shipping Discount", "VAT Paid by Buyer", "InPerson Discount")
"""Amounts of which the file does not say whether they are in the others already."""


@dataclass(slots=True)
class GatheredOrder:
    """The order's own facts come from its first row; a problem in any row refuses all of them."""

    number: str
    first_row: int
    last_row: int = 0
    rows: int = 0
    head: Row | None = None
    currency: str | None = None
    lines: dict[str, LineDraft] = field(default_factory=dict)
    paid_on: Day | None = None
    amounts: dict[str, set[int]] = field(default_factory=dict)
    contradicts: bool = False
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
        currency = row.currency("Currency")
        if self.head is None:
            self.head, self.currency = row, currency
        if currency != self.currency:
            raise RowProblem(row.number, "Currency differs from the order's other rows")
        line = self._line(row)
        known = self.lines.setdefault(line.external_id, line)
        if known is not line:
            if known != line:
                raise RowProblem(row.number, f"Transaction ID {line.external_id} is told in two ways")
            return RowNote(
                row.number, "its Transaction ID is told by another row already", number=self.number
            )
        self.paid_on = self.paid_on or day(row, "Date Paid")
        for name in (*OF_THE_ORDER, *UNCLEAR):
            amount = row.discount(name, currency)
            if amount is not None:
                self.amounts.setdefault(name, set()).add(amount)
        return None

    def _line(self, row: Row) -> LineDraft:
        external_id, quantity = row.identifier("Transaction ID"), row.quantity("Quantity")
        if external_id is None:
            raise RowProblem(row.number, "Transaction ID is blank")
        if not quantity:
            raise RowProblem(row.number, "Quantity is blank or 0")
        price, total = row.money("Price", self.currency), row.money("Item Total", self.currency)
        come_to = None if price is None else price * quantity
        if come_to is not None and come_to > MOST_MINOR_UNITS:
            raise RowProblem(row.number, "Price comes to more money than there can be")
        if None not in {come_to, total} and come_to != total:
            self.notes.remark(row.number, "Item Total is not Price times Quantity")
            self.contradicts = True
        chosen = choices(words(row, "Variations"))
        name = name_of(row.identifier("SKU"), row.identifier("Listing ID"), chosen)
        return LineDraft(
            external_id=external_id,
            sku=name,
            title=title_of(words(row, "Item Name"), name, chosen),
            quantity=quantity,
            shipped_by_channel=quantity if day(row, "Date Shipped") else 0,
            unit_price_minor=price,
            line_total_minor=come_to if total is None else total,
            requires_shipping=not _is_in_person(row),
        )

    def parsed(self) -> ParsedOrder:
        """The whole order, once the file has no more rows; RowProblem if one of them was bad."""
        if self.problem or self.head is None:
            raise self.problem or RowProblem(self.first_row, "the order has no row that can be read")
        draft = self._draft(self.head, {name: self._most(name) for name in (*OF_THE_ORDER, *UNCLEAR)})
        return ParsedOrder(
            draft,
            first_row=self.first_row,
            last_row=self.last_row,
            rows=self.rows,
            doubts=tuple(self.notes.doubts),
            remarks=tuple(self.notes.remarks),
        )

    def _draft(self, head: Row, amounts: dict[str, int | None]) -> OrderDraft:
        total, paid = self._total(amounts), self.paid_on is not None
        return OrderDraft(
            external_id=self.number,
            number=self.number,
            placed_at=sale_day(head),
            lines=tuple(self.lines.values()),
            buyer=person(head, BUYER, self.notes),
            ship_to=person(head, SHIP_TO, self.notes),
            paid=paid,
            paid_at=self.paid_on,
            currency=self.currency,
            total_minor=total,
            shipping_minor=amounts["Order Shipping"],
            tax_minor=amounts["Order Sales Tax"],
            discount_minor=amounts["Discount Amount"],
            reconciles=not self.contradicts,
            payments=(PaymentDraft("charge", total, self.paid_on),) if paid else (),
        )

    def _most(self, name: str) -> int | None:
        told = self.amounts.get(name)
        if told and len(told - {0}) > 1:
            self.notes.remark(self.first_row, f"{name} differs between the order's rows: the most counts")
            self.contradicts = True
        return max(told) if told else None

    def _total(self, amounts: dict[str, int | None]) -> int | None:
        """What the parts come to, known only where every part is told and none is in doubt."""
        goods = [line.line_total_minor for line in self.lines.values()]
        shipping, tax = amounts["Order Shipping"], amounts["Order Sales Tax"]
        known = [amount for amount in (*goods, shipping, tax) if amount is not None]
        if len(known) < len(goods) + 2 or any(amounts[name] for name in UNCLEAR):
            return None
        total = sum(known) - (amounts["Discount Amount"] or 0)
        return None if total < 0 or self.contradicts else total


def _is_in_person(row: Row) -> bool:
    """Handed over at a market: there is nothing to send."""
    told = (row.text("Order Type") or "").casefold().replace(" ", "_").replace("-", "_")
    return told == "in_person"
