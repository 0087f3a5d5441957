"""The same act on many orders: a loop of transactions, with a result for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from oms.core.errors import Refused, WrongInput
from oms.core.operations import By
from oms.orders.cancelling import cancel_order
from oms.orders.holding import place_hold, ship_the_rest
from oms.orders.paying import record_the_rest
from oms.orders.queries import numbers_of

MOST = 200
Act = Callable[[int, By], object]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one order; `refusal` is the sentence where it was refused, and an order that is not
    there has no number.
    """

    order_id: int
    number: str | None
    refusal: str | None


ACTS: dict[str, tuple[str, Act]] = {
    "pay": ("Mark as paid", lambda order_id, by: record_the_rest(order_id, by=by)),
    "hold": ("Put on hold", lambda order_id, by: place_hold(order_id, "manual", "", by=by)),
    "rest": ("Ship what is there", lambda order_id, by: ship_the_rest(order_id, by=by)),
    "cancel": ("Cancel", lambda order_id, by: cancel_order(order_id, "from the queue", by=by)),
}


def act_on_all(act: str, order_ids: Sequence[int], by: By) -> list[Outcome]:
    """Each order by itself: one that is refused keeps none of the others."""
    if len(order_ids) > MOST:
        raise WrongInput(f"These are {len(order_ids)} orders; at most {MOST} go at a time.")
    verb, numbers = ACTS[act][1], numbers_of(order_ids)
    return [
        Outcome(order_id, numbers.get(order_id), _attempt(verb, order_id, by.part(str(order_id))))
        for order_id in dict.fromkeys(order_ids)
    ]


def _attempt(verb: Act, order_id: int, by: By) -> str | None:
    try:
        verb(order_id, by)
    except Refused as refused:
        return refused.sentence
    return None
