"""A channel with numbers of its own: what is on offer there, how many it has of it, and what it was told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from oms.channels.clients import Access, FetchedOrder, ListedItem, StockLevel, Told
from oms.core import clock
from oms.core.db import db, transaction
from oms.core.errors import Permanent, Unreachable
from oms.core.events import Delivery
from oms.core.working import work_once
from oms.inventory.models import Stock
from oms.outgoing.models import Offer
from oms.outgoing.offers import read_offers, take_offers
from tests.outgoing.playing import account, play
from tests.shop import Shop


@dataclass
class Market:
    """`has` is how many it has, by key. One that `compares` takes a number only from who knows the one before.
    `trouble` is raised once each when it is told, `silence` when it is asked what it offers. `refuses` are its noes by key, and what `spoils` is a no to
    all that comes with it. `before` and `after` run as it is told, and once it has understood.
    """

    has: dict[str, int] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    compares: bool = True
    calls: list[list[StockLevel]] = field(default_factory=list)
    trouble: list[Exception] = field(default_factory=list)
    silence: list[Exception] = field(default_factory=list)
    refuses: dict[str, str] = field(default_factory=dict)
    spoils: dict[str, str] = field(default_factory=dict)
    before: Callable[[], object] = lambda: None
    after: Callable[[], object] = lambda: None
    is_down: bool = False
    most_levels: int = 100
    can_tell_stock: bool = True
    can_confirm: bool = False
    mails_the_buyer: bool = False

    def __call__(self, access: Access) -> Market:
        assert access.keys == {"token": "secret"}
        return self

    def changed_orders(self, since: datetime) -> Iterator[FetchedOrder]:
        del since
        self._answer()
        return iter(())

    def listings(self) -> Iterator[ListedItem]:
        assert not db.session().info.get("writing")
        self._answer()
        if self.silence:
            raise self.silence.pop(0)
        for key in sorted(self.has):
            yield ListedItem(key, self.names.get(key, key), f"{key} here", self.has[key], {"id": key})

    def set_stock(self, levels: Sequence[StockLevel]) -> list[Told]:
        assert not db.session().info.get("writing"), "nobody is called inside of a transaction"
        assert len(levels) <= self.most_levels
        self._answer()
        self.before()
        if self.trouble:
            raise self.trouble.pop(0)
        for level in levels:
            if level.key in self.spoils:
                raise Permanent(self.spoils[level.key])
        self.calls.append(list(levels))
        answers = [self._set(level) for level in levels]
        self.after()
        return answers

    def _answer(self) -> None:
        if self.is_down:
            raise Unreachable("It did not answer in time.")

    def _set(self, level: StockLevel) -> Told:
        if level.key in self.refuses:
            return Told(level.key, refusal=self.refuses[level.key])
        now = self.has.get(level.key)
        if self.compares and level.before not in {None, now}:
            return Told(level.key, now=now)
        self.has[level.key] = level.quantity
        return Told(level.key)

    @property
    def told(self) -> list[tuple[str, int]]:
        """Every word that it heard, in order."""
        return [(level.key, level.quantity) for levels in self.calls for level in levels]


@pytest.fixture
def market(monkeypatch: pytest.MonkeyPatch) -> Market:
    """What Shopify is for as long as a test runs."""
    fake = Market()
    play(monkeypatch, client=fake)
    return fake


def on_offer(shop: Shop, market: Market, **has: int) -> int:
    """An account that offers these, by their SKUs, and has so many; we have read it. Its id."""
    channel_id = account(shop)
    market.has = has
    with shop.inside():
        read_offers(channel_id)
    return channel_id


def something_on_offer(shop: Shop, channel_id: int, words: str) -> int:
    """Something that nobody here knows, under a name that a stranger gave it, and lamps; the id of the first."""
    items = (ListedItem("1", words, words, 3), ListedItem("2", "LAMP", words, 3))
    with shop.inside():
        take_offers(channel_id, items, clock.now(), by=shop.by())
        return db.session.scalars(select(Offer.id).order_by(Offer.id)).first() or 0


def work(shop: Shop, **after: float) -> None:
    """One pass of the worker, after so long."""
    with shop.inside(), clock.travel(clock.now() + timedelta(**after)):
        work_once(shop.app)


def stock(shop: Shop, sku: str, available: int) -> None:
    """So many may be sold of it from now on."""
    with shop.inside(), transaction() as session:
        session.merge(Stock(sku_id=shop.skus[sku], site_id=shop.site, on_hand=available, reserved=0))


def offer(shop: Shop, key: str) -> Offer:
    with shop.inside():
        found = db.session.scalars(select(Offer).where(Offer.key == key)).one()
        db.session.expunge(found)
    return found


def deliveries(shop: Shop, handler: str = "outgoing.tell_stock") -> list[Delivery]:
    query = select(Delivery).where(Delivery.handler == handler).order_by(Delivery.id)
    with shop.inside():
        found = list(db.session.scalars(query))
        db.session.expunge_all()
    return found
