"""Which order somebody means who scans an order's number, a tote or a parcel at the bench."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from oms.core.db import db
from oms.core.errors import Refused
from oms.orders.headline import Code
from oms.orders.models import Order
from oms.packing.models import Parcel
from oms.packing.scanning import orders_in, tote_called

MOST = 20


@dataclass(frozen=True, slots=True)
class Found:
    """The order, and the parcel where it was a parcel that was scanned."""

    order_id: int
    parcel_id: int | None = None


def look_up(code: str) -> Found:
    """Raises Refused where nothing is known by the code, or several orders are."""
    code = code.strip()
    return _parcel(code) or _tote(code) or _number(code)


def is_our_code(code: str) -> bool:
    """Whether this is printed on a tote or parcel of ours, so that it is no number of a carrier's."""
    return _parcel(code) is not None or tote_called(code) is not None


def _parcel(code: str) -> Found | None:
    query = select(Parcel.id, Parcel.order_id).where(Parcel.code == code.upper())
    found = db.session.execute(query).first()
    return Found(found.order_id, found.id) if found else None


def _tote(code: str) -> Found | None:
    tote = tote_called(code)
    if tote is None:
        return None
    orders = orders_in(tote.id)
    if not orders:
        raise Refused(f"Tote {tote.code} is empty.")
    return Found(_waiting_one(orders))


def _waiting_one(orders: list[int]) -> int:
    query = select(Order.id).where(Order.id.in_(orders), Order.headline == Code.TO_PACK)
    return db.session.scalar(query.order_by(Order.promise_by, Order.id).limit(1)) or orders[-1]


def _number(code: str) -> Found:
    plain = code.removeprefix("#")
    spelled = {f"{sign}{word}" for sign in ("", "#") for word in (plain, plain.upper())}
    query = select(Order).where(Order.number.in_(spelled))
    found = db.session.scalars(query.order_by(Order.id.desc()).limit(MOST)).all()
    waiting = [order for order in found if order.headline == Code.TO_PACK] or found
    if len(waiting) > 1:
        raise Refused("Several orders have this number. Scan the tote instead.")
    if not waiting:
        raise Refused("No order, tote or parcel has this code.")
    return Found(waiting[0].id)
