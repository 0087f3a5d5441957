"""Whatever a body holds, it is taken in or refused with a sentence: nothing breaks, nothing is half done."""

from __future__ import annotations

from sqlalchemy import func, select

from oms.core.db import db
from oms.core.operations import Operation
from oms.inventory.proving import prove_stock
from oms.orders.models import Order
from tests.channels.webstore.calling import Store
from tests.channels.webstore.mutating import bombard
from tests.shop import Shop

BODIES = 300


def test_nothing_breaks_and_what_was_answered_with_yes_is_there(shop: Shop, unpaced: None) -> None:
    shop.receive("LAMP", 50)
    seen = bombard(Store.open(shop), BODIES, seed=7)
    assert {201, 400, 422} <= set(seen)
    acts = select(func.count()).select_from(Operation).where(Operation.verb.like("webstore.take%"))
    with shop.inside():
        assert db.session.scalar(select(func.count(Order.id))) == seen[201]
        assert db.session.scalar(acts) == seen[200] + seen[201]
        assert prove_stock().holds
