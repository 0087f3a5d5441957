"""Which bins to take from: few bins, those already on the walk, nearly empty ones, the oldest stock. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """So many of a SKU for one demand."""

    demand_id: int
    sku_id: int
    quantity: int


@dataclass(slots=True)
class Shelf:
    """What of a SKU is free to take in one bin; a lower `age` is older stock."""

    place_id: int
    free: int
    age: int


@dataclass(frozen=True, slots=True)
class Take:
    """So many out of one bin for one demand."""

    demand_id: int
    sku_id: int
    place_id: int
    quantity: int


def bind(needs: Sequence[Need], shelves: Mapping[int, Sequence[Shelf]], on_walk: set[int]) -> list[Take]:
    """Bind needs to bins. What no bin holds is left out; `on_walk` are bins visited anyway."""
    visited, takes = set(on_walk), []
    left = {sku_id: [Shelf(s.place_id, s.free, s.age) for s in of_sku] for sku_id, of_sku in shelves.items()}
    for need in needs:
        wanted = need.quantity
        while wanted:
            shelf = _best([s for s in left.get(need.sku_id, []) if s.free > 0], wanted, visited)
            if shelf is None:
                break
            quantity = min(wanted, shelf.free)
            takes.append(Take(need.demand_id, need.sku_id, shelf.place_id, quantity))
            shelf.free -= quantity
            wanted -= quantity
            visited.add(shelf.place_id)
    return takes


def _best(shelves: list[Shelf], wanted: int, visited: set[int]) -> Shelf | None:
    def rank(shelf: Shelf) -> tuple[bool, bool, int, int, int]:
        enough = shelf.free >= wanted
        return (
            not enough,
            shelf.place_id not in visited,
            shelf.free if enough else -shelf.free,
            shelf.age,
            shelf.place_id,
        )

    return min(shelves, key=rank, default=None)
