"""What the parts of an order of Amazon's API come to, and what that tells of its prices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from oms.channels.amazon.items import sum_of_told
from oms.orders.drafts import LineDraft
from oms.reading.amounts import MOST_MINOR_UNITS
from oms.reading.fields import Fields

OTHERS = ("GIFT_WRAP", "COD_FEE", "OTHER", "DELIVERY_TIP")


@dataclass(frozen=True, slots=True)
class Money:
    """What the order comes to, as told; None where it does not say."""

    goods: int | None
    shipping: int | None
    tax: int | None
    off: int
    others: int
    total: int | None

    @property
    def prices_include_tax(self) -> bool | None:
        """Which of the two sums is the total; None where both or neither are, or one is not known."""
        inside, on_top = self._holds(0), self._holds(self.tax or 0)
        return None if inside == on_top or not self.tax else bool(inside)

    @property
    def reconciles(self) -> bool:
        """False only where the parts contradict the total: what is not told contradicts nothing."""
        return None in {self.goods, self.total} or bool(self._holds(0) or self._holds(self.tax or 0))

    def _holds(self, tax: int) -> bool:
        if self.goods is None:
            return False
        return self.total == self.goods + (self.shipping or 0) + self.others - self.off + tax


def money_of(order: Fields, items: list[Fields], lines: tuple[LineDraft, ...], currency: str | None) -> Money:
    """By the order's own breakdown where it has one, else by those of its items."""
    proceeds = order.part("proceeds")
    parts = [order] if proceeds.parts("breakdowns") else items
    goods = [line.line_total_minor for line in lines if line.cancelled < line.quantity]
    known = [amount for amount in goods if amount is not None]
    return Money(
        goods=sum(known) if len(known) == len(goods) else None,
        shipping=subtotal(parts, "SHIPPING", currency),
        tax=subtotal(parts, "TAX", currency),
        off=abs(subtotal(parts, "DISCOUNT", currency) or 0),
        others=sum(subtotal(parts, kind, currency) or 0 for kind in OTHERS),
        total=proceeds.part("grandTotal").amount("amount", currency),
    )


def subtotal(parts: Iterable[Fields], kind: str, currency: str | None) -> int | None:
    told = (breakdown for part in parts for breakdown in part.part("proceeds").parts("breakdowns"))
    return sum_of_told(
        one.part("subtotal").amount("amount", currency) for one in told if one.text("type") == kind
    )


def whole_amount(item: Fields, unit: int | None, quantity: int) -> int | None:
    """What so many units cost."""
    if unit is None:
        return None
    if abs(unit * quantity) > MOST_MINOR_UNITS:
        item.refuse("product.price", "comes to more money than there can be")
    return unit * quantity
