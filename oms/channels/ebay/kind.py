"""eBay as a channel."""

from __future__ import annotations

from oms.channels.kinds import Kind, Lookalike

KIND = Kind(
    code="ebay",
    label="eBay",
    turn=30,
    lookalikes=(Lookalike("an eBay orders report", ("Sales Record Number", "Item Number", "Custom Label")),),
)
