"""Channels: where orders come from, and how what each of them says becomes an order of ours."""

from __future__ import annotations

from oms.channels.amazon.parsing import NEW_ORDERS, UNSHIPPED
from oms.channels.parsed import Format
from oms.channels.shopify.parsing import ORDERS_EXPORT

FORMATS: tuple[Format, ...] = (ORDERS_EXPORT, UNSHIPPED, NEW_ORDERS)
"""Every kind of file that can be read; where two know a header, the first is meant."""
