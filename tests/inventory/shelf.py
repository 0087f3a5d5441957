"""Short ways around the shelves for the tests of stock: act, look, take back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from oms.core.db import db
from oms.core.undoing import undo_operation
from oms.floorplan.models import Place
from oms.inventory.models import Balance, Demand, Stock
from oms.inventory.proving import prove_stock
from tests.shop import Shop

Balances = dict[tuple[str, int], int]


def act(shop: Shop, verb: Callable[..., Any], *args: Any, **told: Any) -> str:
    """Ada does something to the stock; the id to undo it by."""
    by = shop.by()
    with shop.inside():
        verb(*args, by=by, **told)
    return by.operation_id


def undo(shop: Shop, operation_id: str) -> None:
    with shop.inside():
        undo_operation(operation_id, by=shop.by())


def place(shop: Shop, kind: str) -> int:
    """The dock, or the quarantine shelf."""
    with shop.inside():
        return db.session.scalars(select(Place.id).where(Place.kind == kind)).one()


def balances(shop: Shop) -> Balances:
    """What lies where, outside places included; nothing is not listed."""
    query = (
        select(Place.code, Balance.sku_id, func.sum(Balance.quantity))
        .join(Place, Place.id == Balance.place_id)
        .group_by(Place.code, Balance.sku_id)
    )
    with shop.inside():
        return {(code, sku): int(n) for code, sku, n in db.session.execute(query) if n}


def held(shop: Shop, sku: str, code: str = "A-01-1") -> int:
    return balances(shop).get((code, shop.skus[sku]), 0)


def figures(shop: Shop, sku: str) -> tuple[int, int]:
    """On hand and reserved."""
    with shop.inside():
        stock = db.session.get(Stock, (shop.skus[sku], shop.site))
        return (stock.on_hand, stock.reserved) if stock else (0, 0)


def promised(shop: Shop, order_id: int) -> int:
    query = select(func.sum(Demand.reserved)).where(Demand.owner == f"order:{order_id}")
    with shop.inside():
        return int(db.session.scalar(query) or 0)


def assert_proven(shop: Shop) -> None:
    with shop.inside():
        assert prove_stock().mismatches == ()
