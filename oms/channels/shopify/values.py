"""Ids, units and money, as Shopify's JSON writes them."""

from __future__ import annotations

from collections.abc import Iterable

from oms.reading.amounts import MOST_MINOR_UNITS
from oms.reading.cells import MOST_UNITS
from oms.reading.fields import Fields


def id_of(thing: Fields, name: str = "id") -> str:
    return bare(thing.identifier(name) or thing.refuse(name, "is missing"))


def bare(told: str) -> str:
    """The number of an id, which Shopify also writes as gid://shopify/Order/1."""
    return told.rpartition("/")[2]


def gid(kind: str, told: str) -> str:
    """The id as Shopify's API wants it."""
    return f"gid://shopify/{kind}/{bare(told)}"


def line_of(line: Fields) -> str:
    """The line of the order that a line of a refund or of a fulfilment is about."""
    told = line.identifier("line_item_id") or line.part("line_item").identifier("id")
    return bare(told) if told else id_of(line)


def units(thing: Fields, name: str) -> int | None:
    told = thing.whole(name)
    if told is not None and not 0 <= told <= MOST_UNITS:
        thing.refuse(name, f"is {told}, which is no number of units")
    return told


def shop_money(thing: Fields, name: str, currency: str | None) -> int | None:
    """In the currency of the shop's books, whatever the customer saw."""
    told = thing.part(f"{name}_set").part("shop_money")
    return told.amount("amount", currency) if "amount" in told else thing.amount(name, currency)


def together(thing: Fields, name: str, amounts: Iterable[int | None]) -> int | None:
    """What several amounts come to; unknown where one of them is."""
    told = list(amounts)
    total = None if None in told else sum(filter(None, told))
    if total is not None and abs(total) > MOST_MINOR_UNITS:
        thing.refuse(name, "comes to more money than there can be")
    return total
