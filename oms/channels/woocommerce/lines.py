"""The lines of an order of WooCommerce, its fees, and what was refunded of them.

WooCommerce tells each amount for the whole quantity and without tax, whatever the prices of the shop include. Where
they include it, what the buyer saw is the amount and its tax together.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime

from oms.channels.woocommerce.people import words
from oms.channels.woocommerce.statuses import Status
from oms.orders.drafts import LineDraft
from oms.reading.cells import MOST_UNITS
from oms.reading.fields import Fields


@dataclass(frozen=True, slots=True)
class Money:
    """How the amounts of one order are read. `currency` is None where all of them are unknown."""

    currency: str | None
    with_tax: bool

    def of(self, fields: Fields, net: str, tax: str) -> int | None:
        """An amount, with its tax where the order's prices include it."""
        amount = fields.amount(net, self.currency)
        if amount is None or not self.with_tax:
            return amount
        tax_minor = fields.amount(tax, self.currency)
        return None if tax_minor is None else amount + tax_minor


@dataclass(frozen=True, slots=True)
class Units:
    """What became of the units of an order: those refunded in time are not wanted any more."""

    status: Status
    refunded: Counter[str]

    def of(self, line_id: str, quantity: int) -> tuple[int, int]:
        """Of so many: cancelled, and sent."""
        if self.status.is_called_off:
            return quantity, 0
        cancelled = min(quantity, self.refunded[line_id])
        return cancelled, quantity - cancelled if self.status.is_sent else 0


def to_lines(order: Fields, money: Money, status: Status) -> tuple[LineDraft, ...]:
    """Items, and then the fees that add something: those are sold, but never sent."""
    units = Units(status, _refunded_units(order))
    told = [_item(item, money, units) for item in order.parts("line_items")]
    items = [line and replace(line, known_as=(str(place),)) for place, line in enumerate(told, 1)]
    fees = [_fee(fee, money) for fee in order.parts("fee_lines") if (_fee_total(fee, money) or 0) >= 0]
    fees = [replace(fee, known_as=(fee_place(place),)) for place, fee in enumerate(fees, 1)]
    return (*filter(None, items), *(fees if any(items) else ()))


def fee_place(place: int) -> str:
    """What a fee is called where its id is not told. Items are called by their place alone."""
    return f"fee {place}"


def listed_as(sku: str | None, *ids: str | None) -> str | None:
    """What the shop calls something that it sells: its SKU, or else, as its own files have it, `id:` and the first
    id that is one.
    """
    return sku or next((f"id:{one}" for one in ids if one and one != "0"), None)


def fees_taken_off(order: Fields, money: Money) -> int:
    """Fees below zero are discounts by another name."""
    totals = (_fee_total(fee, money) or 0 for fee in order.parts("fee_lines"))
    return -sum(total for total in totals if total < 0)


def has_untold_refunds(order: Fields) -> bool:
    """Whether something was refunded without a word on which units: a webhook tells the sums alone."""
    return any("line_items" not in refund for refund in order.parts("refunds"))


def _item(item: Fields, money: Money, units: Units) -> LineDraft | None:
    external_id, quantity = _id(item), item.whole("quantity")
    if quantity is None or not 0 <= quantity <= MOST_UNITS:
        item.refuse("quantity", "is not a number of units that can be sold")
    if quantity == 0:
        return None
    cancelled, sent = units.of(external_id, quantity)
    before, after = money.of(item, "subtotal", "subtotal_tax"), money.of(item, "total", "total_tax")
    unit, uneven = divmod(before or 0, quantity)
    return LineDraft(
        external_id=external_id,
        sku=listed_as(item.identifier("sku"), item.identifier("variation_id"), item.identifier("product_id")),
        title=words(item, "name") or item.text("sku") or "(no name)",
        quantity=quantity,
        cancelled=cancelled,
        shipped_by_channel=sent,
        unit_price_minor=None if before is None or uneven else unit,
        line_total_minor=before,
        tax_minor=item.amount("total_tax", money.currency),
        discount_minor=None if before is None or after is None else max(before - after, 0),
    )


def _fee(fee: Fields, money: Money) -> LineDraft:
    total = _fee_total(fee, money)
    return LineDraft(
        external_id=_id(fee),
        sku=None,
        title=words(fee, "name") or "Fee",
        quantity=1,
        unit_price_minor=total,
        line_total_minor=total,
        tax_minor=fee.amount("total_tax", money.currency),
        requires_shipping=False,
    )


def _fee_total(fee: Fields, money: Money) -> int | None:
    return money.of(fee, "total", "total_tax")


def _id(line: Fields) -> str:
    return line.identifier("id") or line.refuse("id", "is missing")


def _refunded_units(order: Fields) -> Counter[str]:
    """Units of each line whose money went back before the order was completed: nobody is to send them."""
    completed_at, units = order.utc("date_completed_gmt"), Counter[str]()
    for refund in order.parts("refunds"):
        if not _is_after(refund.utc("date_created_gmt"), completed_at):
            for line in refund.parts("line_items"):
                units[_original(line)] += abs(line.whole("quantity") or 0)
    return units


def _is_after(refunded_at: datetime | None, completed_at: datetime | None) -> bool:
    return refunded_at is not None and completed_at is not None and refunded_at >= completed_at


def _original(line: Fields) -> str:
    """A refund's line has an id of its own, and the one of the order's line among its notes."""
    notes = line.parts("meta_data")
    return next(
        (note.identifier("value") or "" for note in notes if note.text("key") == "_refunded_item_id"), ""
    )
