"""One measured figure, and how a table of them reads."""

from __future__ import annotations

import logging
import statistics
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`ratio` is ours to the floor, the cheapest thing that could do the same, measured in the same minute."""

    name: str
    what: str
    ours: str
    floor: str = ""
    ratio: str = ""
    bar: str = ""
    aim: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of what must never go wrong. `floor` is the cheapest thing that could do the same, in the same run."""

    name: str
    value: float
    unit: str
    floor: str
    note: str


HEADS = ("", "What", "Measured", "Floor", "Ours to floor", "Bar", "Aim")


def table(figures: Iterable[Figure]) -> str:
    """In Markdown, for the README."""
    lines = [" | ".join(("", *HEADS, "")).strip(), "|---" * len(HEADS) + "|"]
    lines += [
        f"| {f.name} | {f.what} | {f.ours} | {f.floor} | {f.ratio} | {f.bar} | {f.aim} |" for f in figures
    ]
    return "\n".join(lines)


def percentile(values: Sequence[float], percent: float) -> float:
    """The value below which so many per cent of them lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * percent / 100))]


def quiet() -> None:
    """Thousands of pages are asked for, and nobody reads a line for each."""
    logging.getLogger("oms").setLevel(logging.WARNING)


def best_and_median(values: Sequence[float]) -> tuple[float, float]:
    return max(values), statistics.median(values)


def side_by_side(rounds: int, *runs: Callable[[], float]) -> list[list[float]]:
    """Each of the runs so many times, in turns, so that a busy minute hits all of them."""
    found: list[list[float]] = [[] for _ in runs]
    for _ in range(rounds):
        for values, run in zip(found, runs, strict=True):
            values.append(run())
    return found
