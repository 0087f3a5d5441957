"""Amazon as a channel."""

from __future__ import annotations

from oms.channels.amazon.parsing import NEW_ORDERS, UNSHIPPED
from oms.channels.kinds import Kind, Lookalike

KIND = Kind(
    code="amazon",
    label="Amazon",
    turn=20,
    formats=(UNSHIPPED, NEW_ORDERS),
    lookalikes=(
        Lookalike(
            "an Amazon All Orders report, which has no addresses",
            ("amazon-order-id", "order-status", "quantity"),
        ),
    ),
)
