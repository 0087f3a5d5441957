"""The same act on many orders: a loop of transactions, with a result for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from oms.core.errors import Refused
from oms.core.operations import By
from oms.orders.cancelling import cancel_order
from oms.orders.finding import find_order
from oms.orders.holding import place_hold, ship_the_rest
from oms.orders.paying import record_charge

MOST = 200
Act = Callable[[int, By], object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one order; `refusal` is the sentence where it was refused."""

    order_id: int
    number: str
    refusal: str | None


ACTS: dict[str, tuple[str, Act]] = {
    "pay": ("Mark as paid", lambda order_id, by: record_charge(order_id, None, settles=True, by=by)),
    "hold": ("Put on hold", lambda order_id, by: place_hold(order_id, "manual", "", by=by)),
    "rest": ("Ship what is there", lambda order_id, by: ship_the_rest(order_id, by=by)),
    "cancel": ("Cancel", lambda order_id, by: cancel_order(order_id, "from the queue", by=by)),
}


def act_on_all(act: str, order_ids: Sequence[int], by: By) -> list[Outcome]:
    """Each order by itself: one that is refused keeps none of the others."""
    verb = ACTS[act][1]
    return [_attempt(verb, order_id, by.part(str(order_id))) for order_id in order_ids[:MOST]]


def _attempt(verb: Act, order_id: int, by: By) -> Outcome:
    refusal = None
    try:
        verb(order_id, by)
    except Refused as refused:
        refusal = refused.sentence
    return Outcome(order_id, find_order(order_id).number, refusal)
