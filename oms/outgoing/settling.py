"""Which units of its lines a channel learns of with a parcel. Pure.

A channel counts what it sold: a kit or a multipack is one unit, which has left when all of its parts have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PartSent:
    """So many of a part have left in all; one unit of its line takes `per` of it."""

    line_id: int
    per: int
    sent: int


def whole_units(parts: Iterable[PartSent]) -> dict[int, int]:
    """How many units of each line are whole among what left."""
    found: dict[int, list[int]] = defaultdict(list)
    for part in parts:
        found[part.line_id].append(part.sent // part.per)
    return {line_id: min(units) for line_id, units in found.items()}


def newly_settled(parts: Iterable[PartSent], told: Mapping[int, int]) -> dict[int, int]:
    """The units of each line that are whole now and of which the channel was not told."""
    now = {line_id: units - told.get(line_id, 0) for line_id, units in whole_units(parts).items()}
    return {line_id: units for line_id, units in now.items() if units > 0}
