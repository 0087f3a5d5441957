"""Files by what was said about their columns: one row for each item, rows of one order wherever they stand. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from oms.channels.columns.dates import FORMATS, read_day
from oms.channels.columns.meaning import MONEY, Meaning
from oms.channels.contacts import ContactColumns, contact
from oms.channels.gathering import Gathering
from oms.channels.parsed import Format, Notes, NothingWanted, ParsedFile, ParsedOrder, RowNote, Table
from oms.orders.drafts import ContactDraft, Day, LineDraft, OrderDraft, PaymentDraft
from oms.reading.problems import RowProblem
from oms.reading.rows import Row

YES = {"yes", "y", "true", "1", "paid", "completed", "ja", "oui", "bezahlt", "x", "cancelled", "canceled"}
NO = {"no", "n", "false", "0", "unpaid", "pending", "nein", "non", "offen", "-"}
OF_THE_ORDER = ("total", "shipping", "tax", "discount")
LABEL = "file whose columns you explained"


def format_of(name: str, channel: str, meaning: Meaning, header: Sequence[str]) -> Format:
    """A kind of file that is known from what a person said."""
    return Format(
        name=name,
        channel=channel,
        label=LABEL,
        signature=tuple(header),
        amounts=tuple(meaning.columns[code] for code in MONEY if code in meaning.columns),
        parse=partial(_parse, meaning),
        pads_rows=True,
    )


def _parse(meaning: Meaning, table: Table) -> ParsedFile:
    gathering, reader = Gathering(table), Reader(meaning)
    orders: dict[str, list[Row]] = {}
    for row in gathering.rows():
        try:
            row.require_fit()
            orders.setdefault(reader.number(row), []).append(row)
        except RowProblem as problem:
            gathering.refuse(RowNote(problem.row, problem.reason))
    for number, rows in orders.items():
        gathering.take(len(rows), partial(reader.order, rows), number)
    return gathering.finish()


@dataclass(frozen=True)
class Reader:
    """Asks a row by what its columns mean."""

    meaning: Meaning

    def column(self, code: str) -> str:
        """The name of the column that means it; one that no file has where none does."""
        return self.meaning.columns.get(code, "\0")

    def number(self, row: Row) -> str:
        told = (row.identifier(self.column("number")) or "").strip()
        if not told:
            raise RowProblem(row.number, f"{self.column('number')} is blank")
        return told

    def order(self, rows: list[Row]) -> ParsedOrder:
        """The order of these rows: what is told of the whole comes from the first row that tells it."""
        head, notes = rows[0], Notes()
        currency = self._currency(rows)
        lines = self._lines(rows, currency)
        paid, paid_at = self._paid(head)
        cancelled, cancelled_at = self._happened(head, "cancelled")
        placed_at = self._moment(head, "placed_at")
        if placed_at is None:
            raise RowProblem(head.number, "it does not say when it was ordered")
        draft = OrderDraft(
            external_id=head.identifier(self.column("external_id")) or self.number(head),
            number=self.number(head),
            placed_at=placed_at,
            lines=lines,
            buyer=self._person(head, notes, ship_to=False),
            ship_to=self._person(head, notes, ship_to=True),
            paid=paid,
            paid_at=paid_at,
            cancelled_at=cancelled_at or (placed_at if cancelled else None),
            currency=currency,
            service=head.text(self.column("service")),
            note=head.text(self.column("note")),
            payments=(PaymentDraft("charge", None, paid_at),) if paid else (),
        )
        amounts = {name: self._amount(rows, name, currency, notes) for name in OF_THE_ORDER}
        draft = replace(
            draft,
            total_minor=amounts["total"],
            shipping_minor=amounts["shipping"],
            tax_minor=amounts["tax"],
            discount_minor=amounts["discount"],
            reconciles=_reconciles(lines, amounts),
        )
        return ParsedOrder(
            draft, head.number, rows[-1].number, len(rows), tuple(notes.doubts), tuple(notes.remarks)
        )

    def _currency(self, rows: list[Row]) -> str | None:
        told = {row.currency(self.column("currency")) for row in rows} - {None}
        if len(told) > 1:
            raise RowProblem(rows[0].number, "its rows tell several currencies")
        return next(iter(told), None) or self.meaning.currency or None

    def _lines(self, rows: list[Row], currency: str | None) -> tuple[LineDraft, ...]:
        lines = [self._line(row, str(place), currency) for place, row in enumerate(rows, 1)]
        wanted = tuple(line for line in lines if line.quantity)
        if not wanted:
            raise NothingWanted(rows[0].number, "nothing of it is wanted: its quantities are 0")
        if len({line.external_id for line in wanted}) < len(wanted):
            raise RowProblem(rows[0].number, "one of its lines is told twice: was the file pasted together?")
        return wanted

    def _line(self, row: Row, place: str, currency: str | None) -> LineDraft:
        quantity = row.quantity(self.column("quantity"))
        if quantity is None:
            raise RowProblem(row.number, f"{self.column('quantity')} is blank")
        sku, title = row.identifier(self.column("sku")), row.text(self.column("title"))
        price, total = (row.money(self.column(code), currency) for code in ("unit_price", "line_total"))
        if total is None and price is not None:
            total = price * quantity
        return LineDraft(
            external_id=row.identifier(self.column("line_id")) or place,
            sku=sku or title,
            title=title or sku or "(no name)",
            quantity=quantity,
            unit_price_minor=price,
            line_total_minor=total,
            discount_minor=row.discount(self.column("line_discount"), currency),
        )

    def _amount(self, rows: list[Row], code: str, currency: str | None, notes: Notes) -> int | None:
        """Of the whole order: on each of its rows, or on one. Two different ones are flagged."""
        read = Row.discount if code == "discount" else Row.money
        told = {read(row, self.column(code), currency) for row in rows} - {None}
        if len(told) > 1:
            notes.doubt(rows[0].number, f"{self.column(code)} differs between the rows of this order")
            return None
        return next(iter(told), None)

    def _person(self, row: Row, notes: Notes, *, ship_to: bool) -> ContactDraft:
        parts = ("company", "line1", "line2", "line3", "city", "region", "postcode", "country", "phone")
        if ship_to:
            name, rest = self.column("name"), {part: self.column(part) for part in parts}
        else:
            name, rest = self.column("buyer_name"), {part: self.column(part) for part in ("phone", "email")}
        told = contact(row, ContactColumns(name=name, **rest), notes)
        return told if ship_to or told.name else replace(told, name=row.text(self.column("name")))

    def _paid(self, row: Row) -> tuple[bool | None, datetime | None]:
        if self.meaning.paid != "column":
            return self.meaning.paid == "yes", None
        return self._happened(row, "paid")

    def _happened(self, row: Row, code: str) -> tuple[bool, datetime | None]:
        """Whether it did, and when, of a column that says yes or no, or a date."""
        told = (row.text(self.column(code)) or "").strip()
        if told.casefold() in NO or not told:
            return False, None
        if told.casefold() in YES:
            return True, None
        return True, self._moment(row, code)

    def _moment(self, row: Row, code: str) -> datetime | Day | None:
        told = row.code(self.column(code))
        if told is None:
            return None
        try:
            return read_day(told, self.meaning.days or "iso")
        except ValueError:
            looks = FORMATS[self.meaning.days or "iso"][0]
            raise RowProblem(
                row.number, f"{self.column(code)}: “{told[:30]}” is not written like {looks}"
            ) from None


def _reconciles(lines: Sequence[LineDraft], amounts: dict[str, int | None]) -> bool:
    """False only where the lines, shipping and discounts cannot make the total, with the tax inside or on top."""
    goods = [line.line_total_minor for line in lines]
    total = amounts["total"]
    if total is None or None in goods or amounts["shipping"] is None:
        return True
    off = sum(line.discount_minor or 0 for line in lines) + (amounts["discount"] or 0)
    sum_ = sum(filter(None, goods)) + amounts["shipping"]
    return total in {sum_, sum_ - off, sum_ + (amounts["tax"] or 0), sum_ - off + (amounts["tax"] or 0)}
