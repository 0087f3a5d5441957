"""The shop among channels that are only played: a person can watch orders come in and stock go out."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from oms.catalog.models import Sku
from oms.channels.connecting import connect_account
from oms.channels.kinds import find_kind
from oms.channels.looking import want_look
from oms.channels.models import Channel, Connection
from oms.channels.setting_up import add_channel
from oms.core.db import db
from oms.core.errors import Refused
from oms.core.operations import By
from oms.floorplan.finding import first_site
from oms.inventory.models import Stock

STAGE = "tests.channels.simulator.stage"
NAME = "Live"
BY = "demo"
NO_STAGE = "The channels that are played come with the tests, and there is no folder tests here."
NOT_ALLOWED = (
    "The played channels are on this machine: set ALLOW_LOCAL_CHANNELS=1 for this and for the running shop."
)
CALLS_OFF = 6
"""One customer of so many calls an order off."""


@dataclass
class Live:
    """The played channels and the accounts that are connected to them; `told` is what each believes of each SKU."""

    stage: Any
    titles: dict[str, str]
    chance: random.Random
    bought: list[tuple[Any, str]] = field(default_factory=list)
    told: dict[tuple[str, str], int] = field(default_factory=dict)

    @classmethod
    def begin(cls, at: str, *, local_allowed: bool, seed: int | None = None) -> Live:
        """Play the channels, connect an account to each, and let them tell the shop at that address. Raises Refused."""
        if not local_allowed:
            raise Refused(NOT_ALLOWED)
        if find_spec("tests") is None or find_spec(STAGE) is None:
            raise Refused(NO_STAGE)
        goods = _goods()
        live = cls(
            import_module(STAGE).Stage(goods, seed),
            {sku: title for sku, title, _ in goods},
            random.Random(seed),  # noqa: S311 — customers, not secrets
        )
        live.stage.open()
        for played in live.stage.channels:
            played.listen(f"{at.rstrip('/')}/hooks/{_connect(played)}")
        live._listen_for_news()
        return live

    def step(self) -> str:
        """One customer does something; the answer says what."""
        if self.bought and self.chance.randrange(CALLS_OFF) == 0:
            played, order = self.bought.pop(self.chance.randrange(len(self.bought)))
            played.call_off(order)
            return f"{_label(played)}: {order} is called off"
        played, order, sku, quantity = self.stage.somebody_buys()
        self.bought.append((played, order))
        self.told[played.kind, sku] = self.told.get((played.kind, sku), 0) - quantity
        if not find_kind(played.kind).webhook or played.kind == "amazon":
            want_look(_account(played.kind), by=By(BY))
        return f"{_label(played)}: {order}, {quantity} × {self.titles[sku]}"

    def news(self) -> list[str]:
        """What channels were told of the stock since the last time."""
        before, now = dict(self.told), self._listen_for_news()
        return [
            f"  {find_kind(kind).label} was told: {self.titles[sku]}, {left} left"
            for (kind, sku), left in now.items()
            if before.get((kind, sku)) != left and sku in self.titles
        ]

    def _listen_for_news(self) -> dict[tuple[str, str], int]:
        for played in self.stage.channels:
            self.told |= {(played.kind, sku): left for sku, left in played.quantities().items()}
        return self.told

    def end(self) -> None:
        self.stage.close()


def watch(live: Live, every: float, say: Callable[[str], object], steps: Iterator[int]) -> None:
    """A customer now and then, and all that the channels are told meanwhile."""
    for _ in steps:
        say(live.step())
        until = time.monotonic() + every
        while time.monotonic() < until:
            time.sleep(min(1.0, every))
            for sentence in live.news():
                say(sentence)


def _goods() -> list[tuple[str, str, int]]:
    """What the shop has on its shelves: SKU, name, and how many may be sold."""
    query = select(Sku, Stock.on_hand - Stock.reserved).join(Stock, Stock.sku_id == Sku.id).order_by(Sku.code)
    query = query.options(joinedload(Sku.product))
    found = [(sku.code, sku.full_name, int(left)) for sku, left in db.session.execute(query)]
    db.session.rollback()
    if not found:
        raise Refused("There is nothing to sell yet. Take products in and count them first.")
    return found


def _connect(played: Any) -> int:
    """The account of a played channel, made the first time; its address is another at each start."""
    channel_id = _account(played.kind) or add_channel(played.kind, NAME, first_site(), by=By(BY))
    connection = db.session.get(Connection, channel_id)
    version = connection.version if connection else 0
    db.session.rollback()
    told = {"base_url": played.base_url, "keys": dict(played.keys)}
    connect_account(channel_id, version, **told, tells_stock=True, tells_sent=True, by=By(BY))
    return channel_id


def _account(kind: str) -> int:
    found = db.session.scalar(select(Channel.id).where(Channel.kind == kind, Channel.account == NAME))
    db.session.rollback()
    return found or 0


def _label(played: Any) -> str:
    return find_kind(played.kind).label
