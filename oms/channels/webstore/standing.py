"""Where an order stands and what it waits for, for whoever sold it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlalchemy import bindparam, func, select

from oms.channels.webstore.answers import SHORT, WAITS
from oms.core.db import db, table_of
from oms.core.operations import before_commit, touch
from oms.inventory.models import Demand
from oms.orders import standing  # noqa: F401 — headlines are written before they are told
from oms.orders.headline import CLOSED, Code
from oms.orders.models import Hold, LinePart, Order, OrderLine

OF = table_of(Order).c
ORDER = select(OF.number, OF.headline, OF.badge, OF.promise_by, OF.ship_rest_at).where(
    OF.id == bindparam("order_id")
)
HOLDS = (
    select(Hold.order_id, Hold.reason, OrderLine.external_id)
    .outerjoin(OrderLine, OrderLine.id == Hold.line_id)
    .where(Hold.order_id.in_(bindparam("ids", expanding=True)), Hold.released_at.is_(None))
    .order_by(Hold.id)
)
LACKING = func.sum(Demand.wanted - Demand.reserved - Demand.picked)
SHORTS = (
    select(OrderLine.order_id, OrderLine.external_id, LACKING)
    .join(OrderLine.parts)
    .join(LinePart.demand)
    .where(OrderLine.order_id.in_(bindparam("ids", expanding=True)))
    .group_by(OrderLine.order_id, OrderLine.external_id, OrderLine.position)
    .having(LACKING > 0)
    .order_by(OrderLine.order_id, OrderLine.position)
)


class Answer(dict[str, Any]):
    """An answer that was made just now. One that is repeated comes out of the operation as a plain dictionary."""


@dataclass(eq=False)
class Answering:
    """An answer that lacks where the order stands, which is only known once everything else is done."""

    answer: Answer
    order_id: int


def complete_later(answer: Answer, order_id: int) -> Answer:
    """Part of a verb: fill in where the order stands, just before the commit."""
    touch(Answering(answer, order_id))
    return answer


@before_commit
def complete_answers(touched: list[Any]) -> None:
    """No word of it is about a person, because it is kept with the operation for ever."""
    for one in touched:
        if isinstance(one, Answering):
            one.answer.update(_standing(one.order_id))


def _standing(order_id: int) -> dict[str, Any]:
    number, code, badge, promise_by, ship_rest_at = db.session.execute(ORDER, {"order_id": order_id}).one()
    goes_on = code in CLOSED or (code == Code.READY and ship_rest_at is None)
    return {
        "number": number,
        "headline": {"code": str(code), "text": badge},
        "promise_by": promise_by.astimezone(UTC).isoformat(),
        "waits_for": [] if goes_on else waiting_for([order_id])[order_id],
    }


def waiting_for(order_ids: Collection[int]) -> dict[int, list[dict[str, Any]]]:
    """Why each order, or a line of it, does not go on by itself."""
    waits: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for order_id, reason, line in db.session.execute(HOLDS, {"ids": list(order_ids)}):
        waits[order_id].append({"reason": reason, "text": WAITS[reason].capitalize(), "line": line})
    for order_id, line, lacking in db.session.execute(SHORTS, {"ids": list(order_ids)}):
        text = f"{int(lacking)} {WAITS[SHORT]}"
        waits[order_id].append({"reason": SHORT, "text": text, "line": line})
    return waits
