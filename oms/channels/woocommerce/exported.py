"""One order of an export, from its first row and its items, to the neutral model. Amounts are told without tax."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from oms.channels.contacts import ContactColumns, contact
from oms.channels.parsed import Notes, NothingWanted, ParsedOrder, Refresh
from oms.channels.woocommerce.cells import Money, first_of, told_fields, words
from oms.channels.woocommerce.items import Item, fees_of
from oms.channels.woocommerce.lines import Units
from oms.channels.woocommerce.people import plain
from oms.channels.woocommerce.statuses import DRAFTS, IN_THE_BIN, Status
from oms.orders.drafts import ContactDraft, Day, LineDraft, OrderDraft, PaymentDraft
from oms.reading.cells import is_currency
from oms.reading.problems import RowProblem
from oms.reading.rows import Row, folded

NUMBERS = ("order_number_formatted", "order_number", "order_id")
CASH = {"cod"}
AT_THE_CHECKOUT = "somebody is still at the checkout"
NO_ITEMS = "the file tells no items of this order"
NOT_PAID = "nobody has paid for it; it comes in once it is paid or on hold"
CANCELLED = "cancelled; we never had it"
BINNED = "in the bin of WooCommerce; we never had it"
IN_BIN = "WooCommerce has this order in its bin. Cancel it here too, or release this if it may go."
REFUND = re.compile(r"(?:^|;)id:([0-9]+)\|date:[^|;]*\|amount:([0-9.]+)")
SHIPPING_FIELDS = ("method_id", "method_title", "total", "total_tax", "taxes")


def _columns(whose: str, email: str = "") -> ContactColumns:
    return ContactColumns(
        name=f"{whose}_first_name",
        company=f"{whose}_company",
        line1=f"{whose}_address_1",
        line2=f"{whose}_address_2",
        city=f"{whose}_city",
        region=f"{whose}_state_code",
        region_name=f"{whose}_state",
        postcode=f"{whose}_postcode",
        country=f"{whose}_country",
        phone=f"{whose}_phone",
        other_phone="billing_phone",
        email=email,
    )


BILLING = _columns("billing", "billing_email")
SHIPPING = _columns("shipping")


def to_order(rows: Sequence[Row], items: Sequence[Item], currency: str | None, notes: Notes) -> ParsedOrder:
    """Raises RowProblem."""
    head = rows[0]
    word = _word(head)
    if word in DRAFTS:
        raise NothingWanted(head.number, AT_THE_CHECKOUT)
    status = Status(word, _is_paid(head, word), was_completed=False)
    refresh = _refresh(status)
    if not items and refresh is None:
        raise NothingWanted(head.number, NO_ITEMS)
    refunded = Counter({item.external_id: item.refunded for item in items})
    lines = (*(item.line(Units(status, refunded)) for item in items), *fees_of(head, currency))
    draft = _draft(head, status, currency, lines, notes)
    if not draft.reconciles:
        notes.remark(head.number, "order_total is not what its parts come to")
    return ParsedOrder(
        replace(draft, lines=()) if refresh else draft,
        first_row=head.number,
        last_row=rows[-1].number,
        rows=len(rows),
        doubts=tuple(notes.doubts),
        remarks=tuple(notes.remarks),
        refresh=refresh,
    )


def currency_of(head: Row, notes: Notes) -> str | None:
    told = (head.code("order_currency") or "").upper()
    if is_currency(told):
        return told
    if head.has_any(("order_total",)):
        why = f"“{told[:20]}” is no currency that we know" if told else "order_currency is blank"
        notes.remark(head.number, f"{why}, so the amounts are unknown")
    return None


def order_id_of(row: Row) -> str:
    if (told := row.identifier("order_id")) is None:
        raise RowProblem(row.number, "order_id is blank")
    return told


def _word(head: Row) -> str:
    told = (head.text("status") or "").casefold().replace(" ", "-").removeprefix("wc-")
    if not told:
        raise RowProblem(head.number, "status is blank")
    return told


def _is_paid(head: Row, word: str) -> bool:
    """By the day of payment where the export has one; else `processing` is paid, unless it is at the door."""
    if "paid_date" in map(folded, head.table.columns.header):
        return head.day("paid_date") is not None
    return word == "processing" and (head.text("payment_method") or "").casefold() not in CASH


def _refresh(status: Status) -> Refresh | None:
    """What is told of an order only if we have it."""
    if status.word == IN_THE_BIN:
        return Refresh(BINNED, is_missed=False)
    if status.only_known:
        return Refresh(CANCELLED if status.word == "cancelled" else NOT_PAID, is_missed=False)
    return None


def _draft(
    head: Row, status: Status, currency: str | None, lines: tuple[LineDraft, ...], notes: Notes
) -> OrderDraft:
    placed_at, paid_on, money = _placed(head), head.day("paid_date"), Money(head, currency)
    paid_at = Day.of(paid_on) if paid_on and status.is_paid else None
    total = money.of("order_total")
    binned = IN_BIN if status.word == IN_THE_BIN else None
    return OrderDraft(
        external_id=order_id_of(head),
        number=next(filter(None, map(head.identifier, NUMBERS)), order_id_of(head)),
        placed_at=placed_at,
        lines=lines,
        buyer=_person(head, BILLING, notes),
        ship_to=_ship_to(head, notes),
        paid=status.paid,
        paid_at=paid_at,
        cancelled_at=placed_at if status.word == "cancelled" else None,
        currency=currency,
        total_minor=total,
        shipping_minor=money.of("shipping_total"),
        tax_minor=money.of("tax_total"),
        discount_minor=money.of("discount_total" if head.cell("discount_total") else "cart_discount"),
        reconciles=_reconciles(money, total, lines),
        service=_service(head),
        note=words(head, "customer_note"),
        payments=_payments(money, status, total, paid_at),
        ships_unpaid=status.ships_unpaid or None,
        kept_back=binned or status.kept_back or None,
    )


def _placed(head: Row) -> Day:
    """The shop's clock does not say where it is, so only the day is believed."""
    if (day := head.day("order_date")) is None:
        raise RowProblem(head.number, "order_date is blank")
    return Day.of(day)


def _person(head: Row, columns: ContactColumns, notes: Notes) -> ContactDraft:
    told = contact(head, columns, notes)
    last = head.text(columns.name.replace("first", "last"))
    name = " ".join(filter(None, (told.name, last))) or head.text(columns.name.replace("first", "full"))
    texts = {part: plain(getattr(told, part)) for part in ("company", "line1", "line2", "city", "region")}
    return replace(told, name=plain(name), **texts)


def _ship_to(head: Row, notes: Notes) -> ContactDraft:
    told = _person(head, SHIPPING, notes)
    if not any((told.name, told.company, told.line1, told.city, told.postcode)):
        told = _person(head, BILLING, Notes())
    return replace(told, email=None)


def _reconciles(money: Money, total: int | None, lines: Sequence[LineDraft]) -> bool:
    """Each line is rounded by itself: a minor unit for each is no contradiction. Some exports count the tax on
    shipping apart.
    """
    goods = [_after_discount(line) for line in lines]
    parts = [*goods, money.of("shipping_total"), money.of("tax_total")]
    if total is None or None in parts:
        return True
    left = total - sum(part or 0 for part in parts) + _taken_off(money, lines)
    return min(abs(left), abs(left - (money.of("shipping_tax_total") or 0))) <= len(lines)


def _after_discount(line: LineDraft) -> int | None:
    return None if line.line_total_minor is None else line.line_total_minor - (line.discount_minor or 0)


def _taken_off(money: Money, lines: Sequence[LineDraft]) -> int:
    """Fees below zero, which are no lines: what the total of all fees lacks of those that are."""
    told = money.of("fee_total")
    listed = sum(line.line_total_minor or 0 for line in lines if not line.requires_shipping)
    return 0 if told is None else listed - told


def _service(head: Row) -> str | None:
    told = head.text("shipping_method") or ""
    return plain(first_of(told_fields(told, SHIPPING_FIELDS).get("method_title"))) or plain(told)


def _payments(
    money: Money, status: Status, total: int | None, paid_at: Day | None
) -> tuple[PaymentDraft, ...]:
    head = money.row
    method = words(head, "payment_method_title") or words(head, "payment_method")
    charge = PaymentDraft("charge", total, paid_at, head.identifier("transaction_id"), method)
    refunds = [
        PaymentDraft("refund", money.within("refunds", amount), None, number)
        for number, amount in REFUND.findall(head.text("refunds") or "")
    ]
    if not refunds and (sum_ := money.of("refunded_total")):
        refunds = [PaymentDraft("refund", sum_, None)]
    refunds.sort(key=lambda one: (len(one.reference or ""), one.reference or ""))
    told = (*([charge] if status.is_paid else ()), *refunds)
    return tuple(payment for payment in told if payment.amount_minor is None or payment.amount_minor > 0)
