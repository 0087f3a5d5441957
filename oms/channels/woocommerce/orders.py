"""An order of WooCommerce, as its API and its webhooks tell it, to the neutral model.

Its `id` is its key, since plugins renumber `number`. Its times are read from the `_gmt` fields: the others are
on the clock of the shop without saying where that is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from oms.channels.events import Reading, Told
from oms.channels.woocommerce.lines import Money, fees_taken_off, has_untold_refunds, to_lines
from oms.channels.woocommerce.people import buyer, ship_to, words
from oms.channels.woocommerce.statuses import DRAFTS, IN_THE_BIN, NOT_AN_ORDER_YET, Status
from oms.orders.drafts import LineDraft, OrderDraft, PaymentDraft
from oms.reading.fields import Fields

EMPTY = "It has no items."


def read_order(order: Fields, *, asks: bool) -> Reading:
    """What one order comes to. With `asks`, the shop is asked for what the message leaves out. Raises BadField."""
    order_id = order_id_of(order)
    word = (order.text("status") or order.refuse("status", "is missing")).removeprefix("wc-")
    if word in DRAFTS:
        return Reading(ignored=NOT_AN_ORDER_YET)
    if word == IN_THE_BIN:
        return Reading(gone=(order_id,))
    status = Status(word, order.utc("date_paid_gmt") is not None, order.utc("date_completed_gmt") is not None)
    draft = _draft(order, order_id, status)
    told = Told(
        draft,
        order.utc("date_modified_gmt"),
        only_known=status.only_known or ("" if draft.lines else EMPTY),
    )
    asked = asks and status.is_open and has_untold_refunds(order)
    return Reading(orders=(told,), fetch=(order_id,) if asked else ())


def order_id_of(order: Fields) -> str:
    return order.identifier("id") or order.refuse("id", "is missing")


def _draft(order: Fields, order_id: str, status: Status) -> OrderDraft:
    currency, with_tax = order.currency("currency"), order.flag("prices_include_tax")
    money = Money(currency, with_tax is True)
    lines = to_lines(order, money, status)
    return OrderDraft(
        external_id=order_id,
        number=order.identifier("number") or order_id,
        placed_at=_placed_at(order),
        lines=lines,
        buyer=buyer(order),
        ship_to=ship_to(order),
        paid=status.paid,
        paid_at=order.utc("date_paid_gmt"),
        cancelled_at=_changed_at(order) if status.word == "cancelled" else None,
        currency=currency,
        total_minor=order.amount("total", currency),
        shipping_minor=money.of(order, "shipping_total", "shipping_tax"),
        tax_minor=order.amount("total_tax", currency),
        discount_minor=_discount(order, money),
        prices_include_tax=with_tax,
        reconciles=_reconciles(order, currency, lines),
        service=", ".join(filter(None, (words(way, "method_title") for way in order.parts("shipping_lines"))))
        or None,
        note=words(order, "customer_note"),
        payments=_payments(order, currency, status),
        ships_unpaid=status.ships_unpaid,
        kept_back=status.kept_back,
        stands=status.stands,
    )


def _placed_at(order: Fields) -> datetime:
    return order.utc("date_created_gmt") or order.refuse("date_created_gmt", "is missing")


def _changed_at(order: Fields) -> datetime:
    return order.utc("date_modified_gmt") or _placed_at(order)


def _discount(order: Fields, money: Money) -> int | None:
    told = money.of(order, "discount_total", "discount_tax")
    return None if told is None else told + fees_taken_off(order, money)


def _reconciles(order: Fields, currency: str | None, lines: tuple[LineDraft, ...]) -> bool:
    """Whether lines, fees, shipping and tax make the total. Each line is rounded by itself, the total is not: a
    minor unit for each is no contradiction. What is not told contradicts nothing.
    """
    sold = [*order.parts("line_items"), *order.parts("fee_lines")]
    amounts = [
        *(line.amount("total", currency) for line in sold),
        order.amount("shipping_total", currency),
        order.amount("total_tax", currency),
    ]
    total, come_to = order.amount("total", currency), _sum(amounts)
    return total is None or come_to is None or abs(total - come_to) <= len(lines)


def _sum(amounts: Iterable[int | None]) -> int | None:
    told = list(amounts)
    return None if None in told else sum(amount or 0 for amount in told)


def _payments(order: Fields, currency: str | None, status: Status) -> tuple[PaymentDraft, ...]:
    """What came in, once it is paid, and each sum that went back, told as an amount below zero."""
    total = order.amount("total", currency)
    charges = [
        PaymentDraft(
            "charge",
            total,
            order.utc("date_paid_gmt"),
            order.identifier("transaction_id"),
            words(order, "payment_method_title"),
        )
    ]
    refunds = [_refund(refund, currency) for refund in order.parts("refunds")]
    refunds.sort(key=lambda refund: (len(refund.reference or ""), refund.reference or ""))
    told = (*(charges if status.is_paid else ()), *refunds)
    return tuple(payment for payment in told if payment.amount_minor is None or payment.amount_minor > 0)


def _refund(refund: Fields, currency: str | None) -> PaymentDraft:
    """The order sums it up as a total below zero; by itself it has an amount above."""
    total = refund.amount("total" if "total" in refund else "amount", currency)
    return PaymentDraft(
        "refund",
        None if total is None else abs(total),
        refund.utc("date_created_gmt"),
        refund.identifier("id"),
    )
