"""Telling Shopify how many are left, each from the quantity that it had when we looked.

It takes all of a message or nothing of it, so what it has something against is told apart and the rest again.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from oms.channels.clients import ListedItem, StockLevel, Told
from oms.channels.shopify import questions
from oms.channels.shopify.graph import Graph, counted, dig, listed, sentences, worded
from oms.channels.shopify.values import bare, gid

STALE = "CHANGE_FROM_QUANTITY_STALE"
NOT_STOCKED = "Shopify does not stock it at the location that is entered here."
NAMESPACE = uuid.UUID("6f0d2a4e-3c1b-5e8f-9a70-b1c2d3e4f506")

Error = dict[str, Any]


def offers(graph: Graph, location: str) -> Iterator[ListedItem]:
    """Every variant with an SKU whose stock Shopify counts at this location."""
    for variant in graph.pages(questions.VARIANTS, "productVariants", location=location):
        item = dig(variant, "inventoryItem")
        quantity = _available(item)
        if quantity is not None and dig(item, "tracked") and dig(variant, "sku"):
            key, sku = bare(worded(item, "id")), worded(variant, "sku")
            yield ListedItem(key, sku, worded(variant, "displayName"), quantity)


def set_levels(graph: Graph, location: str, levels: Sequence[StockLevel]) -> list[Told]:
    waiting, told = list(levels), list[Told]()
    while waiting:
        errors = _set(graph, location, waiting)
        blamed = _by_level(errors, waiting)
        if errors and not blamed:
            return told + [Told(level.key, refusal=sentences(errors)) for level in waiting]
        told += _answers(graph, location, blamed)
        if not errors:
            return told + [Told(level.key) for level in waiting]
        waiting = [level for level in waiting if level.key not in blamed]
    return told


def _set(graph: Graph, location: str, levels: Sequence[StockLevel]) -> list[Error]:
    key = _key(levels)
    quantities = [
        {
            "inventoryItemId": gid("InventoryItem", level.key),
            "locationId": location,
            "quantity": level.quantity,
            "changeFromQuantity": level.before,
        }
        for level in levels
    ]
    told = {
        "name": "available",
        "reason": "correction",
        "referenceDocumentUri": f"backroom://stock/{key}",
        "quantities": quantities,
    }
    return graph.do(questions.SET_STOCK, "inventorySetQuantities", input=told, key=key)[1]


def _key(levels: Sequence[StockLevel]) -> str:
    """The same for each try of the same words."""
    words = "\n".join(f"{level.key} {level.quantity} {level.before} {level.attempt}" for level in levels)
    return str(uuid.uuid5(NAMESPACE, words))


def _by_level(errors: Sequence[Error], levels: Sequence[StockLevel]) -> dict[str, tuple[StockLevel, Error]]:
    """What Shopify has against which of them, as far as it says so."""
    blamed = {}
    for error in errors:
        place = _place(dig(error, "field"))
        if place is not None and place < len(levels):
            blamed[levels[place].key] = levels[place], error
    return blamed


def _place(field: Any) -> int | None:
    """Where in the message: ["input", "quantities", "3", "changeFromQuantity"]."""
    path = [str(name) for name in field] if isinstance(field, list) else []
    after = path[path.index("quantities") + 1 :] if "quantities" in path else []
    return int(after[0]) if after and after[0].isdecimal() else None


def _answers(graph: Graph, location: str, blamed: Mapping[str, tuple[StockLevel, Error]]) -> Iterator[Told]:
    """Where the quantity was another one, what it is now; it may be ours already, if an answer was lost."""
    stale = [level for level, error in blamed.values() if dig(error, "code") == STALE]
    now = _quantities(graph, location, stale) if stale else {}
    for level, error in blamed.values():
        if level not in stale:
            yield Told(level.key, refusal=sentences([error]))
        elif now.get(level.key) is None:
            yield Told(level.key, refusal=NOT_STOCKED)
        else:
            yield Told(level.key, now=None if now[level.key] == level.quantity else now[level.key])


def _quantities(graph: Graph, location: str, levels: Sequence[StockLevel]) -> dict[str, int | None]:
    ids = [gid("InventoryItem", level.key) for level in levels]
    found = listed(graph.ask(questions.LEVELS, ids=ids, location=location), "nodes")
    return {bare(worded(item, "id")): _available(item) for item in found if item is not None}


def _available(item: Any) -> int | None:
    """None where it is not stocked at the location."""
    level = dig(item, "inventoryLevel")
    found = listed(level, "quantities") if level is not None else ()
    return next((counted(one, "quantity") for one in found if dig(one, "name") == "available"), None)
