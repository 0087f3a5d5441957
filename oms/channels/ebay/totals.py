"""What an eBay order comes to. What eBay took of the buyer and passes on to a state was never the seller's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Totals:
    total: int | None
    prices_include_tax: bool | None
    reconciles: bool


@dataclass(frozen=True, slots=True)
class Amounts:
    """As told, in minor units; None is unknown. `passed_on` is what eBay keeps, and may have counted into the
    total or not.
    """

    goods: int | None
    shipping: int | None
    tax: int | None
    told: int | None
    discount: int = 0
    passed_on: Sequence[int] = ()

    def totals(self) -> Totals:
        """The seller's own total: what was told, without what eBay passes on where it was counted in."""
        if self.goods is None or self.shipping is None:
            return Totals(None if any(self.passed_on) else self.told, None, reconciles=True)
        inside = self.goods + self.shipping - self.discount
        on_top = inside + (self.tax or 0)
        if self.told is None or self.told in self._sums(on_top):
            return Totals(on_top if self.told is not None else None, self._is_inside(), reconciles=True)
        if self.told in self._sums(inside):
            return Totals(inside, prices_include_tax=True, reconciles=True)
        return Totals(self.told, None, reconciles=False)

    def _is_inside(self) -> bool | None:
        """Where a tax was added to the prices, it is not in them."""
        return False if self.tax and self.told is not None else None

    def _sums(self, own: int) -> set[int]:
        counts = range(len(self.passed_on) + 1)
        return {own + sum(some) for count in counts for some in combinations(self.passed_on, count)}
