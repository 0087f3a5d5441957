"""The channel that these tests play."""

from __future__ import annotations

from tests.outgoing.market import market
from tests.outgoing.playing import channel

__all__ = ["channel", "market"]
