"""A channel's story told badly: every event up to twenty times, in any order, at once, with the worker killed in
between, some of it late and some never. It comes to what it came to when it was told well.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from oms.channels.connecting import switch_account
from oms.channels.kinds import all_kinds
from oms.channels.looking import want_look
from oms.core import clock
from oms.core.delivering import LEASE
from tests.channels.asking import Asked, fetched
from tests.channels.comparing import essence, picture
from tests.channels.hooks import Event, connected, events, send, tell, work
from tests.channels.stories import Story
from tests.channels.stories import tell as tell_story
from tests.channels.test_killed_worker import worker
from tests.picking.floor import assert_proven
from tests.running import wait_until
from tests.shop import SKUS, Shop

KINDS = ("shopify", "woocommerce")
AT_ONCE = 4
SEED = 20261125
SMALL = {"orders": 4, "changes": 5}


@pytest.fixture
def stocked(shop: Shop) -> Shop:
    for sku in SKUS:
        shop.receive(sku, 5000)
    return shop


def accounts(shop: Shop, kind: str) -> tuple[int, int]:
    """One that is told well, and one that is told badly."""
    return connected(shop, kind, "well", is_on=False), connected(shop, kind, "ill", is_on=False)


def deliver(shop: Shop, channel_id: int, told: Sequence[Event]) -> None:
    """Several clients at once, each with its share."""
    wrong: list[int] = []

    def share(number: int) -> None:
        wrong.extend(
            answer.status_code
            for event in told[number::AT_ONCE]
            if (answer := send(shop, channel_id, event)).status_code != 200
        )

    clients = [threading.Thread(target=share, args=(number,)) for number in range(AT_ONCE)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    assert wrong == []


def badly(story: Story, random: Random) -> list[Event]:
    """Everything, each one to twenty times, shuffled."""
    told = [event for event in story.events for _ in range(random.choice((1, 1, 2, 3, 20)))]
    random.shuffle(told)
    return told


def is_read(shop: Shop, channel_id: int, part: float) -> bool:
    found = events(shop, channel_id)
    return sum(one.outcome is not None for one in found) >= part * len(found)


@pytest.mark.parametrize("kind", KINDS)
def test_however_it_is_told_it_comes_to_the_same(
    stocked: Shop, database: Any, tmp_path: Path, kind: str
) -> None:
    well, ill = accounts(stocked, kind)
    story, random = tell_story(kind, SEED, **SMALL), Random(SEED)
    tell(stocked, well, *story.events)

    deliver(stocked, ill, badly(story, random))
    with worker(database.url, tmp_path):
        wait_until(lambda: is_read(stocked, ill, 0.3))
    with clock.travel(clock.now() + LEASE + timedelta(seconds=5)):
        work(stocked)

    assert picture(stocked, ill) == picture(stocked, well)
    assert {one.outcome for one in events(stocked)} <= {"new", "changed", "unchanged", "ignored"}
    assert_proven(stocked)


@pytest.mark.parametrize("kind", KINDS)
def test_in_any_other_order_too(stocked: Shop, kind: str) -> None:
    well, ill = accounts(stocked, kind)
    story, random = tell_story(kind, SEED + 1, **SMALL), Random(SEED)
    tell(stocked, well, *story.events)

    tell(stocked, ill, *random.sample(story.events, len(story.events)))

    assert picture(stocked, ill) == picture(stocked, well)
    assert_proven(stocked)


def test_what_was_lost_is_restored_by_a_look(stocked: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of one order nothing came, of the others only that they were made."""
    well, ill = accounts(stocked, "shopify")
    story = tell_story("shopify", SEED, **SMALL)
    tell(stocked, well, *story.events)
    first = [event for event in story.events if event.topic == "orders/create"]

    tell(stocked, ill, *first[1:])
    assert essence(stocked, ill) != essence(stocked, well)

    client = Asked(changed=[fetched(order) for order in story.last.values()])
    monkeypatch.setitem(all_kinds(), "shopify", replace(all_kinds()["shopify"], client=lambda _: client))
    with stocked.inside():
        switch_account(ill, on=True, by=stocked.by())
        want_look(ill, by=stocked.by())
    work(stocked)

    assert essence(stocked, ill) == essence(stocked, well)
    assert_proven(stocked)
