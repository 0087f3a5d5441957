"""Which box to offer first, and what the parcel will weigh. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

Contents = Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Packed:
    """A parcel that was sealed: its box, and how many of which SKU were in it."""

    packaging_id: int
    contents: Contents


@dataclass(frozen=True, slots=True)
class Advice:
    """A box and why it is offered: `same` items went into it the last time, or it was used `last`."""

    packaging_id: int
    why: str


def suggest_box(contents: Contents, past: Sequence[Packed]) -> Advice | None:
    """From the parcels that were sealed lately, the latest first; None where there are none."""
    for packed in past:
        if dict(packed.contents) == dict(contents):
            return Advice(packed.packaging_id, "same")
    return Advice(past[0].packaging_id, "last") if past else None


def weight_of(contents: Iterable[tuple[int | None, int]]) -> int | None:
    """Grams of so many of each; unknown where one of them is unknown."""
    total = 0
    for weight_g, quantity in contents:
        if weight_g is None:
            return None
        total += weight_g * quantity
    return total
