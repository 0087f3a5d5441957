"""Bodies as nobody would send them: the text damaged byte by byte, or the words in it exchanged for odd ones."""

from __future__ import annotations

import copy
import json
import random
import time
from collections import Counter
from typing import Any

from oms.channels.webstore.examples import CANCELLATION, CHANGE, ORDER, PAYMENT, REFUND
from tests.channels.test_mutations import mutated
from tests.channels.webstore.calling import Store

SLOWEST = 2.0
ODD: list[Any] = [
    None, True, False, 0, -1, 1, 0.5, 1e300, 2**63, 10**40, "", " ", "x" * 5000, "a\0b", "\u202e\u0301" * 50, "é\U0001f600",
    "NaN", "2026-02-30T00:00:00Z", "9999-12-31T23:59:59Z", "2000-01-01T00:00:00+14:00", "EUR", "JPY", "DE", "../..", "1001",
    [], [[]], [None], {}, {"id": "1"}, {"a": {"b": [1]}}, "<script>", "=1+1", "'; DROP TABLE orders; --",
]  # fmt: skip
CALLS: list[tuple[str, str, dict[str, object]]] = [
    ("POST", "/orders", ORDER),
    ("POST", "/orders", ORDER),
    ("PATCH", "/orders/1001", CHANGE),
    ("POST", "/orders/1001/payments", PAYMENT),
    ("POST", "/orders/1001/refunds", REFUND),
    ("POST", "/orders/1001/cancellation", CANCELLATION),
]
EXPECTED = {200, 201, 400, 404, 409, 413, 415, 422}


def twisted(told: dict[str, object], chance: random.Random) -> bytes:
    """The same with some words exchanged, left out, or told twice over."""
    spoilt = copy.deepcopy(told)
    for _ in range(chance.choice([1, 1, 2, 4])):
        at: Any = spoilt
        while isinstance(at, (dict, list)) and at:
            inside = list(at) if isinstance(at, dict) else list(range(len(at)))
            name = chance.choice(inside)
            if isinstance(at[name], (dict, list)) and at[name] and chance.random() < 0.7:
                at = at[name]
                continue
            _spoil(at, name, chance)
            break
    return json.dumps(spoilt, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


def _spoil(at: Any, name: Any, chance: random.Random) -> None:
    act = chance.random()
    if act < 0.75:
        at[name] = copy.deepcopy(chance.choice(ODD))
    elif act < 0.9:
        del at[name]
    elif isinstance(at, list):
        at.append(copy.deepcopy(at[name]))
    else:
        at[f"{name}{chance.choice(['', '_', ' '])}x"] = at[name]


def bombard(store: Store, count: int, seed: int) -> Counter[int]:
    """So many of them; how many were answered by which status. None may break or take long."""
    chance, seen = random.Random(seed), Counter[int]()
    for number in range(count):
        method, path, told = chance.choice(CALLS)
        told = told | ({"id": f"{seed}-{number}"} if path == "/orders" and chance.random() < 0.5 else {})
        body = twisted(told, chance) if chance.random() < 0.7 else mutated(json.dumps(told).encode(), chance)
        began = time.perf_counter()
        answer = store.call(method, path, data=body, content_type="application/json")
        assert answer.status_code in EXPECTED, (answer.status_code, body)
        assert answer.status_code < 300 or set(answer.json) == {"error", "details"}
        assert time.perf_counter() - began < SLOWEST, body
        seen[answer.status_code] += 1
    return seen
