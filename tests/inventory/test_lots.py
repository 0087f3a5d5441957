"""Lots: what came in together. The oldest goes first, whichever was written down first."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import insert, select

from oms.core.db import db, transaction
from oms.inventory.keeping import move_goods, receive_goods
from oms.inventory.models import Balance, Lot, Move
from tests.inventory.shelf import act, assert_proven, held, undo
from tests.shop import Shop


def lot_of(shop: Shop, day: int, quantity: int) -> int:
    """Lamps that came in on that day of October, in a lot of their own in A-01-1."""
    act(shop, receive_goods, shop.skus["LAMP"], quantity, shop.bins["A-02-1"])
    with shop.inside(), transaction() as session:
        came = datetime(2026, 10, day, tzinfo=UTC)
        lot = session.scalar(
            insert(Lot).values(sku_id=shop.skus["LAMP"], received_at=came, is_default=False).returning(Lot.id)
        )
        last = session.scalars(select(Move).order_by(Move.id.desc()).limit(1)).one()
        key = {"sku_id": shop.skus["LAMP"], "lot_id": lot}
        told = {"reason": "received", "by": last.by, "at": last.at, "operation_id": last.operation_id}
        ends = {"source_id": last.source_id, "target_id": shop.bins["A-01-1"], "quantity": quantity}
        session.execute(insert(Move).values(**key, **told, **ends))
        for place, n, outside in ((last.source_id, -quantity, True), (shop.bins["A-01-1"], quantity, False)):
            session.execute(insert(Balance).values(place_id=place, quantity=n, outside=outside, **key))
    return lot or 0


def test_the_oldest_goes_first(shop: Shop) -> None:
    young, old = lot_of(shop, 20, 2), lot_of(shop, 3, 2)

    act(shop, move_goods, shop.skus["LAMP"], 3, shop.bins["A-01-1"], shop.bins["A-10-1"])

    with shop.inside():
        moved = db.session.execute(
            select(Move.lot_id, Move.quantity).where(Move.target_id == shop.bins["A-10-1"]).order_by(Move.id)
        )
        assert [(lot, n) for lot, n in moved] == [(old, 2), (young, 1)]


def test_goods_that_nobody_tells_apart_are_one_lot(shop: Shop) -> None:
    shop.receive("LAMP", 2)
    shop.receive("LAMP", 3, "A-02-1")

    with shop.inside():
        lot = db.session.scalars(select(Lot)).one()
        assert lot.is_default
    assert_proven(shop)


def test_an_undo_brings_back_the_very_lots(shop: Shop) -> None:
    lot_of(shop, 20, 2)
    lot_of(shop, 3, 2)

    def lots() -> dict[int, int]:
        query = select(Balance.lot_id, Balance.quantity).where(Balance.place_id == shop.bins["A-01-1"])
        with shop.inside():
            return {lot: n for lot, n in db.session.execute(query)}

    before = lots()
    undo(shop, act(shop, move_goods, shop.skus["LAMP"], 3, shop.bins["A-01-1"], shop.bins["A-10-1"]))

    assert lots() == before
    assert held(shop, "LAMP", "A-10-1") == 0
