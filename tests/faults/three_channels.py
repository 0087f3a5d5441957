"""One unit, on offer on three channels at once, and two hundred buyers at the same instant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import func, select

from oms.channels.kinds import all_kinds
from oms.channels.setting_up import add_channel
from oms.channels.taking_in import take_in
from oms.core.db import db
from oms.core.operations import By
from oms.core.working import work_once
from oms.inventory.models import Demand
from oms.orders.drafts import LineDraft, OrderDraft
from oms.orders.models import Order
from oms.outgoing.offers import read_offers
from tests.faults.crowd import crowd
from tests.faults.last_unit import stocked
from tests.faults.selling import PLACED
from tests.outgoing.market import Market
from tests.outgoing.playing import connect
from tests.shop import ANA, Shop

KINDS = ("shopify", "woocommerce", "ebay")
PROCESSES, BUYERS = 4, 50
"""Processes, and buyers in each. Few processes, since each may hold twenty connections to PostgreSQL."""


@dataclass(frozen=True)
class Raced:
    """How many buyers were promised the unit, where the orders stand, what the channels have one pass later."""

    promised: int
    lacking: int
    standing: Mapping[str, int]
    left: Mapping[str, int]
    errors: tuple[str, ...]

    @property
    def right(self) -> bool:
        losers = PROCESSES * BUYERS - 1
        told = dict.fromkeys(KINDS, 0)
        return self == Raced(1, losers, {"ready": 1, "short": losers}, told, ())


@contextmanager
def three_channels(shop: Shop) -> Iterator[dict[str, tuple[int, Market]]]:
    """An account of each kind, connected: its id, and the channel itself."""
    with pytest.MonkeyPatch.context() as patch, shop.inside():
        found = {}
        for kind in KINDS:
            market = Market()
            patch.setitem(all_kinds(), kind, replace(all_kinds()[kind], client=market))
            channel_id = add_channel(kind, "Nordlicht", shop.site, by=By("test"))
            connect(channel_id)
            found[kind] = channel_id, market
        yield found


def race(shop: Shop, channels: Mapping[str, tuple[int, Market]], rounds: int) -> list[Raced]:
    """Round after round for the one unit of a new SKU, each buyer on one of the channels; then one pass of the worker."""
    skus = [stocked(shop, number, 1) for number in range(rounds)]
    for channel_id, market in channels.values():
        market.has = {code: 1 for _, code in skus}
        with shop.inside():
            read_offers(channel_id)
    ids = [channel_id for channel_id, _ in channels.values()]
    answers = crowd(
        shop, "tests.faults.three_channels:buy", PROCESSES, channels=ids, codes=[code for _, code in skus]
    )
    with shop.inside():
        work_once(shop.app)
    return [
        _raced(
            shop,
            sku_id,
            {kind: market.has[code] for kind, (_, market) in channels.items()},
            tuple(error for answer in answers for error in answer[number]),
        )
        for number, (sku_id, code) in enumerate(skus)
    ]


def buy(shop: Shop, number: int, barrier: Any, *, channels: list[int], codes: list[str]) -> list[list[str]]:
    """One process: of every SKU each of its threads buys one, each on another channel. The errors of each round."""
    together = Barrier(BUYERS, action=lambda: barrier.wait(120))
    errors: list[list[str]] = [[] for _ in codes]

    def one(buyer: int) -> None:
        channel_id = channels[(number + buyer) % len(channels)]
        for code, wrong in zip(codes, errors, strict=True):
            together.wait(120)
            wrong.extend(_buy_one(shop, channel_id, code, f"{code}-{number}-{buyer}"))

    buyers = [Thread(target=one, args=(buyer,)) for buyer in range(BUYERS)]
    for buyer in buyers:
        buyer.start()
    for buyer in buyers:
        buyer.join()
    return errors


def _buy_one(shop: Shop, channel_id: int, code: str, name: str) -> list[str]:
    line = LineDraft("1", code, code, 1)
    draft = OrderDraft(name, name, PLACED, (line,), ANA, ANA, paid=True, currency="EUR")
    with shop.inside():
        try:
            take_in(channel_id, draft, by=By(f"channel:{channel_id}"))
        except Exception as error:
            return [repr(error)]
    return []


def _raced(shop: Shop, sku_id: int, left: Mapping[str, int], errors: tuple[str, ...]) -> Raced:
    sums = select(func.sum(Demand.reserved), func.sum(Demand.wanted - Demand.reserved - Demand.picked))
    owners = select(Demand.owner).where(Demand.sku_id == sku_id)
    with shop.inside():
        promised, lacking = db.session.execute(sums.where(Demand.sku_id == sku_id)).one()
        ids = [int(owner.removeprefix("order:")) for owner in db.session.scalars(owners)]
        standing = Counter(db.session.scalars(select(Order.headline).where(Order.id.in_(ids))))
    return Raced(int(promised), int(lacking), dict(standing), left, errors)
