"""Whatever is in an answer of Amazon, it is understood or refused with a sentence."""

from __future__ import annotations

import contextlib

import pytest

from oms.channels.events import Unreadable
from tests.channels.amazon.told import item, order, reading
from tests.channels.nonsense import spoilt

WHOLE = order(
    item(cancellation={"cancellationRequest": {"requester": "BUYER", "cancelReason": "x"}}),
    fulfillment={"fulfillmentStatus": "PARTIALLY_SHIPPED"},
)


@pytest.mark.parametrize("seed", range(8))
def test_one_thing_after_the_other_is_nonsense(seed: int) -> None:
    read = 0
    for told in spoilt(WHOLE, seed):
        with contextlib.suppress(Unreadable):
            reading(told)
            read += 1
    assert read
