"""What went back of an order of Shopify's, money and units apart.

The money is what the transactions say that succeeded, never what the lines come to: a refund may have no
lines, or no money. Units are no longer wanted only where they were taken off before they left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from oms.channels.events import RefundTold
from oms.channels.shopify.values import id_of, line_of, shop_money, together, units
from oms.orders.drafts import PaymentDraft
from oms.reading.fields import Fields

TAKEN_OFF = "cancel"


def to_refund(refund: Fields) -> RefundTold:
    """One that is told by itself."""
    amount, currency = money_back(refund)
    return RefundTold(
        order_external_id=id_of(refund, "order_id"),
        refund_id=id_of(refund),
        at=_moment(refund),
        amount_minor=amount,
        currency=currency,
        cancelled=dict(taken_off([refund])),
    )


def to_payments(refunds: Iterable[Fields], currency: str | None) -> list[PaymentDraft]:
    """One for each refund by which money went back; how much is unknown where it is of another currency."""
    told = [(refund, *money_back(refund)) for refund in refunds]
    return [
        PaymentDraft("refund", amount if of == currency else None, _moment(refund), id_of(refund))
        for refund, amount, of in told
        if amount != 0
    ]


def money_back(refund: Fields) -> tuple[int | None, str | None]:
    """Minor units and their currency; 0 where no money went back, None where nobody can tell how much."""
    given = [_given(one) for one in refund.parts("transactions") if _succeeded(one)]
    if not given:
        return 0, None
    total = together(refund, "transactions", (amount for amount, _ in given))
    currencies = {currency for _, currency in given}
    return (total, currencies.pop()) if total is not None and len(currencies) == 1 else (None, None)


def _succeeded(transaction: Fields) -> bool:
    kind, status = transaction.text("kind") or "", transaction.text("status") or ""
    return (kind.casefold(), status.casefold()) == ("refund", "success")


def _given(transaction: Fields) -> tuple[int | None, str | None]:
    books = transaction.part("amount_set").part("shop_money")
    currency = books.currency("currency_code") or transaction.currency("currency")
    return shop_money(transaction, "amount", currency), currency


def taken_off(refunds: Iterable[Fields]) -> Counter[str]:
    """By line, the units that were taken off before they left."""
    gone: Counter[str] = Counter()
    for refund in refunds:
        for line in refund.parts("refund_line_items"):
            if (line.text("restock_type") or "").casefold() == TAKEN_OFF:
                gone[line_of(line)] += units(line, "quantity") or 0
    return gone


def _moment(refund: Fields) -> datetime | None:
    return refund.utc("processed_at") or refund.utc("created_at")
