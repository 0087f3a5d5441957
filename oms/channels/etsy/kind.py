"""Etsy as a channel."""

from __future__ import annotations

from oms.channels.kinds import Kind, Lookalike

KIND = Kind(
    code="etsy",
    label="Etsy",
    turn=40,
    lookalikes=(
        Lookalike("an Etsy order items file", ("Sale Date", "Item Name", "Transaction ID", "Listing ID")),
        Lookalike("an Etsy orders file", ("Sale Date", "Order ID", "Buyer User ID", "Number of Items")),
    ),
)
