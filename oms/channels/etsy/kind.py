"""Etsy as a channel."""

from __future__ import annotations

from oms.channels.etsy.parsing import ITEMS, ORDERS
from oms.channels.kinds import Kind

KIND = Kind(code="etsy", label="Etsy", turn=40, formats=(ITEMS, ORDERS))
