"""How far a shop has come where a test begins: it is built once, and each test has a copy of its database."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask

from tests.databases import EMPTY
from tests.lived_in import LivedIn
from tests.shop import Shop


@dataclass(frozen=True)
class Built:
    """A shop as it was when its database was kept, and the number that its next order has."""

    shop: Shop
    ids: dict[str, int]
    number: int


class Stages:
    """Named as the fixtures are: "shop" is open, and in "lived" everything has happened once."""

    def __init__(self, app: Flask, database: Any) -> None:
        self.app, self.database = app, database
        self.built: dict[str, Built] = {}
        self.name = EMPTY

    def begin(self, fixtures: Iterable[str]) -> None:
        """With a fresh database, for a test that asks for these fixtures."""
        name = next((name for name in reversed(BUILDING) if name in fixtures), EMPTY)
        if name != EMPTY and name not in self.built:
            self.built[name] = BUILDING[name](self)
            self.database.keep(self.app, name)
        self.database.start_afresh(self.app, name)
        self.name = name

    def shop(self) -> Shop:
        built = self.built[self.name]
        return built.shop.again(built.number)


def _open(stages: Stages) -> Built:
    stages.begin(())
    shop = Shop.open(stages.app)
    return Built(shop, {}, next(shop.numbers))


def _live(stages: Stages) -> Built:
    stages.begin(["shop"])
    lived = LivedIn(stages.shop())
    return Built(lived.shop, lived.ids, next(lived.shop.numbers))


BUILDING: dict[str, Callable[[Stages], Built]] = {"shop": _open, "lived": _live}
