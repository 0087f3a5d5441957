"""Shelving as people describe it: aisles, bays on both sides, levels above each other. Pure.

Bays count from the front, odd on the left, even on the right; the front of the shop is where y is 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import ascii_uppercase

AISLE_WIDTH = 300
ACROSS = 200
BAY_LENGTH = 100
EDGE = 100
MOST_AISLES = 60
SUGGESTED = 4
RANGE = re.compile(r"([^\W\d_]|\d{1,3})\s*[-–]\s*([^\W\d_]|\d{1,3})")


@dataclass(frozen=True, slots=True)
class BinDraft:
    """A bin that is to be: its code, and where it stands on the plan in centimetres."""

    code: str
    x: int | None = None
    y: int | None = None


def aisle_names(text: str) -> list[str]:
    """`A-D` or `A, B, C` or `1-12` as names, in that order. Raises ValueError."""
    names: list[str] = []
    for part in filter(None, (part.strip() for part in text.split(","))):
        between = RANGE.fullmatch(part)
        names.extend(_between(*between.groups()) if between else [part])
    names = list(dict.fromkeys(names))
    if not 0 < len(names) <= MOST_AISLES:
        raise ValueError(f"between 1 and {MOST_AISLES} aisles")
    return names


def free_aisles(standing: Mapping[str, int]) -> list[str]:
    """The next letters that no aisle has, to begin with."""
    return [letter for letter in ascii_uppercase if letter.casefold() not in standing][:SUGGESTED]


def _between(first: str, last: str) -> list[str]:
    if first.isdigit() and last.isdigit():
        return [str(number) for number in range(int(first), int(last) + 1)]
    if first.isdigit() or last.isdigit():
        raise ValueError("a range goes from letter to letter or from number to number")
    return [chr(point) for point in range(ord(first.upper()), ord(last.upper()) + 1)]


def shelving(
    aisles: list[str], bays: range, levels: int, standing: Mapping[str, int] | None = None
) -> Iterator[BinDraft]:
    """The bins of new shelving. `standing` is how far from the left the aisles are that are there already:
    one of those grows at its end, new ones stand to the right of all.
    """
    for aisle, left in _lefts(aisles, standing or {}):
        for bay in bays:
            x = left + (0 if bay % 2 else ACROSS)
            y = EDGE + (bay - 1) // 2 * BAY_LENGTH
            for level in range(1, levels + 1):
                yield BinDraft(f"{aisle}-{bay:02}-{level}", x, y)


def _lefts(aisles: list[str], standing: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    free = max(standing.values()) + AISLE_WIDTH if standing else EDGE
    for aisle in aisles:
        known = standing.get(aisle.casefold())
        yield aisle, free if known is None else known
        free += AISLE_WIDTH if known is None else 0
