"""How many of an offer a channel is told. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Level:
    """`makes` is how many could be put together now, and `quantity` how many of them the channel is told."""

    makes: int
    quantity: int


def level_of(
    parts: Iterable[tuple[int, int]], available: Mapping[int, int], buffer: int, cap: int | None
) -> Level | None:
    """`parts` are what one of the offer takes: SKUs, and how many of each. None where nobody knows: it has no
    parts, or one of them was never counted.
    """
    takes: Counter[int] = Counter()
    for sku_id, per in parts:
        takes[sku_id] += per
    if not takes or takes.keys() - available.keys():
        return None
    makes = min(max(0, available[sku_id]) // per for sku_id, per in takes.items())
    return Level(makes, told(makes, buffer, cap))


def told(makes: int, buffer: int, cap: int | None) -> int:
    """Fewer by the buffer, never more than the cap, and never below zero."""
    left = max(0, makes - buffer)
    return left if cap is None else min(left, cap)
