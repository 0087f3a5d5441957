"""Events that are signed and yet say what no channel would: parts of them are something else."""

from __future__ import annotations

import random
from collections import Counter
from copy import deepcopy
from typing import Any

from tests.channels.hooks import Event, connected, events, send, work
from tests.channels.lives import SKUS
from tests.channels.stories import tell as tell_story
from tests.shop import Shop

WORST: list[Any] = [
    *(None, "", 0, -1, 2**31, 2**63, 10**400, 0.1, 1e308, True, [], {}, [[]], [{}], {"id": {}}),
    *("\x00", "\ud800", "x" * 5000, "9" * 400, "NaN", "²", "１２", "-0", "1e400", "'", "<b>", "{{7*7}}"),
    *("0000-00-00T00:00:00", "9999-12-31T23:59:59+14:00", "0001-01-01T00:00:00Z", "EUR", "XXX"),
]


def spoilt(event: Event, chance: random.Random) -> Event:
    """One to three things of it are another."""
    told = deepcopy(event.told)
    for _ in range(chance.randint(1, 3)):
        _spoil(told, chance)
    return Event(event.kind, event.topic, told, f"bad-{chance.random()}")


def _spoil(told: Any, chance: random.Random) -> None:
    while True:
        names = list(told) if isinstance(told, dict) else list(range(len(told)))
        if not names:
            return
        name = chance.choice(names)
        if isinstance(told[name], (dict, list)) and told[name] and chance.random() < 0.7:
            told = told[name]
            continue
        told[name] = deepcopy(chance.choice(WORST))
        return


def bombard(shop: Shop, kind: str, rounds: int, seed: int) -> Counter[str]:
    """So many are sent, kept and read; what became of them. One that was not read fails."""
    for sku in SKUS[:3]:
        shop.receive(sku, 1000 * rounds)
    channel_id, chance = connected(shop, kind, f"damaged {seed}", is_on=False), random.Random(seed)
    story = tell_story(kind, seed, orders=max(4, rounds // 50))
    for _ in range(rounds):
        event = spoilt(chance.choice(story.events), chance)
        answer = send(shop, channel_id, event)
        assert answer.status_code == 200, (answer.status_code, event)
    work(shop)
    found = Counter(one.outcome or "not read" for one in events(shop, channel_id))
    assert "not read" not in found, found
    return found
