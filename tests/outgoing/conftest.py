"""The channel that these tests play."""

from __future__ import annotations

from tests.outgoing.market import market
from tests.outgoing.playing import channel
from tests.outgoing.stock_paper import stock_upload

__all__ = ["channel", "market", "stock_upload"]
