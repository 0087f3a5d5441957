"""Whatever is done to a file or an event on its way here: taken or refused with a sentence, never half, never an error."""

from __future__ import annotations

import copy
import json
import logging
import random
import time
from functools import reduce
from operator import getitem
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oms.channels.events import Unreadable
from oms.channels.kinds import account_kinds, all_formats, find_kind
from oms.channels.recognising import read_file
from oms.inventory.proving import prove_stock
from oms.reading.problems import UnreadableFile
from tests.bench.damage import drawn
from tests.channels.nonsense import places
from tests.safety.damaging import damaged, damaged_message
from tests.safety.receiving import SLOWEST, Receiver, refused
from tests.safety.whole import FILES, MESSAGES, Message, mapped
from tests.shop import SKUS, Shop

SEED = 20261125
OF_FILES, OF_EVENTS, WHOLE_WAY = 600, 1100, 300


def test_a_file_of_every_known_kind_and_a_message_of_every_channel_is_damaged() -> None:
    read = {read_file(content, home="EUR", mapped=mapped()).format for content in FILES.values()}
    telling = {kind.code for kind in account_kinds() if kind.webhook is not None}

    assert read == {known.name for known in (*all_formats(), *mapped())}
    assert {message.kind for message in MESSAGES} == telling
    assert {message.kind for message in MESSAGES if message.was_asked} == telling


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
    return is_read(message, damaged_message(message.told, chance))


def is_read(message: Message, body: bytes) -> bool:
    """Or it is not understood, and the sentence says why."""
    webhook = find_kind(message.kind).webhook
    assert webhook is not None
    try:
        webhook.read(message.topic, body)
    except Unreadable as problem:
        refused(str(problem))
        return False
    return True


WORDS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters(exclude_categories=())),
    st.datetimes().map(str),
)
ANY_JSON = st.recursive(
    WORDS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8
)


@given(st.sampled_from(MESSAGES), st.data())
@settings(deadline=None, max_examples=150)
def test_whatever_stands_in_place_of_something_is_read_or_not_understood(
    message: Message, data: st.DataObject
) -> None:
    told: Any = copy.deepcopy(message.told)
    *way, last = data.draw(st.sampled_from(list(places(told))))
    inside = reduce(getitem, way, told)
    inside[last] = data.draw(ANY_JSON)

    is_read(message, json.dumps(told).encode())


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
