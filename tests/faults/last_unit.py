"""The last unit: many buyers at the same instant for fewer units than there are buyers."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Barrier, Thread
from typing import Any

from sqlalchemy import func, select

from oms.catalog.models import Sku
from oms.channels.taking_in import take_in
from oms.core.db import db, transaction
from oms.core.operations import By
from oms.inventory.keeping import receive_goods
from oms.inventory.models import Demand, Stock
from oms.orders.drafts import LineDraft, OrderDraft
from tests.faults.crowd import crowd
from tests.faults.selling import PLACED, channel
from tests.shop import ANA, Shop

PROCESSES, THREADS = 8, 8


@dataclass(frozen=True)
class Sold:
    """One round: how many units there were, how many buyers were promised one, and what went wrong."""

    units: int
    promised: int
    lacking: int
    errors: tuple[str, ...]

    @property
    def right(self) -> bool:
        buyers = PROCESSES * THREADS
        return (self.promised, self.lacking, self.errors) == (self.units, buyers - self.units, ())


def sell_last_units(shop: Shop, rounds: int) -> list[Sold]:
    """64 buyers in 8 processes, round after round, each for another SKU with one to three units."""
    skus = [stocked(shop, number, number % 3 + 1) for number in range(rounds)]
    answers = crowd(shop, "tests.faults.last_unit:buy", PROCESSES, skus=skus)
    return [
        _sold(shop, sku_id, number % 3 + 1, tuple(e for answer in answers for e in answer[number]))
        for number, (sku_id, _) in enumerate(skus)
    ]


def buy(shop: Shop, number: int, barrier: Any, *, skus: list[tuple[int, str]]) -> list[list[str]]:
    """One process: of every SKU each of its threads orders one. The errors of each round."""
    together = Barrier(THREADS, action=lambda: barrier.wait(120))
    errors: list[list[str]] = [[] for _ in skus]
    buyers = [
        Thread(target=_buy_each, args=(shop, f"{number}-{thread}", together, skus, errors))
        for thread in range(THREADS)
    ]
    for buyer in buyers:
        buyer.start()
    for buyer in buyers:
        buyer.join()
    return errors


def _buy_each(
    shop: Shop, buyer: str, together: Barrier, skus: list[tuple[int, str]], errors: list[list[str]]
) -> None:
    for (sku_id, code), wrong in zip(skus, errors, strict=True):
        together.wait(120)
        line = LineDraft("1", code, code, 1)
        name = f"{sku_id}-{buyer}"
        draft = OrderDraft(name, name, PLACED, (line,), ANA, ANA, paid=True, currency="EUR")
        with shop.inside():
            try:
                take_in(channel(), draft, by=By("channel:1"))
            except Exception as error:
                wrong.append(repr(error))


def stocked(shop: Shop, number: int, units: int) -> tuple[int, str]:
    """A new SKU, of which there are so many."""
    with shop.inside():
        with transaction() as session:
            like = session.get_one(Sku, shop.skus["LAMP"])
            code = f"LAST-{number}"
            sku = Sku(product_id=like.product_id, code=code, variant=code, search=code.casefold())
            session.add(sku)
            session.flush()
            sku_id = sku.id
        receive_goods(sku_id, units, shop.bins["A-01-1"], by=shop.by())
    return sku_id, code


def _sold(shop: Shop, sku_id: int, units: int, errors: tuple[str, ...]) -> Sold:
    sums = select(func.sum(Demand.reserved), func.sum(Demand.wanted - Demand.reserved - Demand.picked))
    with shop.inside():
        promised, lacking = db.session.execute(sums.where(Demand.sku_id == sku_id)).one()
        kept = db.session.scalar(select(Stock.reserved).where(Stock.sku_id == sku_id))
    if kept != promised:
        errors = (*errors, f"the stock row says {kept}")
    return Sold(units, int(promised), int(lacking), errors)
