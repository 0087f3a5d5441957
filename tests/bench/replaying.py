"""R7: a channel's story told three times over, shuffled, one in ten forged and one in twenty replayed later, while the
worker that reads it is killed again and again. It comes to what it came to when it was told once and in order.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from sqlalchemy import func, select

from oms.channels.connections import Intake
from oms.core import clock
from oms.core.db import db
from oms.core.delivering import LEASE
from tests.channels.comparing import picture
from tests.channels.hooks import Event, connected, send, tell, work
from tests.channels.stories import Story
from tests.channels.stories import tell as tell_story
from tests.channels.test_killed_worker import worker
from tests.picking.floor import assert_proven
from tests.running import wait_until
from tests.shop import SKUS, Shop

KINDS = ("shopify", "woocommerce")
CLIENTS, KILLS, CHANGES = 8, 5, 6
GUESSED = "a secret that somebody guessed"


@dataclass(frozen=True)
class Sent:
    event: Event
    is_forged: bool = False


@dataclass
class Found:
    """`differing` are orders that are not what they are when the story is told once and in order."""

    sent: int = 0
    forged: int = 0
    forged_taken: int = 0
    differing: int = 0
    workers_killed: int = 0

    @property
    def note(self) -> str:
        return f"{self.forged_taken} of {self.forged} forged taken, {self.workers_killed} workers killed"


def tell_badly(shop: Shop, url: str, about: int, seed: int) -> Found:
    """About so many events, of each kind of channel one story."""
    for sku in SKUS:
        shop.receive(sku, 50 * about)
    found = Found()
    for kind in KINDS:
        story, random = tell_story(kind, seed, orders=max(2, about // 36), changes=CHANGES), Random(seed)
        well, ill = (connected(shop, kind, name, is_on=False) for name in ("well", "ill"))
        tell(shop, well, *story.events)
        told = _badly(story, random)
        refused = _deliver(shop, url, ill, told)
        with clock.travel(clock.now() + LEASE + timedelta(seconds=5)):
            work(shop)
        one, other = picture(shop, well), picture(shop, ill)
        found.differing += sum(one.get(order) != other.get(order) for order in {*one, *other})
        found.sent += len(told)
        found.forged += sum(one.is_forged for one in told)
        found.forged_taken += sum(one.is_forged for one in told) - refused
        found.workers_killed += KILLS
    assert_proven(shop)
    return found


def _badly(story: Story, random: Random) -> list[Sent]:
    told = [Sent(event) for event in story.events for _ in range(3)]
    random.shuffle(told)
    forged = [Sent(random.choice(story.events), is_forged=True) for _ in range(len(told) // 10)]
    told = random.sample([*told, *forged], len(told) + len(forged))
    return [*told, *random.sample(told, len(told) // 20)]


def _deliver(shop: Shop, url: str, channel_id: int, told: Sequence[Sent]) -> int:
    """While it goes on, one worker after the other is killed. How many were turned away."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(CLIENTS) as clients:
        answers = clients.map(lambda one: _send(shop, channel_id, one), told)
        before, expected = _read(shop), len({one.event.delivery for one in told if not one.is_forged})
        for number in range(1, KILLS + 1):
            enough = before + expected * number // (KILLS + 1)
            with worker(url, Path(folder), stderr=subprocess.DEVNULL):
                wait_until(lambda enough=enough: _read(shop) >= enough)  # type: ignore[misc]
        statuses = list(answers)
    assert set(statuses) <= {200, 401}, set(statuses)
    return statuses.count(401)


def _send(shop: Shop, channel_id: int, one: Sent) -> int:
    headers = one.event.headers(GUESSED) if one.is_forged else one.event.headers()
    return send(shop, channel_id, one.event, headers=headers).status_code


def _read(shop: Shop) -> int:
    with shop.inside():
        return (
            db.session.scalar(select(func.count()).select_from(Intake).where(Intake.outcome.is_not(None)))
            or 0
        )
