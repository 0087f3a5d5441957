"""The lines of one order as Shopify tells them by itself, each with an id of its own.

What was ordered stays ordered. What is no longer wanted, and what left without us, is counted beside it: a
unit that came back after it had left is neither. The orders export has no ids: there a line is known by what
it is and by its place, which counts the lines that were taken out too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from oms.channels.shopify.naming import Names
from oms.channels.shopify.refunds import taken_off
from oms.channels.shopify.values import id_of, line_of, shop_money, together, units
from oms.orders.drafts import LineDraft
from oms.reading.fields import Fields

NEVER_LEFT = {"cancelled", "error", "failure"}


@dataclass(frozen=True, slots=True)
class Gone:
    """Units by line: those that left, and those that were taken off before they did."""

    left: Mapping[str, int]
    taken_off: Mapping[str, int]


def to_lines(order: Fields, currency: str | None) -> tuple[LineDraft, ...]:
    """An order that is cancelled as a whole says so with a date, and not line by line."""
    gone = Gone(_left(order.parts("fulfillments")), taken_off(order.parts("refunds")))
    is_cancelled = order.utc("cancelled_at") is not None
    told, names = [], Names()
    for place, line in enumerate(order.parts("line_items"), 1):
        one = _line(line, currency, gone, is_cancelled)
        told.append(replace(one, known_as=(names.next(one.sku or one.title), str(place))))
    return tuple(told)


def is_edited(order: Fields) -> bool:
    """Whether units were added to it or taken off since its totals were made."""
    counts = [(line.whole("quantity"), line.whole("current_quantity")) for line in order.parts("line_items")]
    return any(now is not None and now != first for first, now in counts)


def _left(fulfilments: Iterable[Fields]) -> Counter[str]:
    left: Counter[str] = Counter()
    for fulfilment in fulfilments:
        if (fulfilment.text("status") or "").casefold() not in NEVER_LEFT:
            for line in fulfilment.parts("line_items"):
                left[line_of(line)] += units(line, "quantity") or 0
    return left


def _line(line: Fields, currency: str | None, gone: Gone, is_cancelled: bool) -> LineDraft:
    external_id, quantity = id_of(line), units(line, "quantity")
    if quantity is None:
        line.refuse("quantity", "is missing")
    left = min(gone.left.get(external_id, 0), quantity)
    price, sku = shop_money(line, "price", currency), line.text("sku")
    return LineDraft(
        external_id=external_id,
        sku=sku,
        title=line.text("name") or line.text("title") or sku or "(no name)",
        quantity=quantity,
        cancelled=0 if is_cancelled else _no_longer_wanted(line, quantity, left, gone.taken_off),
        shipped_by_channel=left,
        unit_price_minor=price,
        line_total_minor=together(line, "price", [price and price * quantity]),
        tax_minor=_sum(line, "tax_lines", "price", currency),
        discount_minor=_discount(line, currency),
        requires_shipping=line.flag("requires_shipping") is not False and not line.flag("gift_card"),
    )


def _no_longer_wanted(line: Fields, quantity: int, left: int, taken: Mapping[str, int]) -> int:
    """Either a refund says so, or both counters do: fewer are in the order, and fewer are left to send. One
    alone also falls when a unit comes back, or is paid back and still sent.
    """
    current, to_send = units(line, "current_quantity"), units(line, "fulfillable_quantity")
    fewer = 0
    if current is not None and to_send is not None:
        fewer = min(quantity - current, quantity - left - to_send)
    return min(max(fewer, taken.get(id_of(line), 0)), quantity - left)


def _discount(line: Fields, currency: str | None) -> int | None:
    if "discount_allocations" in line:
        return _sum(line, "discount_allocations", "amount", currency)
    return shop_money(line, "total_discount", currency)


def _sum(line: Fields, parts: str, name: str, currency: str | None) -> int | None:
    """What several amounts come to; unknown where one is, or where nothing is told of them."""
    if parts not in line:
        return None
    return together(line, parts, (shop_money(part, name, currency) for part in line.parts(parts)))
