"""What the items of an Amazon order come to: known only where every item tells its part."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from oms.channels.amazon.items import Item, sum_of_told

TAX_ON_TOP = {"USD", "CAD"}
"""Where item-price is without tax. Elsewhere tax may be inside it, and no column says so."""


@dataclass(frozen=True, slots=True)
class Totals:
    """`off_shipping` is the order's own discount; what is taken off an item stands on its line."""

    total: int | None
    shipping: int | None
    tax: int | None
    off_shipping: int | None
    prices_include_tax: bool | None


def totals_of(items: list[Item], currency: str | None) -> Totals:
    """Sums over the items. A tax that may be inside the prices or on top makes the total unknown."""
    facts = [item.facts for item in items]
    shipping = _sum_of_all(fact.shipping for fact in facts)
    tax = _sum_of_all(fact.all_tax for fact in facts)
    goods = _sum_of_all(fact.price for fact in facts)
    off_shipping = sum_of_told(item.off_shipping for item in items)
    total = _sum_of_all((goods, shipping, tax if currency in TAX_ON_TOP or tax == 0 else None))
    if total is not None:
        total += sum(fact.gift_wrap for fact in facts) - (off_shipping or 0)
        total -= sum_of_told(item.off_item for item in items) or 0
    return Totals(
        total=None if total is None or total < 0 else total,
        shipping=shipping,
        tax=tax,
        off_shipping=off_shipping,
        prices_include_tax=False if tax and currency in TAX_ON_TOP else None,
    )


def _sum_of_all(amounts: Iterable[int | None]) -> int | None:
    """The sum, or None as soon as one is not known."""
    total = 0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total
