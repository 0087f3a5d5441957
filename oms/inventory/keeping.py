"""Keeping stock: receive, adjust, move, put back, and the sale over the counter."""

from __future__ import annotations

from sqlalchemy import select

from oms.catalog.models import Sku
from oms.core.db import db
from oms.core.errors import Missing, Refused, WrongInput
from oms.core.events import record
from oms.core.operations import By, Operation, undoable, verb
from oms.floorplan.models import Place
from oms.floorplan.service import outside_place
from oms.inventory.facts import GoodsMoved, GoodsPutBack, GoodsReceived, SoldAtCounter, StockAdjusted
from oms.inventory.ledger import lock_stock, move_stock
from oms.inventory.models import Demand, Move
from oms.inventory.stock import Promised, lock_demands, lose_stock, take_back_moves

GAINS = {"found": "Found again", "correction": "Correction"}
LOSSES = {"damaged": "Damaged", "lost": "Lost", "used": "Used in the shop", "correction": "Correction"}
GOES_TO = {"damaged": "scrapped", "lost": "lost", "used": "used", "correction": "correction"}


@verb(undoable())
def receive_goods(sku_id: int, quantity: int, place_id: int, *, note: str = "", by: By) -> None:
    """Goods that a supplier brought, straight into a bin or onto the dock."""
    del by
    place = find_place(place_id)
    _need_positive(quantity)
    move_stock(find_sku(sku_id).id, quantity, outside_place("supplier"), place, note or "received")
    record(GoodsReceived(sku_id, place.id, quantity), about=f"sku:{sku_id}")


@verb(undoable())
def adjust_stock(sku_id: int, place_id: int, difference: int, reason: str, *, note: str = "", by: By) -> None:
    """More or fewer than the ledger says, for a stated reason. Fewer takes promises away, the latest first."""
    del by
    place = find_place(place_id)
    reasons = GAINS if difference > 0 else LOSSES
    if not difference or reason not in reasons:
        raise WrongInput("Say how many more or fewer there are, and why.")
    said = f"{reasons[reason]}: {note}" if note else reasons[reason]
    if difference > 0:
        move_stock(find_sku(sku_id).id, difference, outside_place("correction"), place, said)
    else:
        lose_stock(sku_id, -difference, place, outside_place(GOES_TO[reason]), said)
    record(StockAdjusted(sku_id, place_id, difference, reason), about=f"sku:{sku_id}")


@verb(undoable())
def move_goods(sku_id: int, quantity: int, source_id: int, target_id: int, *, note: str = "", by: By) -> None:
    """From one bin, dock or quarantine shelf to another. Out of sale counts as lost to those it was promised to."""
    del by
    source, target = find_place(source_id), find_place(target_id)
    _need_positive(quantity)
    if source.id == target.id:
        raise Refused("It is already there.")
    if source.sellable and not target.sellable:
        lose_stock(sku_id, quantity, source, target, note or "moved out of sale")
    else:
        move_stock(sku_id, quantity, source, target, note or "moved")
    record(GoodsMoved(sku_id, source_id, target_id, quantity), about=f"sku:{sku_id}")


@verb(undoable())
def sell_at_counter(sku_id: int, quantity: int, place_id: int, *, by: By) -> None:
    """Somebody at the counter takes it along: from the bin to the customer. Promised units are not for sale."""
    del by
    place, sku = find_place(place_id), find_sku(sku_id)
    _need_positive(quantity)
    if not place.sellable:
        raise Promised(f"What lies in {place.code} is not for sale. Move it into a bin first.")
    available = lock_stock([sku.id], place.site_id or 0)[sku.id].available
    if quantity > available:
        raise Promised(f"Only {available} may be sold here; the rest is promised to customers.")
    move_stock(sku_id, quantity, place, outside_place("customer"), "counter sale")
    record(SoldAtCounter(sku_id, place_id, quantity), about=f"sku:{sku_id}")


@verb(undoable())
def put_back(demand_id: int, quantity: int, tote_id: int, place_id: int, *, by: By) -> None:
    """Units that were picked for something cancelled go from the tote back into a bin."""
    del by
    _need_positive(quantity)
    demand, tote = _lock_demand(demand_id), _tote_of(demand_id, tote_id)
    if quantity > demand.put_back:
        raise Refused(f"Only {demand.put_back} of it have to go back.")
    demand.put_back -= quantity
    move_stock(demand.sku_id, quantity, tote, find_place(place_id), "put back", demand=demand)
    record(GoodsPutBack(demand.id, demand.sku_id, place_id, quantity), about=demand.owner)


@receive_goods.undo
@adjust_stock.undo
@move_goods.undo
@sell_at_counter.undo
def _reverse(operation: Operation) -> None:
    take_back_moves(operation.id)


@put_back.undo
def _take_out_again(operation: Operation) -> None:
    moves = select(Move.demand_id, Move.quantity).where(Move.operation_id == operation.id)
    for demand_id, quantity in db.session.execute(moves).all():
        if demand_id is not None:
            lock_demands([demand_id])[demand_id].put_back += quantity
    take_back_moves(operation.id)


def _lock_demand(demand_id: int) -> Demand:
    demand = lock_demands([demand_id]).get(demand_id)
    if demand is None:
        raise Missing("There is nothing to put back.")
    return demand


def _tote_of(demand_id: int, tote_id: int) -> Place:
    picked = select(Move.id).where(Move.demand_id == demand_id, Move.target_id == tote_id)
    tote = db.session.get(Place, tote_id)
    if tote is None or tote.kind != "tote" or db.session.scalar(picked.limit(1)) is None:
        raise Missing("It is not in that tote.")
    return tote


def find_sku(sku_id: int) -> Sku:
    sku = db.session.get(Sku, sku_id)
    if sku is None:
        raise Missing("There is no such item.")
    return sku


def find_place(place_id: int) -> Place:
    """A place where stock is kept. Totes and parcels are filled by picking and packing alone."""
    place = db.session.get(Place, place_id)
    if place is None or place.kind not in {"bin", "dock", "quarantine"}:
        raise Missing("There is no such bin.")
    return place


def _need_positive(quantity: int) -> None:
    if quantity <= 0:
        raise WrongInput("Say how many: at least one.")
