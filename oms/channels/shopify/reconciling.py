"""Whether the totals of an order agree with each other, and what that tells of its prices."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Totals:
    """The totals as told, in minor units; None where the file does not say.

    `gross` is what the lines come to before any discount, None where a price is unknown.
    """

    gross: int | None
    line_discounts: int
    order_discount: int
    refunded: int
    subtotal: int | None
    shipping: int | None
    tax: int | None
    duties: int
    total: int | None

    @property
    def holds_with_tax_inside(self) -> bool | None:
        """Total = Subtotal + Shipping, which is so where prices include tax; None is not known."""
        return self._holds(0)

    @property
    def holds_with_tax_on_top(self) -> bool | None:
        """Total = Subtotal + Shipping + Taxes, which is so where they do not."""
        return self._holds(self.tax)

    @property
    def prices_include_tax(self) -> bool | None:
        """Which of the two equations holds; None where both or neither do, or one is not known."""
        inside, on_top = self.holds_with_tax_inside, self.holds_with_tax_on_top
        return None if on_top is None or inside == on_top else inside

    @property
    def reconciles(self) -> bool:
        """False only where the totals contradict each other: what is not told contradicts nothing."""
        equations = (self.holds_with_tax_inside, self.holds_with_tax_on_top)
        return equations != (False, False) and self._lines_make_subtotal()

    def _holds(self, tax: int | None) -> bool | None:
        if self.total is None or self.subtotal is None or self.shipping is None or tax is None:
            return None
        return self.total - self.subtotal - self.shipping - tax in {0, self.duties}

    def _lines_make_subtotal(self) -> bool:
        """Subtotal is after discounts, but a discount may be on shipping, or refunded since."""
        if self.gross is None or self.subtotal is None:
            return True
        reductions = self.line_discounts + self.order_discount + self.refunded
        return self.gross - reductions <= self.subtotal <= self.gross
