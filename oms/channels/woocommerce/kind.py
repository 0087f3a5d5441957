"""WooCommerce as a channel."""

from __future__ import annotations

from oms.channels.kinds import Kind, Lookalike

KIND = Kind(
    code="woocommerce",
    label="WooCommerce",
    turn=15,
    lookalikes=(
        Lookalike(
            "a WooCommerce analytics file, which has no addresses", ("Order #", "Product(s)", "Items sold")
        ),
    ),
)
