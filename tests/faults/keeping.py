"""Acts of those who keep the stock."""

from __future__ import annotations

from sqlalchemy import select

from oms.inventory.counting import count_bin
from oms.inventory.keeping import (
    GAINS,
    LOSSES,
    adjust_stock,
    move_goods,
    put_back,
    receive_goods,
    sell_at_counter,
)
from oms.inventory.models import Balance, Demand
from oms.picking.models import PickTask
from tests.faults.acts import Call, Choices, act, call, some, some_sku, somewhere
from tests.shop import Shop


@act(4)
def receive(shop: Shop, choose: Choices) -> Call | None:
    return call(receive_goods, some_sku(shop, choose), choose.number(1, 6), somewhere(choose))


@act()
def adjust(shop: Shop, choose: Choices) -> Call | None:
    difference = choose.number(-3, 3)
    reason = choose.one(sorted(GAINS if difference > 0 else LOSSES))
    return call(adjust_stock, some_sku(shop, choose), somewhere(choose), difference, reason)


@act()
def move(shop: Shop, choose: Choices) -> Call | None:
    held = _held(choose)
    quantity = choose.number(1, 3)
    return held and call(move_goods, held.sku_id, quantity, held.place_id, somewhere(choose))


@act()
def sell(shop: Shop, choose: Choices) -> Call | None:
    held = _held(choose)
    return held and call(sell_at_counter, held.sku_id, choose.number(1, 2), held.place_id)


@act(2)
def count(shop: Shop, choose: Choices) -> Call | None:
    return call(count_bin, somewhere(choose), some_sku(shop, choose), choose.number(0, 6))


@act(2)
def back_into_a_bin(shop: Shop, choose: Choices) -> Call | None:
    demand = some(select(Demand).where(Demand.put_back > 0).order_by(Demand.id), choose)
    if demand is None:
        return None
    tote = some(select(PickTask.tote_id).where(PickTask.demand_id == demand.id).order_by(PickTask.id), choose)
    return tote and call(put_back, demand.id, choose.number(1, demand.put_back), tote, somewhere(choose))


def _held(choose: Choices) -> Balance | None:
    """Something that lies somewhere, wherever that is."""
    inside = select(Balance).where(Balance.quantity > 0, Balance.outside.is_(False))
    found: Balance | None = some(inside.order_by(Balance.place_id, Balance.sku_id), choose)
    return found
