"""One order of eBay's report, from the rows that are its."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from oms.channels.contacts import ContactColumns, contact
from oms.channels.ebay.addresses import with_reference
from oms.channels.ebay.headers import AMOUNTS, FEES
from oms.channels.ebay.items import is_item, to_lines
from oms.channels.ebay.totals import Amounts, Totals
from oms.channels.parsed import Notes, ParsedOrder, Table
from oms.orders.drafts import ContactDraft, Day, LineDraft, OrderDraft, PaymentDraft
from oms.reading.currencies import currency_in
from oms.reading.problems import RowProblem
from oms.reading.rows import Row, folded

BUYER = ContactColumns(name="Buyer Name", email="Buyer Email")
SHIP_TO = ContactColumns(
    name="Ship To Name",
    line1="Ship To Address 1",
    line2="Ship To Address 2",
    city="Ship To City",
    region="Ship To State",
    postcode="Ship To Zip",
    country="Ship To Country",
    phone="Ship To Phone",
)
OF_ZIP, OF_POSTAL_CODE = folded("Ship To Zip"), folded("Post To Postal Code")


@dataclass(frozen=True, slots=True)
class Site:
    """Which of eBay's sites wrote the report, as far as its header tells: `dollar` is what a bare `$` is there."""

    dollar: str | None

    @classmethod
    def of(cls, table: Table) -> Site:
        """Only ebay.com.au says “Post To Postal Code”. “Ship To Zip” is ebay.com, unless the shop may be a
        Canadian one: then a bare dollar may be either, and is unknown.
        """
        names = set(map(folded, table.columns.header))
        if OF_POSTAL_CODE in names:
            return cls("AUD")
        return cls("USD" if OF_ZIP in names and table.home != "CAD" else None)


def ids_of(row: Row) -> tuple[str | None, str | None]:
    return row.identifier("Order Number"), row.identifier("Sales Record Number")


def to_order(rows: list[Row], site: Site) -> ParsedOrder:
    """The order, or RowProblem if one of its rows is bad: an order is taken whole or not at all."""
    notes = Notes()
    for row in rows:
        row.require_fit()
    return ParsedOrder(
        _draft(rows, site, notes),
        first_row=rows[0].number,
        last_row=rows[-1].number,
        rows=len(rows),
        doubts=tuple(notes.doubts),
        remarks=tuple(notes.remarks),
    )


def _draft(rows: list[Row], site: Site, notes: Notes) -> OrderDraft:
    head, items = _head_and_items(rows)
    number, record = _one_pair_of_ids(rows)
    currency = _currency(rows, site, notes)
    lines = to_lines(items, head, currency)
    amounts = _amounts(rows, head, lines, currency)
    totals = amounts.totals()
    paid_on = _first(rows, "Paid On Date")
    return OrderDraft(
        external_id=number or record or "",
        number=number or record or "",
        known_as=(record,) if record else (),
        placed_at=_placed(rows, paid_on),
        lines=lines,
        buyer=_buyer(head, notes),
        ship_to=_ship_to(head, notes),
        paid=paid_on is not None,
        paid_at=paid_on,
        promise_by=_first(rows, "Ship By Date"),
        currency=currency,
        total_minor=totals.total,
        shipping_minor=amounts.shipping,
        tax_minor=amounts.tax,
        prices_include_tax=totals.prices_include_tax,
        reconciles=totals.reconciles,
        service=_told(rows, "Shipping Service"),
        note=_told(rows, "Buyer Note"),
        payments=_payments(rows, totals, paid_on),
    )


def _head_and_items(rows: list[Row]) -> tuple[Row, list[Row]]:
    """The row that tells of the order, and those that tell of its items. One may be both."""
    items = [row for row in rows if is_item(row)]
    heads = [row for row in rows if not is_item(row)]
    if not items:
        raise RowProblem(rows[0].number, "the rows of its items are missing")
    if len(heads) > 1:
        raise RowProblem(heads[1].number, "is a second row of this order without an item")
    if not heads and len(items) > 1:
        raise RowProblem(
            rows[0].number, "the row that tells of the whole order is missing: address and total"
        )
    return (heads or items)[0], items


def _one_pair_of_ids(rows: list[Row]) -> tuple[str | None, str | None]:
    ids = [ids_of(row) for row in rows]
    records = {record for _, record in ids if record}
    if len(records) > 1:
        raise RowProblem(
            rows[0].number, f"its rows have several Sales Record Numbers: {', '.join(sorted(records))}"
        )
    return next((number for number, _ in ids if number), None), next(iter(records), None)


def _currency(rows: list[Row], site: Site, notes: Notes) -> str | None:
    """What all amounts of the order say of themselves."""
    cells = [cell for row in rows for name in AMOUNTS if (cell := row.cell(name).strip())]
    told = {currency for cell in cells if (currency := currency_in(cell, site.dollar))}
    if len(told) > 1:
        several = ", ".join(sorted(told))
        raise RowProblem(rows[0].number, f"its amounts are in several currencies: {several}")
    if cells and not told:
        silent = f"“{cells[0][:20]}” does not say which currency it is, so the amounts are unknown"
        notes.remark(rows[0].number, silent)
    return next(iter(told), None)


def _amounts(rows: list[Row], head: Row, lines: Sequence[LineDraft], currency: str | None) -> Amounts:
    """The sums stand in the row of the order; the taxes of its items may stand in theirs instead."""
    goods = [line.line_total_minor for line in lines]
    return Amounts(
        goods=None if None in goods else sum(filter(None, goods)),
        shipping=head.money("Shipping And Handling", currency),
        tax=_summed(rows, head, "Seller Collected Tax", currency),
        told=head.money("Total Price", currency),
        passed_on=tuple(filter(None, _passed_on(rows, head, currency))),
    )


def _passed_on(rows: list[Row], head: Row, currency: str | None) -> Iterable[int | None]:
    yield _summed(rows, head, "eBay Collected Tax", currency)
    if any(row.has_any(FEES) for row in rows):
        yield sum(filter(None, (_summed(rows, head, name, currency) for name in FEES)))
    yield _summed(rows, head, "eBay Collected Charges", currency)


def _summed(rows: list[Row], head: Row, name: str, currency: str | None) -> int | None:
    """Of the order, or else of all its items: never both."""
    told = head.money(name, currency)
    if told is not None or len(rows) == 1:
        return told
    parts = [part for row in rows if (part := row.money(name, currency)) is not None]
    return sum(parts) if parts else None


def _first(rows: list[Row], name: str) -> Day | None:
    """The earliest of the days that its rows tell."""
    days: list[date] = [day for row in rows if (day := row.day(name))]
    return Day.of(min(days)) if days else None


def _placed(rows: list[Row], paid_on: Day | None) -> Day:
    placed = _first(rows, "Sale Date") or paid_on
    if placed is None:
        raise RowProblem(rows[0].number, "Sale Date is blank")
    return placed


def _told(rows: list[Row], name: str) -> str | None:
    return next((told for row in rows if (told := row.text(name))), None)


def _buyer(head: Row, notes: Notes) -> ContactDraft:
    buyer = contact(head, BUYER, notes)
    return ContactDraft(name=buyer.name or head.text("Buyer Username"), email=buyer.email)


def _ship_to(head: Row, notes: Notes) -> ContactDraft:
    return with_reference(contact(head, SHIP_TO, notes), head.code("Global Shipping Reference ID"))


def _payments(rows: list[Row], totals: Totals, paid_on: Day | None) -> tuple[PaymentDraft, ...]:
    """The file proves that it was paid, and not by which payments."""
    if paid_on is None or totals.total == 0:
        return ()
    total = totals.total if totals.reconciles else None
    reference, method = _told(rows, "PayPal Transaction ID"), _told(rows, "Payment Method")
    return (PaymentDraft("charge", total, paid_on, reference, method),)
