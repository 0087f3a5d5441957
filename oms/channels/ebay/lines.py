"""The lines of an order as eBay's API tells it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from oms.channels.ebay.naming import item_key, variation_of
from oms.orders.drafts import LineDraft
from oms.reading.cells import MOST_UNITS
from oms.reading.fields import Fields

PARTLY = (
    "“{}” is partly sent already, and eBay does not say how many of {}: look it up there before this ships."
)


@dataclass(frozen=True, slots=True)
class Money:
    """Amounts of one order. One in another currency is unknown: the buyer may have paid in theirs."""

    currency: str | None

    def of(self, told: Fields, name: str) -> int | None:
        amount = told.part(name)
        return amount.amount("value", self.currency) if amount.currency("currency") == self.currency else None


def read_lines(order: Fields, money: Money, doubts: list[str], *, leaves_here: bool) -> Iterator[LineDraft]:
    told = order.parts("lineItems")
    if not told:
        order.refuse("lineItems", "is empty")
    keys = [key_of(line) for line in told]
    often, sent = Counter(keys), _sent(order)
    for line, key in zip(told, keys, strict=True):
        line_id = line.identifier("lineItemId") or line.refuse("lineItemId", "is missing")
        quantity = _quantity(line)
        sku, cost = line.identifier("sku"), money.of(line, "lineItemCost")
        yield LineDraft(
            external_id=line_id,
            known_as=(key,) if key and often[key] == 1 else (),
            sku=sku or key or None,
            title=_title(line) or sku or key,
            quantity=quantity,
            shipped_by_channel=_shipped(line, quantity, sent.get(line_id), doubts),
            unit_price_minor=None if cost is None or cost % quantity else cost // quantity,
            line_total_minor=cost,
            tax_minor=_tax(line, money),
            discount_minor=_discount(line, cost, money),
            requires_shipping=leaves_here,
        )


def _quantity(line: Fields) -> int:
    quantity = line.whole("quantity") or 0
    if not 0 < quantity <= MOST_UNITS:
        line.refuse("quantity", "is missing, or no number of units")
    return quantity


def key_of(line: Fields) -> str:
    item = line.identifier("legacyItemId") or ""
    return item and item_key(item, _variation(line))


def _variation(line: Fields) -> str:
    aspects = line.parts("variationAspects")
    return variation_of((one.text("name") or "", one.text("value") or "") for one in aspects)


def _title(line: Fields) -> str:
    title, variation = line.text("title") or "", _variation(line)
    return title if not variation or variation in title else f"{title} [{variation}]"


def _sent(order: Fields) -> Counter[str]:
    """Units that have left, by line: from the parcels, where those were asked for too."""
    units = Counter[str]()
    for parcel in order.parts("fulfillments"):
        for line in parcel.parts("lineItems"):
            units[line.identifier("lineItemId") or ""] += line.whole("quantity") or 0
    return units


def _shipped(line: Fields, quantity: int, sent: int | None, doubts: list[str]) -> int:
    status = line.text("lineItemFulfillmentStatus")
    if status == "FULFILLED":
        return quantity
    if status == "IN_PROGRESS" and sent is None:
        doubts.append(PARTLY.format(line.text("title"), quantity))
    return min(sent or 0, quantity)


def _tax(line: Fields, money: Money) -> int | None:
    """What the seller collects; what eBay does is told apart."""
    told = [amount for tax in line.parts("taxes") if (amount := money.of(tax, "amount")) is not None]
    return sum(told) if told else None


def _discount(line: Fields, cost: int | None, money: Money) -> int | None:
    less = money.of(line, "discountedLineItemCost")
    return cost - less if cost is not None and less is not None and less < cost else None
