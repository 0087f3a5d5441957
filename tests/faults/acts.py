"""What people and channels do in the shop, chosen by chance: for the state machine and for the race.

An act looks at what is there, chooses, and says which verb would be called with what. Whether the verb
then refuses is not its business.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol, TypeVar

from sqlalchemy import select

from oms.core.db import db
from oms.core.operations import By
from oms.floorplan.models import Place
from tests.shop import Shop

T = TypeVar("T")
ACTORS = ("Ada", "Mo", "Ben")


class Choices(Protocol):
    """Where chance comes from."""

    def one(self, options: Sequence[T]) -> T: ...
    def number(self, least: int, most: int) -> int: ...


class Dice:
    """Chance out of a random generator."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def one(self, options: Sequence[T]) -> T:
        return self.random.choice(options)

    def number(self, least: int, most: int) -> int:
        return self.random.randint(least, most)


class First:
    """No chance at all: always the first."""

    def one(self, options: Sequence[T]) -> T:
        return options[0]

    def number(self, least: int, most: int) -> int:
        del most
        return least


@dataclass(frozen=True)
class Call:
    """A verb with what it is called with, and by whom."""

    verb: Any
    args: tuple[Any, ...]
    told: dict[str, Any] = field(default_factory=dict)
    actor: str | None = None

    def make(self, by: By) -> Any:
        return self.verb(*self.args, **self.told, by=by)

    def __str__(self) -> str:
        return f"{self.verb.name}{self.args!r}"[:300]


Act = Callable[[Shop, Choices], Call | None]
ACTS: dict[str, Act] = {}
BY_WEIGHT: list[str] = []


def act(weight: int = 1) -> Callable[[Act], Act]:
    """Decorator: one thing that may happen, `weight` times as often as the rarest."""

    def add(function: Act) -> Act:
        ACTS[function.__name__] = function
        BY_WEIGHT.extend([function.__name__] * weight)
        return function

    return add


def call(verb: Any, *args: Any, actor: str | None = None, **told: Any) -> Call:
    return Call(verb, args, told, actor)


def some(query: Any, choose: Choices) -> Any:
    """One of the rows, or None where there are none."""
    rows = db.session.scalars(query).all()
    db.session.expunge_all()
    db.session.rollback()
    return choose.one(rows) if rows else None


def somewhere(choose: Choices) -> int:
    """A bin most of the time, else the dock or the quarantine shelf."""
    kinds = ("bin",) if choose.number(0, 4) else ("dock", "quarantine")
    return int(some(select(Place.id).where(Place.kind.in_(kinds)).order_by(Place.id), choose))


def some_sku(shop: Shop, choose: Choices) -> int:
    return choose.one(sorted(shop.skus.values()))
