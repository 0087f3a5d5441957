"""Square as a channel: a till, whose sales are over when we hear of them."""

from __future__ import annotations

from oms.channels.kinds import Kind
from oms.channels.square.parsing import ITEMS

KIND = Kind(code="square", label="Square", turn=60, formats=(ITEMS,), is_till=True)
