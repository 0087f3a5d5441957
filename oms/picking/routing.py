"""In which order to walk to the bins. Pure.

Nearest neighbour from the start, then 2-opt on rectilinear distances (Croes 1958): near enough for
the few stops of one order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stop:
    """A bin on the plan, in centimetres; a bin that was never drawn has no place and comes by its code."""

    place_id: int
    x: int | None
    y: int | None
    sort_key: str


def walk(stops: Sequence[Stop], start: tuple[int, int] = (0, 0)) -> list[int]:
    """Place ids in walking order: those on the plan by a short way, then the others by their code."""
    drawn = sorted((s for s in stops if s.x is not None and s.y is not None), key=lambda s: s.sort_key)
    rest = sorted((s for s in stops if s.x is None or s.y is None), key=lambda s: s.sort_key)
    points = [start, *((s.x or 0, s.y or 0) for s in drawn)]
    way = _two_opt(_nearest(points), points)
    return [drawn[index - 1].place_id for index in way[1:]] + [s.place_id for s in rest]


def way_length(points: Sequence[tuple[int, int]], way: Sequence[int]) -> int:
    """Centimetres of the round trip."""
    return sum(_far(points[a], points[b]) for a, b in zip(way, [*way[1:], way[0]], strict=True))


def _nearest(points: Sequence[tuple[int, int]]) -> list[int]:
    way, left = [0], set(range(1, len(points)))
    while left:
        here = points[way[-1]]
        way.append(min(left, key=lambda index: (_far(here, points[index]), index)))
        left.remove(way[-1])
    return way


def _two_opt(way: list[int], points: Sequence[tuple[int, int]]) -> list[int]:
    improved = len(way) > 3  # noqa: PLR2004 — fewer cannot be turned round
    while improved:
        improved = False
        for first in range(1, len(way) - 1):
            for last in range(first + 1, len(way)):
                turned = way[:first] + way[first : last + 1][::-1] + way[last + 1 :]
                if way_length(points, turned) < way_length(points, way):
                    way, improved = turned, True
    return way


def _far(a: tuple[int, int], b: tuple[int, int]) -> int:
    return abs(a[0] - b[0]) + abs(a[1] - b[1])
