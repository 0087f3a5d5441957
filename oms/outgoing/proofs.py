"""What has to hold between what left and what channels were told of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import JSON, column, func, select, true

from oms.core.db import db, is_sqlite
from oms.inventory.proving import Mismatch, check, count_of
from oms.orders.models import OrderLine
from oms.outgoing import stock_proofs
from oms.outgoing.models import Confirmation

__all__ = ["stock_proofs"]


@check("No channel is told of more than left", count_of(Confirmation))
def _told() -> Iterator[Mismatch]:
    lines = _lines()
    line_id, units = (lines.c.value[name].as_integer() for name in ("line_id", "quantity"))
    told = (
        select(line_id.label("line_id"), func.sum(units).label("units"))
        .select_from(Confirmation)
        .join(lines, true())
        .where(Confirmation.withdrawn_at.is_(None))
        .group_by(line_id)
        .subquery()
    )
    query = select(OrderLine.order_id, OrderLine.position, told.c.units, OrderLine.shipped)
    query = query.join(told, told.c.line_id == OrderLine.id).where(told.c.units > OrderLine.shipped)
    for order_id, position, units_told, shipped in db.session.execute(query):
        what = f"line {position} of order {order_id}"
        yield Mismatch("told", what, int(units_told), shipped, f"/orders/{order_id}")


def _lines() -> Any:
    """Each line of a confirmation as a row: both databases can, under another name."""
    unfold = func.json_each if is_sqlite() else func.json_array_elements
    return unfold(Confirmation.lines).table_valued(column("value", JSON), name="line")
