"""What the packages above have to say of an account: parts of its page, and how many things of it wait for somebody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from oms.channels.models import Channel


@dataclass(frozen=True, slots=True)
class Panel:
    """A template, and the question that answers what it shows as `told`; None where it has nothing to say."""

    template: str
    told: Callable[[Channel], Any]


PANELS: list[Panel] = []
WAITS: list[Callable[[], Mapping[int, int]]] = []
"""Each counts, by channel, what waits for somebody."""


def panels_of(channel: Channel) -> list[tuple[str, Any]]:
    """The templates of its page, each with what it shows."""
    found = [(panel.template, panel.told(channel)) for panel in PANELS]
    return [(template, told) for template, told in found if told is not None]


def what_waits() -> Mapping[int, int]:
    """How many things of each account wait for somebody; those of which none does are left out."""
    total: Counter[int] = Counter()
    for count in WAITS:
        total.update(count())
    return +total
