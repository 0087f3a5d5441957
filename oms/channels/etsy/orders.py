"""A receipt of Etsy's API to the neutral model. Its ids are those of the files.

Times are seconds since 1970, and money is an amount with the divisor that makes it one of its currency.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import UTC, datetime

from oms.channels.countries import country_code
from oms.channels.etsy.money import Money, money_of
from oms.channels.etsy.names import Choices, name_of, title_of
from oms.channels.events import Reading, Told
from oms.orders.drafts import ContactDraft, LineDraft, OrderDraft, PaymentDraft
from oms.reading.amounts import MOST_MINOR_UNITS
from oms.reading.cells import MOST_UNITS
from oms.reading.fields import Fields

CANCELLED = "canceled"
FAILED = frozenset({"failed", "canceled", "cancelled", "rejected"})
NEVER_HAD = "It was cancelled at Etsy before we heard of it."
NEVER_SENT = "It was shipped already when we first heard of it."
LATEST = 4_102_444_800
"""The year 2100: what lies beyond is no time."""


def read_order(receipt: Fields) -> Reading:
    """What one receipt comes to. Raises BadField."""
    is_cancelled = (receipt.text("status") or "").casefold() == CANCELLED
    draft = _draft(receipt, is_cancelled)
    only_known = NEVER_HAD if is_cancelled else NEVER_SENT if receipt.flag("is_shipped") else ""
    return Reading(orders=(Told(draft, changed_at(receipt), only_known=only_known),))


def receipt_id_of(receipt: Fields) -> str:
    return receipt.identifier("receipt_id") or receipt.refuse("receipt_id", "is missing")


def changed_at(receipt: Fields) -> datetime | None:
    return moment(receipt, "updated_timestamp") or moment(receipt, "update_timestamp")


def moment(told: Fields, name: str) -> datetime | None:
    seconds = told.whole(name)
    if seconds is None:
        return None
    if not 0 < seconds < LATEST:
        told.refuse(name, "is no time in seconds")
    return datetime.fromtimestamp(seconds, UTC)


def _draft(receipt: Fields, is_cancelled: bool) -> OrderDraft:
    receipt_id, transactions = receipt_id_of(receipt), receipt.parts("transactions")
    placed_at = moment(receipt, "created_timestamp") or moment(receipt, "create_timestamp")
    money = money_of(receipt)
    paid_at = next(filter(None, (moment(one, "paid_timestamp") for one in transactions)), None)
    is_paid = receipt.flag("is_paid")
    return OrderDraft(
        external_id=receipt_id,
        number=receipt_id,
        placed_at=placed_at or receipt.refuse("created_timestamp", "is missing"),
        lines=tuple(_line(one, receipt, money.currency) for one in transactions),
        buyer=ContactDraft(name=_words(receipt, "name"), email=receipt.text("buyer_email")),
        ship_to=_ship_to(receipt),
        paid=None if is_cancelled else is_paid,
        paid_at=paid_at if is_paid and not is_cancelled else None,
        cancelled_at=(changed_at(receipt) or placed_at) if is_cancelled else None,
        promise_by=_promise(transactions),
        currency=money.currency,
        total_minor=money.total,
        shipping_minor=money.shipping,
        tax_minor=money.tax,
        discount_minor=money.discount,
        reconciles=money.reconciles,
        service=_service(transactions),
        note=_note(receipt),
        payments=tuple(_payments(receipt, money, paid_at)) if is_paid else (),
    )


def _line(told: Fields, receipt: Fields, currency: str | None) -> LineDraft:
    quantity = told.whole("quantity")
    if quantity is None or not 0 <= quantity <= MOST_UNITS:
        told.refuse("quantity", "is no number of units")
    chosen = _chosen(told)
    name = name_of(told.identifier("sku"), told.identifier("listing_id"), chosen)
    price = Money.amount(told, "price", currency)
    if price is not None and abs(price * quantity) > MOST_MINOR_UNITS:
        told.refuse("price", "comes to more money than there can be")
    is_sent = receipt.flag("is_shipped") or moment(told, "shipped_timestamp") is not None
    return LineDraft(
        external_id=told.identifier("transaction_id") or told.refuse("transaction_id", "is missing"),
        sku=name,
        title=title_of(_words(told, "title"), name, chosen),
        quantity=quantity,
        shipped_by_channel=quantity if is_sent else 0,
        unit_price_minor=price,
        line_total_minor=None if price is None else price * quantity,
        requires_shipping=told.flag("is_digital") is not True,
    )


def _chosen(told: Fields) -> Choices:
    pairs = (
        (_words(one, "formatted_name"), _words(one, "formatted_value")) for one in told.parts("variations")
    )
    return tuple((name, value) for name, value in pairs if name and value)


def _ship_to(receipt: Fields) -> ContactDraft:
    return ContactDraft(
        name=_words(receipt, "name"),
        line1=_words(receipt, "first_line"),
        line2=_words(receipt, "second_line"),
        city=_words(receipt, "city"),
        region=_words(receipt, "state"),
        postcode=receipt.identifier("zip"),
        country=country_code(receipt.text("country_iso") or ""),
    )


def _words(told: Fields, name: str) -> str | None:
    words = told.text(name)
    return (html.unescape(words).strip() or None) if words else None


def _promise(transactions: Iterable[Fields]) -> datetime | None:
    """The item that is due first makes the promise for the whole order."""
    return min(filter(None, (moment(one, "expected_ship_date") for one in transactions)), default=None)


def _service(transactions: Iterable[Fields]) -> str | None:
    told = (one.text("shipping_upgrade") or one.text("shipping_method") for one in transactions)
    return next(filter(None, told), None)


def _note(receipt: Fields) -> str | None:
    card = _words(receipt, "gift_message")
    return (
        "\n".join(filter(None, [_words(receipt, "message_from_buyer"), card and f"Gift message: {card}"]))
        or None
    )


def _payments(receipt: Fields, money: Money, paid_at: datetime | None) -> Iterable[PaymentDraft]:
    """What came in, and what went back since."""
    yield PaymentDraft("charge", money.total, paid_at, None, receipt.text("payment_method"))
    refunds = [one for one in receipt.parts("refunds") if (one.text("status") or "").casefold() not in FAILED]
    for refund in sorted(refunds, key=lambda one: one.whole("created_timestamp") or 0):
        amount = Money.amount(refund, "amount", money.currency)
        yield PaymentDraft("refund", amount, moment(refund, "created_timestamp"))
