"""One row of an Amazon report, read: the facts of its item, and the promotions on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from oms.channels.parsed import Notes
from oms.orders.drafts import LineDraft
from oms.reading.problems import RowProblem
from oms.reading.rows import Row

ITEM_ID_DIGITS = 14
MOST_EATEN_ZEROS = 2

PromotionIds = tuple[str | None, str | None]
Discounts = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class ItemFacts:
    """What every row of one item repeats. Money is for the whole quantity; None is not told."""

    sku: str | None
    title: str = field(compare=False)
    quantity: int
    shipped: int
    cancelled: int
    price: int | None
    tax: int | None
    shipping: int | None
    shipping_tax: int | None
    gift_wrap: int
    gift_wrap_tax: int

    @property
    def all_tax(self) -> int | None:
        if self.tax is None or self.shipping_tax is None:
            return None
        return self.tax + self.shipping_tax + self.gift_wrap_tax

    def line(self, item_id: str, discount: int | None) -> LineDraft:
        """The price for the whole quantity is the truth; a unit price only where it divides evenly."""
        units, remainder = divmod(self.price or 0, self.quantity)
        return LineDraft(
            external_id=item_id,
            sku=self.sku,
            title=self.title,
            quantity=self.quantity,
            cancelled=self.cancelled,
            shipped_by_channel=self.shipped,
            unit_price_minor=None if self.price is None or remainder else units,
            line_total_minor=self.price,
            tax_minor=self.tax,
            discount_minor=discount,
        )


@dataclass(slots=True)
class Item:
    """One item, and every promotion that one row or more tell of it."""

    facts: ItemFacts
    promotions: dict[PromotionIds, Discounts] = field(default_factory=dict)

    @property
    def off_item(self) -> int | None:
        """What all promotions take off the item; None where none is told."""
        return sum_of_told(off_item for off_item, _ in self.promotions.values())

    @property
    def off_shipping(self) -> int | None:
        return sum_of_told(off_shipping for _, off_shipping in self.promotions.values())


def sum_of_told(amounts: Iterable[int | None]) -> int | None:
    told = [amount for amount in amounts if amount is not None]
    return sum(told) if told else None


def item_id(row: Row, notes: Notes) -> str:
    """The item's id with the zeros in front that a spreadsheet takes for needless."""
    told = row.identifier("order-item-id")
    if told is None:
        raise RowProblem(row.number, "order-item-id is blank")
    lost = ITEM_ID_DIGITS - len(told)
    if not (told.isdecimal() and 0 < lost <= MOST_EATEN_ZEROS):
        return told
    notes.remark(row.number, f"order-item-id {told} had lost its leading zero: restored")
    return told.zfill(ITEM_ID_DIGITS)


def item_facts(row: Row, currency: str | None) -> ItemFacts:
    sku = row.identifier("sku")
    quantity, shipped, cancelled = _units(row)
    return ItemFacts(
        sku=sku,
        title=row.text("product-name") or sku or "(no name)",
        quantity=quantity,
        shipped=shipped,
        cancelled=cancelled,
        **item_money(row, currency),
    )


def item_money(row: Row, currency: str | None) -> dict[str, Any]:
    """The amounts of an item, by their names in its facts."""
    return {
        "price": row.money("item-price", currency),
        "tax": row.money("item-tax", currency),
        "shipping": row.money("shipping-price", currency),
        "shipping_tax": row.money("shipping-tax", currency),
        "gift_wrap": row.money("gift-wrap-price", currency) or 0,
        "gift_wrap_tax": row.money("gift-wrap-tax", currency) or 0,
    }


def promotion(row: Row, currency: str | None) -> tuple[PromotionIds, Discounts]:
    """Which promotions this row tells, and what each takes off the item and its shipping."""
    ids = (row.text("item-promotion-id"), row.text("ship-promotion-id"))
    discounts = (
        row.discount("item-promotion-discount", currency),
        row.discount("ship-promotion-discount", currency),
    )
    return ids, discounts


def _units(row: Row) -> tuple[int, int, int]:
    """Ordered, shipped and cancelled: what is neither shipped nor to ship is not wanted any more."""
    ordered, shipped, to_ship = (
        row.quantity(f"quantity-{what}") for what in ("purchased", "shipped", "to-ship")
    )
    if ordered is None:
        ordered = _told(row, to_ship) + (shipped or 0)
    if shipped is None:
        shipped = 0 if to_ship is None else max(ordered - to_ship, 0)
    cancelled = 0 if to_ship is None else ordered - shipped - to_ship
    if cancelled < 0 or shipped > ordered:
        raise RowProblem(
            row.number, f"the quantities contradict each other: more than the {ordered} purchased"
        )
    return ordered, shipped, cancelled


def _told(row: Row, to_ship: int | None) -> int:
    if to_ship is None:
        raise RowProblem(row.number, "the row tells no quantity")
    return to_ship
