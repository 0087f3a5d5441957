"""What somebody carried out of the shop already: the shelf gets less, whatever was promised."""

from __future__ import annotations

from sqlalchemy import func, select

from oms.core.db import db
from oms.core.events import record
from oms.floorplan.models import Place
from oms.floorplan.service import outside_place
from oms.inventory.facts import SoldAtCounter
from oms.inventory.ledger import lock_stock, move_stock
from oms.inventory.models import Balance
from oms.inventory.stock import take_from_latest


def take_off_shelf(sku_id: int, quantity: int, site_id: int, reason: str) -> int:
    """Part of a verb: out of the fullest bins, to a customer. The answer is how many there were; what was promised
    of them is given up by the demands with the latest promise.
    """
    found = min(quantity, lock_stock([sku_id], site_id)[sku_id].on_hand)
    if found:
        take_from_latest(sku_id, site_id, found)
    left = found
    for place, held in _bins(sku_id, site_id):
        some = min(left, held)
        if some:
            move_stock(sku_id, some, place, outside_place("customer"), reason)
            record(SoldAtCounter(sku_id, place.id, some), about=f"sku:{sku_id}")
        left -= some
    return found


def _bins(sku_id: int, site_id: int) -> list[tuple[Place, int]]:
    query = (
        select(Place, func.sum(Balance.quantity))
        .join(Balance, Balance.place_id == Place.id)
        .where(Balance.sku_id == sku_id, Place.site_id == site_id, Place.sellable, Balance.quantity > 0)
        .group_by(Place.id)
        .order_by(func.sum(Balance.quantity).desc(), Place.sort_key)
    )
    return [(place, int(held)) for place, held in db.session.execute(query)]
