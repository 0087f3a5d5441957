"""A message of a channel in which one thing after the other is nonsense."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

NONSENSE = (
    *(
        None,
        "",
        "x",
        "0",
        " ",
        "\ud800",
        "é" * 300,
        "9" * 40,
        "2026-13-45T99:00:00Z",
        "1E+9",
        "-1",
        True,
        False,
    ),
    *(
        0,
        -1,
        10**30,
        1.5,
        [],
        {},
        [[]],
        [None],
        {"x": 1},
        ["x"],
        {"amount": "x"},
        {"amount": 1, "divisor": 0},
    ),
)


def places(told: Any, before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to everything that is in a message."""
    inside = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for name, value in inside:
        yield (*before, name)
        yield from places(value, (*before, name))


def spoilt(told: Any, seed: int) -> Iterator[Any]:
    """Each place once, with some nonsense in it or nothing at all."""
    chance = random.Random(seed)
    for way in places(told):
        copied = copy.deepcopy(told)
        inner = copied
        for name in way[:-1]:
            inner = inner[name]
        if isinstance(inner, dict) and chance.random() < 0.1:
            del inner[way[-1]]
        else:
            inner[way[-1]] = chance.choice(NONSENSE)
        yield copied
