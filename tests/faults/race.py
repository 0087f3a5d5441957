"""The race: many processes do whatever people do, at the same time, on the same few things."""

from __future__ import annotations

import traceback
from collections import Counter
from random import Random
from typing import Any

from oms.channels.manual import take_manual_order
from oms.channels.taking_in import take_in
from oms.core.errors import Refused
from oms.core.operations import By
from oms.inventory.keeping import sell_at_counter
from tests.faults import going_on, keeping, selling, sending, walking  # noqa: F401 — each brings its acts
from tests.faults.acts import ACTS, BY_WEIGHT, Dice
from tests.shop import ANA, Shop


def act_often(shop: Shop, number: int, barrier: Any, *, acts: int, seed: int) -> dict[str, Any]:
    """How often each verb was done and refused, and every error that is no refusal."""
    chance = Random(f"{seed}-{number}")
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()
    errors: list[str] = []
    barrier.wait(60)
    for _ in range(acts):
        with shop.inside():
            try:
                call = ACTS[chance.choice(BY_WEIGHT)](shop, Dice(chance))
                if call is not None:
                    call.make(By(call.actor) if call.actor else shop.by("Ada"))
                    done[call.verb.name] += 1
            except Refused:
                refused[call.verb.name if call else "?"] += 1
            except Exception:
                errors.append(f"{call}\n{traceback.format_exc()}")
    return {"done": done, "refused": refused, "errors": errors}


def tell_the_same_orders(shop: Shop, number: int, barrier: Any, *, orders: int) -> list[tuple[str, int]]:
    """Every process is told the same orders, each at the same instant; what became of each."""
    found = []
    for order in range(1, orders + 1):
        barrier.wait(60)
        with shop.inside():
            found.append(take_in(selling.channel(), selling.draft_of(order), by=By("channel:1")))
    return found


def take_the_first_orders_by_phone(shop: Shop, number: int, barrier: Any) -> int:
    """Nobody ever took one, or sold at the counter: the channel, the number and the place are made on the way."""
    with shop.inside():
        barrier.wait(60)
        sku_id = sorted(shop.skus.values())[number % len(shop.skus)]
        sell_at_counter(sku_id, 1, shop.bins["A-01-1"], by=By(f"user:{number}"))
        items = ((shop.skus["LAMP"], 1, None),)
        return take_manual_order("phone", shop.site, ANA, items, paid=True, by=By(f"user:{number}"))
