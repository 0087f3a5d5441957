"""Amazon as a channel."""

from __future__ import annotations

from oms.channels.amazon.all_orders import ALL_ORDERS
from oms.channels.amazon.parsing import NEW_ORDERS, UNSHIPPED
from oms.channels.kinds import Kind

KIND = Kind(
    code="amazon",
    label="Amazon",
    turn=20,
    formats=(UNSHIPPED, NEW_ORDERS, ALL_ORDERS),
)
