"""Whatever is done to a file or an event on its way here: taken or refused with a sentence, never half, never an error."""

from __future__ import annotations

import logging
import random
import time

import pytest

from oms.channels.events import Unreadable
from oms.channels.kinds import find_kind
from oms.channels.recognising import read_file
from oms.inventory.proving import prove_stock
from oms.reading.problems import UnreadableFile
from tests.bench.damage import SLOWEST, drawn
from tests.safety.damaging import damaged, damaged_message
from tests.safety.receiving import Receiver
from tests.safety.whole import FILES, MESSAGES, Message, mapped
from tests.shop import SKUS, Shop

SEED = 20261125
OF_FILES, OF_EVENTS, WHOLE_WAY = 600, 1100, 300


def test_damaged_files_are_read_row_by_row_or_refused_whole() -> None:
    chance = random.Random(SEED)
    for number in range(OF_FILES):
        name = chance.choice(list(FILES))
        content = damaged(FILES[name], chance)
        began = time.perf_counter()
        assert comes_to_something(content), (name, number)
        assert time.perf_counter() - began < SLOWEST, (name, number)


def comes_to_something(content: bytes) -> bool:
    """Every row is in one place, or a sentence says why none is read."""
    try:
        parsed = read_file(content, home="EUR", mapped=mapped())
    except UnreadableFile as refusal:
        return refusal.sentence.endswith(".")
    return parsed.accounted_rows == parsed.rows


def test_damaged_events_are_read_or_not_understood() -> None:
    chance = random.Random(SEED)
    found = {is_understood(chance.choice(MESSAGES), chance) for _ in range(OF_EVENTS)}
    assert found == {True, False}


def is_understood(message: Message, chance: random.Random) -> bool:
    webhook = find_kind(message.kind).webhook
    assert webhook is not None
    try:
        webhook.read(message.topic, damaged_message(message.told, chance))
    except Unreadable:
        return False
    return True


def test_the_whole_way_nothing_breaks_and_nothing_is_left_half(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.ERROR, "oms")
    for sku in SKUS:
        shop.receive(sku, 50)
    receiver, chance = Receiver.open(shop), random.Random(SEED)
    with shop.inside():
        seen = {receive() for _, _, receive in (drawn(receiver, chance) for _ in range(WHOLE_WAY))}
        assert prove_stock().holds
    assert {"refused", "taken in", "new", "401"} <= seen
