"""Shopify as a channel."""

from __future__ import annotations

from oms.channels.kinds import Kind, Lookalike
from oms.channels.shopify.parsing import ORDERS_EXPORT

KIND = Kind(
    code="shopify",
    label="Shopify",
    turn=10,
    formats=(ORDERS_EXPORT,),
    lookalikes=(
        Lookalike("a Shopify inventory file", ("Handle", "SKU", "Location", "On hand (new)")),
        Lookalike("a Shopify products file", ("Handle", "Variant SKU", "Variant Price")),
    ),
)
